package profundo.nn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import profundo.base.Text;
import profundo.tensor.DType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a safetensors file says of itself, checked: each tensor's numbers lie within the file, have
/// the size of their shape, overlap no others and leave no gap; and the header is the one that was
/// written, if it carries a checksum.
///
/// @param dataStart where the numbers start, in bytes from the start of the file
/// @param metadata the writer's texts, without the checksums
record SafetensorsHeader(
    long dataStart,
    Map<String, Entry> entries,
    Map<String, String> metadata,
    Optional<Checksums> checksums) {
  static final String METADATA = "__metadata__";

  /// The format's own limit.
  private static final long LONGEST = 100_000_000;

  /// The bytes of the header's length, before it.
  private static final int PREFIX = 8;

  private static final Text TEXT = Text.of(SafetensorsHeader.class);
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// One tensor: its numbers are the bytes `begin` to `begin + bytes`, counted from `dataStart`.
  ///
  /// @param place its number in the header, from 0
  /// @param code what the format calls its type
  /// @param dtype its type; empty if Profundo does not have it
  record Entry(
      int place,
      String name,
      String code,
      Optional<DType> dtype,
      long[] shape,
      long begin,
      long bytes) {}

  /// Reads and checks the header of a whole file.
  ///
  /// @param file what messages call the file
  /// @throws NetException if anything in it is not as it should be
  static SafetensorsHeader parse(MemorySegment bytes, String file) {
    if (bytes.byteSize() < PREFIX) {
      throw new NetException(TEXT.get("safetensors.short", file, bytes.byteSize()));
    }
    long length = bytes.get(LENGTH, 0);
    if (length < 2 || length > LONGEST) {
      throw notOne(bytes, file, "safetensors.notOne", null);
    }
    if (length > bytes.byteSize() - PREFIX) {
      throw notOne(bytes, file, "safetensors.cut", null);
    }
    var text = new byte[PREFIX + (int) length];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0, text, 0, text.length);
    return new Reading(file, bytes.byteSize() - text.length).header(text, json(bytes, text, file));
  }

  private static NetException notOne(
      MemorySegment bytes, String file, String key, @Nullable Exception cause) {
    return new NetException(
        OtherFormat.of(bytes, file).orElseGet(() -> TEXT.get(key, file)), cause);
  }

  /// The name that the format gives a type.
  static String code(DType dtype) {
    return switch (dtype) {
      case BOOL -> "BOOL";
      case UINT8 -> "U8";
      case INT8 -> "I8";
      case INT16 -> "I16";
      case INT32 -> "I32";
      case INT64 -> "I64";
      case FLOAT16 -> "F16";
      case BFLOAT16 -> "BF16";
      case FLOAT32 -> "F32";
      case FLOAT64 -> "F64";
      case COMPLEX64 -> "C64";
      case COMPLEX128 ->
          throw new NetException("The format safetensors has no complex128: convert the tensor.");
    };
  }

  private static JsonNode json(MemorySegment bytes, byte[] header, String file) {
    try {
      var text = ByteBuffer.wrap(header, PREFIX, header.length - PREFIX);
      var node = JSON.readTree(UTF_8.newDecoder().decode(text).toString());
      if (header[PREFIX] == '{' && node.isObject()) {
        return node;
      }
      throw notOne(bytes, file, "safetensors.notOne", null);
    } catch (JacksonException | CharacterCodingException e) {
      throw notOne(bytes, file, "safetensors.notOne", e);
    }
  }

  /// The check of one file's header against the room that its numbers have.
  private record Reading(String file, long room) {
    SafetensorsHeader header(byte[] bytes, JsonNode json) {
      var entries = new LinkedHashMap<String, Entry>();
      var metadata = new LinkedHashMap<String, String>();
      json.properties()
          .forEach(property -> {
            if (property.getKey().equals(METADATA)) {
              readMetadata(property.getValue(), metadata);
            } else {
              var name = property.getKey();
              entries.put(name, entry(entries.size(), name, property.getValue()));
            }
          });
      requireNoGaps(entries.values());
      var checksums = Checksums.take(metadata);
      if (checksums.isPresent() && !checksums.get().fits(bytes)) {
        throw new NetException(TEXT.get("safetensors.header", file));
      }
      return new SafetensorsHeader(bytes.length, entries, metadata, checksums);
    }

    private void readMetadata(JsonNode json, Map<String, String> metadata) {
      for (var property : json.properties()) {
        if (!property.getValue().isString()) {
          throw damaged(METADATA);
        }
        metadata.put(property.getKey(), property.getValue().stringValue());
      }
    }

    private Entry entry(int place, String name, JsonNode json) {
      var offsets = integers(name, json.get("data_offsets"));
      var shape = integers(name, json.get("shape"));
      var code = json.get("dtype");
      if (offsets.length != 2 || code == null || !code.isString()) {
        throw damaged(name);
      }
      var dtype = dtype(code.stringValue());
      if (offsets[0] > offsets[1] || offsets[1] > room) {
        throw new NetException(TEXT.get("safetensors.outside", file, name));
      }
      long bytes = offsets[1] - offsets[0];
      if (dtype.isPresent() && bytes != size(name, dtype.get(), shape)) {
        throw damaged(name);
      }
      return new Entry(place, name, code.stringValue(), dtype, shape, offsets[0], bytes);
    }

    private long[] integers(String name, @Nullable JsonNode json) {
      if (json == null || !json.isArray() || json.size() > 64) {
        throw damaged(name);
      }
      var result = new long[json.size()];
      for (int i = 0; i < result.length; i++) {
        var number = json.get(i);
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
          throw damaged(name);
        }
        result[i] = number.longValue();
      }
      return result;
    }

    private long size(String name, DType dtype, long... shape) {
      long size = dtype.bytes();
      for (long n : shape) {
        size = n == 0 ? 0 : Math.multiplyHigh(size, n) == 0 ? size * n : -1;
        if (size < 0) {
          throw damaged(name);
        }
      }
      return size;
    }

    private static Optional<DType> dtype(String code) {
      return Arrays.stream(DType.values())
          .filter(dtype -> dtype != DType.COMPLEX128 && code(dtype).equals(code))
          .findFirst();
    }

    private void requireNoGaps(Collection<Entry> entries) {
      long end = 0;
      var order = Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::bytes);
      for (var entry : entries.stream().sorted(order).toList()) {
        if (entry.begin != end) {
          throw new NetException(TEXT.get("safetensors.overlap", file, entry.name));
        }
        end += entry.bytes;
      }
      if (end != room) {
        throw new NetException(TEXT.get("safetensors.rest", file, room - end));
      }
    }

    private NetException damaged(String name) {
      return new NetException(TEXT.get("safetensors.damaged", file, name));
    }
  }
}
