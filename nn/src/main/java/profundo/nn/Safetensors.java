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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import profundo.base.Reason;
import profundo.base.Text;
import profundo.base.WholeFile;
import profundo.tensor.Device;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;
import tools.jackson.databind.json.JsonMapper;

/// Files of named tensors in the open format `safetensors`: a header in JSON, then the numbers.
///
/// Reading maps the file and copies a tensor when it is asked for, so a part of a large file costs
/// only that part; native code never sees the map, so a file that shrinks while it is read gives an
/// error and not a crash. Every offset is checked before anything is read. What is written carries
/// checksums in its metadata, which other readers pass over: a file of which a single bit has
/// changed is refused. Files without them are read as they are.
public final class Safetensors implements AutoCloseable {
  private static final Text TEXT = Text.of(Safetensors.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long CHUNK = 1 << 20;

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
    Given.require("file", file);
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
  /// @throws NetException if there is none of this name, its type is one that Profundo does not
  ///   have, its numbers are not those that were written, or the file was cut short meanwhile
  public Tensor get(String name) {
    Given.require("name", name);
    var entry = header.entries().get(name);
    if (entry == null) {
      throw new NetException(TEXT.get("safetensors.noTensor", file, name));
    }
    var dtype = entry.dtype().orElseThrow(() -> new NetException(unknownType(entry)));
    var tensor = Tensors.empty(dtype, Device.CPU, entry.shape());
    try {
      var crc = new CRC32C();
      var memory = tensor.segment();
      for (long at = 0; at < entry.bytes(); at += CHUNK) {
        var part = memory.asSlice(at, Math.min(CHUNK, entry.bytes() - at));
        part.copyFrom(data.asSlice(entry.begin() + at, part.byteSize()));
        if (header.checksums().isPresent()) {
          crc.update(part.asByteBuffer());
        }
      }
      requireSame(entry, Checksums.digits(crc));
    } catch (InternalError e) {
      tensor.close();
      throw new NetException(TEXT.get("safetensors.shrunk", file), e);
    } catch (NetException e) {
      tensor.close();
      throw e;
    }
    return tensor;
  }

  private void requireSame(SafetensorsHeader.Entry entry, String digits) {
    var checksums = header.checksums();
    if (checksums.isPresent() && !checksums.get().get(entry.place()).equals(digits)) {
      throw new NetException(TEXT.get("safetensors.changed", file, entry.name()));
    }
  }

  private String unknownType(SafetensorsHeader.Entry entry) {
    return TEXT.get("safetensors.dtype", file, entry.name(), entry.code());
  }

  /// Every tensor of the file, but for those of types that Profundo does not have: who asks for one
  /// of them is told so.
  public StateDict stateDict() {
    var tensors = new LinkedHashMap<String, Tensor>();
    var unread = new LinkedHashMap<String, String>();
    header
        .entries()
        .forEach((name, entry) -> {
          if (entry.dtype().isPresent()) {
            tensors.put(name, get(name));
          } else {
            unread.put(name, unknownType(entry));
          }
        });
    return new StateDict(tensors, unread);
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
    Given.require("file", file);
    Given.require("tensors", tensors);
    Given.require("metadata", metadata);
    try {
      WholeFile.write(file, channel -> write(channel, tensors, metadata));
    } catch (IOException e) {
      throw new NetException(TEXT.get("safetensors.unwritable", file, Reason.of(e)), e);
    }
  }

  private static void write(FileChannel channel, StateDict dict, Map<String, String> metadata)
      throws IOException {
    var layout = new ArrayList<>(dict.asMap().entrySet());
    layout.sort(Comparator.comparing(entry -> -entry.getValue().dtype().bytes()));
    var header = new Draft(dict, layout, metadata);
    WholeFile.writeFully(channel, header.bytes(Checksums.blank(layout.size())));
    var digits = new HashMap<String, String>();
    for (var entry : layout) {
      try (var _ = Scope.open()) {
        digits.put(entry.getKey(), write(channel, entry.getValue().detach().cpu().contiguous()));
      }
    }
    channel.position(0);
    var inOrder = dict.names().stream().map(digits::get).collect(Collectors.joining());
    WholeFile.writeFully(channel, header.bytes(inOrder));
  }

  /// Writes a tensor's numbers and gives their checksum; each part is still in the processor's
  /// cache when it goes to the file.
  private static String write(FileChannel channel, Tensor tensor) throws IOException {
    var memory = tensor.segment();
    var crc = new CRC32C();
    for (long at = 0; at < memory.byteSize(); at += CHUNK) {
      var part = memory.asSlice(at, Math.min(CHUNK, memory.byteSize() - at)).asByteBuffer();
      crc.update(part);
      WholeFile.writeFully(channel, part.flip());
    }
    return Checksums.digits(crc);
  }

  /// A header that is complete but for the checksums.
  private record Draft(
      StateDict dict, List<Map.Entry<String, Tensor>> layout, Map<String, String> metadata) {
    /// The length of the header, and the header, padded so that the numbers start on a multiple of
    /// 8.
    ByteBuffer bytes(String checksums) {
      var text = JSON.writeValueAsString(json(checksums)).getBytes(UTF_8);
      int length = Math.ceilDiv(text.length, 8) * 8;
      var buffer = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
      buffer.putLong(length).put(text);
      while (buffer.hasRemaining()) {
        buffer.put((byte) ' ');
      }
      Checksums.seal(buffer.array());
      return buffer.flip();
    }

    private Map<String, Object> json(String checksums) {
      var begins = new HashMap<String, Long>();
      long end = 0;
      for (var entry : layout) {
        begins.put(entry.getKey(), end);
        end += bytes(entry.getValue());
      }
      var texts = new LinkedHashMap<String, String>();
      Checksums.put(checksums, texts);
      metadata.forEach(texts::putIfAbsent);
      var json = new LinkedHashMap<String, Object>();
      json.put(SafetensorsHeader.METADATA, texts);
      dict.asMap()
          .forEach((name, tensor) -> {
            long begin = begins.getOrDefault(name, 0L);
            var entry = new LinkedHashMap<String, Object>();
            entry.put("dtype", SafetensorsHeader.code(tensor.dtype()));
            entry.put("shape", tensor.shape().toArray());
            entry.put("data_offsets", new long[] {begin, begin + bytes(tensor)});
            if (json.put(name, entry) != null) {
              throw new NetException(TEXT.get("safetensors.name", name));
            }
          });
      return json;
    }

    private static long bytes(Tensor tensor) {
      return tensor.numel() * tensor.dtype().bytes();
    }
  }
}
