package profundo.nn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import profundo.tensor.Device;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;
import profundo.tensor.Text;
import profundo.tensor.WholeFile;
import tools.jackson.databind.json.JsonMapper;

/// Files of named tensors in the open format `safetensors`: a header in JSON, then the numbers.
///
/// Reading maps the file and copies a tensor when it is asked for, so a part of a large file costs
/// only that part; native code never sees the map, so a file that shrinks while it is read gives an
/// error and not a crash. Every offset is checked before anything is read.
public final class Safetensors implements AutoCloseable {
  private static final Text TEXT = Text.of(Safetensors.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path file;
  private final Arena arena;
  private final MemorySegment data;
  private final SafetensorsHeader header;

  private Safetensors(Path file, Arena arena, MemorySegment data, SafetensorsHeader header) {
    this.file = file;
    this.arena = arena;
    this.data = data;
    this.header = header;
  }

  /// Opens a file and checks its header.
  ///
  /// @throws NetException if it is not there, or is no whole safetensors file
  @SuppressWarnings("MustBeClosedChecker")
  public static Safetensors open(Path file) {
    var arena = Arena.ofShared();
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      var header = SafetensorsHeader.parse(bytes, file.toString());
      return new Safetensors(file, arena, bytes.asSlice(header.dataStart()), header);
    } catch (NoSuchFileException e) {
      arena.close();
      throw new NetException(TEXT.get("safetensors.absent", file), e);
    } catch (IOException e) {
      arena.close();
      throw new NetException(TEXT.get("safetensors.unreadable", file, e), e);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  /// The names of the tensors, in the order of the header.
  public Set<String> names() {
    return header.entries().keySet();
  }

  /// The texts that the writer put beside the tensors.
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /// A tensor of the file, with memory of its own.
  ///
  /// @throws NetException if there is none of this name, or the file was cut short meanwhile
  public Tensor get(String name) {
    var entry = header.entries().get(name);
    if (entry == null) {
      throw new NetException(TEXT.get("safetensors.noTensor", file, name));
    }
    var tensor = Tensors.empty(entry.dtype(), Device.CPU, entry.shape());
    try {
      tensor.segment().copyFrom(data.asSlice(entry.begin(), entry.bytes()));
    } catch (InternalError e) {
      throw new NetException(TEXT.get("safetensors.shrunk", file), e);
    }
    return tensor;
  }

  /// Every tensor of the file.
  public StateDict stateDict() {
    var tensors = new LinkedHashMap<String, Tensor>();
    names().forEach(name -> tensors.put(name, get(name)));
    return new StateDict(tensors);
  }

  /// Ends the reading; tensors already read stay.
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  /// Writes tensors and texts, whole or not at all.
  ///
  /// @throws NetException if the file cannot be written
  public static void write(Path file, StateDict tensors, Map<String, String> metadata) {
    try {
      WholeFile.write(file, channel -> write(channel, tensors, metadata));
    } catch (IOException e) {
      throw new NetException(
          TEXT.get("safetensors.unwritable", file, String.valueOf(e.getMessage())), e);
    }
  }

  private static void write(FileChannel channel, StateDict dict, Map<String, String> metadata)
      throws IOException {
    var layout = new ArrayList<>(dict.asMap().entrySet());
    layout.sort(Comparator.comparing(entry -> -entry.getValue().dtype().bytes()));
    var begins = new LinkedHashMap<String, Long>();
    long end = 0;
    for (var entry : layout) {
      begins.put(entry.getKey(), end);
      end += bytes(entry.getValue());
    }
    WholeFile.writeFully(channel, header(dict, begins, metadata));
    for (var entry : layout) {
      try (var _ = Scope.open()) {
        write(channel, entry.getValue().detach().cpu().contiguous());
      }
    }
  }

  private static void write(FileChannel channel, Tensor tensor) throws IOException {
    var memory = tensor.segment();
    long step = 1L << 30;
    for (long at = 0; at < memory.byteSize(); at += step) {
      long length = Math.min(step, memory.byteSize() - at);
      WholeFile.writeFully(channel, memory.asSlice(at, length).asByteBuffer());
    }
  }

  /// The length of the header, and the header, padded so that the numbers start on a multiple of 8.
  private static ByteBuffer header(
      StateDict dict, Map<String, Long> begins, Map<String, String> metadata) {
    var json = new LinkedHashMap<String, Object>();
    if (!metadata.isEmpty()) {
      json.put(SafetensorsHeader.METADATA, metadata);
    }
    dict.asMap()
        .forEach((name, tensor) -> {
          long begin = begins.getOrDefault(name, 0L);
          var entry = new LinkedHashMap<String, Object>();
          entry.put("dtype", SafetensorsHeader.code(tensor.dtype()));
          entry.put("shape", tensor.shape().toArray());
          entry.put("data_offsets", new long[] {begin, begin + bytes(tensor)});
          json.put(name, entry);
        });
    var text = JSON.writeValueAsString(json).getBytes(UTF_8);
    int length = Math.ceilDiv(text.length, 8) * 8;
    var buffer = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(length).put(text);
    while (buffer.hasRemaining()) {
      buffer.put((byte) ' ');
    }
    return buffer.flip();
  }

  private static long bytes(Tensor tensor) {
    return tensor.numel() * tensor.dtype().bytes();
  }
}
