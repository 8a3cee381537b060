package profundo.nn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import profundo.tensor.DType;
import profundo.tensor.Tensor;

class SafetensorsTest {
  @TempDir Path folder;

  private static StateDict everyType() {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var dtype : DType.values()) {
      if (dtype != DType.COMPLEX128) {
        tensors.put("type." + dtype, Tensor.of(new double[] {0, 1, 2, 3, 100, 7}, 2, 3).to(dtype));
      }
    }
    tensors.put("scalar", Tensor.scalar(3.5));
    tensors.put("empty", Tensor.zeros(0, 4));
    tensors.put("transposed", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).t());
    tensors.put("ñandú", Tensor.ones(1));
    return new StateDict(tensors);
  }

  @Test
  void whatIsWrittenReadsBackInOrder() {
    var file = folder.resolve("a.safetensors");
    var written = everyType();
    Safetensors.write(file, written, Map.of("made by", "Profundo", "línea", "a\n\"b\""));
    try (var open = Safetensors.open(file)) {
      assertThat(open.metadata())
          .containsEntry("made by", "Profundo")
          .containsEntry("línea", "a\n\"b\"");
      assertThat(open.names()).containsExactlyElementsOf(written.names());
      written
          .asMap()
          .forEach((name, tensor) -> {
            assertThat(open.get(name).dtype()).isEqualTo(tensor.dtype());
            assertThat(open.get(name).equal(tensor)).as(name).isTrue();
          });
    }
  }

  @Test
  void everyBitOfAFileIsGuarded() throws IOException {
    var file = folder.resolve("a.safetensors");
    var tensors = Map.of("b", Tensor.of(new long[] {1, 2, 3}));
    Safetensors.write(file, new StateDict(tensors), Map.of("epoch", "3"));
    var whole = Files.readAllBytes(file);
    assertThat(StateDict.read(file).get("b").toLongArray()).containsExactly(1, 2, 3);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      var flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      assertThatThrownBy(() -> StateDict.read(file))
          .as("bit %d of byte %d", bit % 8, bit / 8)
          .isInstanceOf(NetException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void aFlippedBitInALargeTensorIsFoundWhereItIs() throws IOException {
    var file = folder.resolve("a.safetensors");
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("first", Tensor.randn(400_000));
    tensors.put("second", Tensor.randn(400_000));
    new StateDict(tensors).write(file);
    var whole = Files.readAllBytes(file);
    var random = new Random(9);
    for (int i = 0; i < 40; i++) {
      var flipped = whole.clone();
      flipped[whole.length - 1 - random.nextInt(1_600_000)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, flipped);
      try (var open = Safetensors.open(file)) {
        assertThat(open.get("first").equal(tensors.get("first"))).isTrue();
        assertThatThrownBy(() -> open.get("second"))
            .isInstanceOf(NetException.class)
            .hasMessageContaining("\"second\"");
      }
    }
  }

  @Test
  void checksumsAreNoTextsOfTheWriter() {
    var file = folder.resolve("a.safetensors");
    Safetensors.write(file, everyType(), Map.of("format", "pt"));
    try (var open = Safetensors.open(file)) {
      assertThat(open.metadata()).isEqualTo(Map.of("format", "pt"));
    }
  }

  @Test
  void aTensorOfAnUnknownTypeLeavesTheOthersReadable() throws IOException {
    var text =
        """
        {"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]},\
        "b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}\
        """
            .getBytes(UTF_8);
    var file = folder.resolve("b.safetensors");
    var bytes = ByteBuffer.allocate(16 + text.length).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(
        file, bytes.putLong(text.length).put(text).putInt(0x7f7f7f7f).putFloat(2.5f).array());
    try (var open = Safetensors.open(file)) {
      assertThat(open.names()).containsExactly("a", "b");
      assertThat(open.get("b").item()).isEqualTo(2.5);
      assertThatThrownBy(() -> open.get("a")).hasMessageContaining("as F8_E4M3, a type");
    }
    var state = StateDict.read(file);
    assertThat(state.names()).containsExactly("b");
    assertThatThrownBy(() -> state.get("a"))
        .isInstanceOf(NetException.class)
        .hasMessageContaining("as F8_E4M3, a type");
    var wanted = new StateDict(Map.of("a", Tensor.zeros(4), "b", Tensor.zeros(1)));
    assertThatThrownBy(() -> wanted.copyFrom(state, true))
        .hasMessageContaining("as F8_E4M3, a type");
    assertThat(state.under("a").names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          504b0304000008080000 6172636869 76652f646174612e706b6c|torch.load
          504b030414000000 080021000000 617272 5f302e6e7079|numpy.save_file
          504b030414000000 080021000000 6d657461646174612e6a736f6e|Keras
          80028a0a6cfc9c46f9206aa85019|pickle
          800495 b800000000000000|pickle
          76657273696f6e2068747470733a2f2f6769742d6c66732e6769746875622e636f6d|git lfs pull
          4747554603000000 2301000000000000|GGUF
          0807 1207 7079746f726368 1a05 312e392e30|ONNX
          1c000000 54464c33 14002000|TensorFlow Lite
          894844460d0a1a0a 0000000000080800|HDF5
          934e554d5059 0100 7600 7b27|NumPy
          1f8b0800 00000000 0003|unpack it first
          3c21444f43545950452068746d6c3e 3c68746d6c3e|web page
          7b0a2020226d65746164617461223a207b 22746f74616c5f73697a65223a20317d7d|in several files
          """)
  void whatIsTakenForItIsNamedWithTheRemedy(String start, String said) throws IOException {
    var file = folder.resolve("model.safetensors");
    var bytes = HexFormat.of().parseHex(start.replace(" ", ""));
    Files.write(file, Arrays.copyOf(bytes, 4096));
    assertThatThrownBy(() -> StateDict.read(file))
        .isInstanceOf(NetException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(said)
        .hasMessageNotContaining("damaged");
  }

  @Test
  void aNameThatTheFormatKeepsForItselfIsRefused() {
    var state = new StateDict(Map.of("__metadata__", Tensor.ones(1)));
    assertThatThrownBy(() -> state.write(folder.resolve("a.safetensors")))
        .isInstanceOf(NetException.class)
        .hasMessageContaining("__metadata__");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void nothingIsLeftBesideTheFile() throws IOException {
    everyType().write(folder.resolve("a.safetensors"));
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void anIndependentReaderGetsTheSameNumbers() throws IOException, InterruptedException {
    var python = Path.of("/usr/bin/python3");
    assumeThat(python).as("Python with PyTorch, to read our file").isExecutable();
    var file = folder.resolve("ours.safetensors");
    var back = folder.resolve("theirs.safetensors");
    var mine = everyType();
    mine.write(file);
    var script = Reference.path().resolveSibling("reread.py");
    var process =
        new ProcessBuilder(python.toString(), script.toString(), file.toString(), back.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.waitFor();
    assumeThat(said).as("PyTorch is not installed there").doesNotContain("No module named");
    assertThat(status).as(said).isZero();
    var theirs = StateDict.read(back);
    mine.asMap()
        .forEach((name, tensor) -> assertThat(theirs.get(name).equal(tensor)).as(name).isTrue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}|0|no error
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}|-1|lie outside
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}|1|1 bytes belong to no tensor
          {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}|0|contradicts itself at "a"
          {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}|0|contradicts itself
          {"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}|0|contradicts itself
          {"a":{"dtype":"F32","shape":[4611686018427387904,4,2],"data_offsets":[0,8]}}|0|contradicts
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}|0|lie outside
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}|0|contradicts itself
          {"a":{"dtype":"F32","shape":[2]}}|0|contradicts itself
          {"a":{"dtype":"F4","shape":[2],"data_offsets":[0,9]}}|0|lie outside
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}|0|leave a gap
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[1],"data_offsets":[7,8]}}|0|overlap
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}|0|header cannot be read
          {"__metadata__":{"x":1}}|-8|contradicts itself at "__metadata__"
          [1,2]|0|header cannot be read
          {"a":|0|header cannot be read
          """)
  void aDamagedHeaderIsToldInOneSentence(String header, int more, String problem)
      throws IOException {
    var text = header.getBytes(UTF_8);
    var bytes = ByteBuffer.allocate(8 + text.length + 8 + more).order(ByteOrder.LITTLE_ENDIAN);
    var file = folder.resolve("b.safetensors");
    Files.write(file, bytes.putLong(text.length).put(text).array());
    if (problem.equals("no error")) {
      assertThat(StateDict.read(file).get("a").shape().toArray()).containsExactly(2);
      return;
    }
    assertThatThrownBy(() -> Safetensors.open(file))
        .isInstanceOf(NetException.class)
        .hasMessageContaining("b.safetensors")
        .hasMessageContaining(problem)
        .hasMessageNotContaining("\n");
  }

  @Test
  void filesThatAreNoneAreToldApart() throws IOException {
    var file = folder.resolve("c.safetensors");
    assertThatThrownBy(() -> StateDict.read(file)).hasMessageContaining("is not there");
    Files.write(file, new byte[5]);
    assertThatThrownBy(() -> StateDict.read(file)).hasMessageContaining("only 5 bytes");
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> StateDict.read(file)).hasMessageContaining("only 0 bytes");
    var huge = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.MAX_VALUE);
    Files.write(file, huge.array());
    assertThatThrownBy(() -> StateDict.read(file)).hasMessageContaining("header cannot be read");
    Files.write(file, huge.putLong(0, 90_000_000).array());
    assertThatThrownBy(() -> StateDict.read(file)).hasMessageContaining("cut short");
    assertThatThrownBy(() -> StateDict.read(folder)).isInstanceOf(NetException.class);
    everyType().write(file);
    assertThatThrownBy(() -> StateDict.read(file).get("nobody")).hasMessageContaining("\"nobody\"");
  }

  @Test
  void aFileThatCannotBeWrittenLeavesWhatWasThere() throws IOException {
    var file = folder.resolve("d.safetensors");
    Files.createDirectories(file.resolve("occupied"));
    assertThatThrownBy(() -> everyType().write(file)).hasMessageContaining("cannot be written");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void anyByteCanBeWrongWithoutMoreThanAClearError() throws IOException {
    var file = folder.resolve("e.safetensors");
    everyType().write(file);
    var whole = Files.readAllBytes(file);
    var random = new Random(5);
    for (int i = 0; i < 3000; i++) {
      var bytes = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
      for (int j = 0; j < 1 + i % 4 && bytes.length > 0; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      parses(bytes);
    }
  }

  @FuzzTest
  void noBytesDoMoreThanAClearError(byte[] bytes) {
    parses(bytes);
  }

  private static void parses(byte[] bytes) {
    try {
      var header = SafetensorsHeader.parse(MemorySegment.ofArray(bytes), "file");
      long end = header.dataStart();
      for (var entry : header.entries().values()) {
        assertThat(entry.begin()).isNotNegative();
        end += entry.bytes();
      }
      assertThat(end).isEqualTo(bytes.length);
    } catch (NetException e) {
      assertThat(e.getMessage()).startsWith("file ").doesNotContain("\n");
    }
  }
}
