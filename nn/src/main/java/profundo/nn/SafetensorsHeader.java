package profundo.nn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import profundo.tensor.DType;
import profundo.tensor.Text;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a safetensors file says of itself, checked: each tensor's numbers lie within the file, have
/// the size of their shape, overlap no others and leave no gap.
///
/// @param dataStart where the numbers start, in bytes from the start of the file
record SafetensorsHeader(long dataStart, Map<String, Entry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  /// The format's own limit.
  private static final long LONGEST = 100_000_000;

  private static final Text TEXT = Text.of(SafetensorsHeader.class);
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// One tensor: its numbers are the bytes `begin` to `begin + bytes`, counted from `dataStart`.
  record Entry(String name, DType dtype, long[] shape, long begin, long bytes) {}

  /// Reads and checks the header of a whole file.
  ///
  /// @param file what messages call the file
  /// @throws NetException if anything in it is not as it should be
  static SafetensorsHeader parse(MemorySegment bytes, String file) {
    if (bytes.byteSize() < 8) {
      throw new NetException(TEXT.get("safetensors.short", file, bytes.byteSize()));
    }
    long length = bytes.get(LENGTH, 0);
    if (length < 2 || length > LONGEST) {
      throw new NetException(TEXT.get("safetensors.notOne", file));
    }
    if (length > bytes.byteSize() - 8) {
      throw new NetException(TEXT.get("safetensors.cut", file));
    }
    var text = new byte[(int) length];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 8, text, 0, text.length);
    return new Reading(file, bytes.byteSize() - 8 - length).header(8 + length, json(text, file));
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

  private static JsonNode json(byte[] text, String file) {
    try {
      var node = JSON.readTree(UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
      if (text[0] == '{' && node.isObject()) {
        return node;
      }
      throw new NetException(TEXT.get("safetensors.notOne", file));
    } catch (JacksonException | CharacterCodingException e) {
      throw new NetException(TEXT.get("safetensors.notOne", file), e);
    }
  }

  /// The check of one file's header against the room that its numbers have.
  private record Reading(String file, long room) {
    SafetensorsHeader header(long dataStart, JsonNode json) {
      var entries = new LinkedHashMap<String, Entry>();
      var metadata = new LinkedHashMap<String, String>();
      json.properties()
          .forEach(property -> {
            if (property.getKey().equals(METADATA)) {
              readMetadata(property.getValue(), metadata);
            } else {
              entries.put(property.getKey(), entry(property.getKey(), property.getValue()));
            }
          });
      requireNoGaps(entries.values());
      return new SafetensorsHeader(dataStart, entries, metadata);
    }

    private void readMetadata(JsonNode json, Map<String, String> metadata) {
      for (var property : json.properties()) {
        if (!property.getValue().isString()) {
          throw damaged(METADATA);
        }
        metadata.put(property.getKey(), property.getValue().stringValue());
      }
    }

    private Entry entry(String name, JsonNode json) {
      var offsets = integers(name, json.get("data_offsets"));
      var shape = integers(name, json.get("shape"));
      var code = json.get("dtype");
      if (offsets.length != 2 || code == null || !code.isString()) {
        throw damaged(name);
      }
      var dtype = dtype(name, code.stringValue());
      if (offsets[0] > offsets[1] || offsets[1] > room) {
        throw new NetException(TEXT.get("safetensors.outside", file, name));
      }
      if (offsets[1] - offsets[0] != size(name, dtype, shape)) {
        throw damaged(name);
      }
      return new Entry(name, dtype, shape, offsets[0], offsets[1] - offsets[0]);
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

    private DType dtype(String name, String code) {
      for (var dtype : DType.values()) {
        if (dtype != DType.COMPLEX128 && code(dtype).equals(code)) {
          return dtype;
        }
      }
      throw new NetException(TEXT.get("safetensors.dtype", file, name, code));
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
