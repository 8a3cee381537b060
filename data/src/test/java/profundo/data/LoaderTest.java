package profundo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import profundo.base.ProfundoException;
import profundo.data.image.Images;
import profundo.data.shared.Refusal;
import profundo.tensor.DType;
import profundo.tensor.DTypeException;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class LoaderTest {
  private static final Images PICTURES =
      new Images(Tensor.of(bytes(100 * 16), 100, 4, 4), Tensor.arange(100), o -> o.crop(1).flip());

  private static byte[] bytes(int count) {
    var all = new byte[count];
    for (int i = 0; i < count; i++) {
      all[i] = (byte) (i * 31);
    }
    return all;
  }

  private static List<float[]> pictures(Loader loader, int epoch) {
    var all = new ArrayList<float[]>();
    for (var batch : loader.epoch(epoch)) {
      try (var _ = Scope.open()) {
        all.add(batch.x().toFloatArray());
      }
    }
    return all;
  }

  private static List<Long> labels(Loader loader, int epoch, int first) {
    var all = new ArrayList<Long>();
    for (var batch : loader.epoch(epoch, first)) {
      try (var _ = Scope.open()) {
        for (long label : batch.y().toLongArray()) {
          all.add(label);
        }
      }
    }
    return all;
  }

  @Test
  void everySampleComesOnceInAnEpoch() {
    try (var loader = new Loader(PICTURES, o -> o.batch(7).shuffle(3))) {
      assertThat(loader.size()).isEqualTo(15);
      assertThat(labels(loader, 0, 0)).hasSize(100).doesNotHaveDuplicates();
    }
  }

  @Test
  void theOrderIsFixedBySeedAndEpoch() {
    try (var loader = new Loader(PICTURES, o -> o.batch(10).shuffle(3));
        var same = new Loader(PICTURES, o -> o.batch(10).shuffle(3))) {
      var first = labels(loader, 0, 0);
      assertThat(labels(loader, 1, 0)).isNotEqualTo(first);
      assertThat(labels(same, 0, 0)).isEqualTo(first);
      assertThat(labels(loader, 0, 4)).isEqualTo(first.subList(40, 100));
    }
  }

  @Test
  void augmentationDoesNotDependOnTheNumberOfWorkers() {
    try (var one = new Loader(PICTURES, o -> o.batch(9).shuffle(5));
        var four = new Loader(PICTURES, o -> o.batch(9).shuffle(5).workers(4).prefetch(8))) {
      var expected = pictures(one, 2);
      var actual = pictures(four, 2);
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i)).containsExactly(expected.get(i));
      }
      assertThat(pictures(one, 3).getFirst()).isNotEqualTo(expected.getFirst());
    }
  }

  @Test
  void aTensorThatIsKeptKeepsItsNumbers() {
    var kept = new ArrayList<Tensor>();
    var copies = new ArrayList<float[]>();
    try (var loader = new Loader(PICTURES, o -> o.batch(10).prefetch(1))) {
      for (int epoch = 0; epoch < 5; epoch++) {
        for (var batch : loader.epoch(epoch)) {
          try (var scope = Scope.open()) {
            kept.add(scope.keep(batch.x()));
            copies.add(batch.x().toFloatArray());
          }
        }
      }
    }
    for (int i = 0; i < kept.size(); i++) {
      assertThat(kept.get(i).toFloatArray()).containsExactly(copies.get(i));
      kept.get(i).close();
    }
  }

  @Test
  void memoryOfPassedBatchesIsUsedAgain() {
    try (var loader = new Loader(PICTURES, o -> o.batch(10).prefetch(2))) {
      var addresses = new java.util.HashSet<Long>();
      for (int epoch = 0; epoch < 20; epoch++) {
        for (var batch : loader.epoch(epoch)) {
          try (var _ = Scope.open()) {
            addresses.add(batch.x().segment().address());
          }
        }
      }
      assertThat(addresses).hasSizeLessThanOrEqualTo(8);
    }
  }

  @Test
  void anErrorOfAWorkerReachesTheTrainingThread() {
    var broken =
        new Dataset() {
          @Override
          public long size() {
            return 10;
          }

          @Override
          public List<Field> fields() {
            return PICTURES.fields();
          }

          @Override
          public void read(long index, MemorySegment[] into, int row, long random) {
            throw Refusal.of("notImage", "sample " + index);
          }
        };
    try (var loader = new Loader(broken, o -> o.batch(2))) {
      assertThatThrownBy(() -> loader.epoch(0).iterator().next())
          .isInstanceOf(DataException.class)
          .hasMessageContaining("sample 0");
    }
  }

  @Test
  void theNextBatchIsMadeWhileOneIsUsed() throws InterruptedException {
    var read = new CountDownLatch(20);
    var counted =
        new Dataset() {
          @Override
          public long size() {
            return PICTURES.size();
          }

          @Override
          public List<Field> fields() {
            return PICTURES.fields();
          }

          @Override
          public void read(long index, MemorySegment[] into, int row, long random) {
            read.countDown();
          }
        };
    try (var loader = new Loader(counted, o -> o.batch(10).prefetch(1))) {
      loader.epoch(0).iterator().next();
      assertThat(read.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void everyPixelComesFromItsPlaceInTheMovedAndMirroredPicture() {
    int side = 4;
    for (int border = 0; border < 3; border++) {
      int pixels = border;
      int wide = side + 2 * border;
      var images = PICTURES.with(o -> o.crop(3).flip().border(pixels).unscaled());
      var into =
          new MemorySegment[] {
            Arena.ofAuto().allocate(4L * wide * wide, 8), Arena.ofAuto().allocate(8, 8)
          };
      var random = new Random(4);
      for (int trial = 0; trial < 200; trial++) {
        long bits = random.nextLong();
        int index = random.nextInt(100);
        images.read(index, into, 0, bits);
        int dy = (int) ((bits >>> 1 & 0xffff) % 7) - 3;
        int dx = (int) ((bits >>> 17 & 0xffff) % 7) - 3;
        for (int at = 0; at < wide * wide; at++) {
          int x = (bits & 1) == 1 ? wide - 1 - at % wide : at % wide;
          int fromX = x - border + dx;
          int fromY = at / wide - border + dy;
          boolean inside = fromX >= 0 && fromX < side && fromY >= 0 && fromY < side;
          int byteAt = index * side * side + fromY * side + fromX;
          assertThat(into[0].getAtIndex(ValueLayout.JAVA_FLOAT, at))
              .isEqualTo(inside ? (byte) (byteAt * 31) & 0xff : 0f);
        }
      }
    }
  }

  @Test
  void picturesThatAreNoBytesAreRefused() {
    try (var _ = Scope.open()) {
      var labels = Tensor.arange(2);
      assertThatThrownBy(() -> new Images(Tensor.rand(2, 1, 4, 4), labels, _ -> {}))
          .isInstanceOf(DTypeException.class)
          .hasMessageContaining("FLOAT32 [2, 1, 4, 4]")
          .hasMessageContaining("to(DType.UINT8)");
      var bytes = Tensor.of(bytes(32), 2, 4, 4);
      assertThatThrownBy(() -> new Images(bytes.flatten(1), labels, _ -> {}))
          .hasMessageContaining("UINT8 [2, 16]");
      assertThatThrownBy(() -> new Images(bytes, Tensor.rand(2), _ -> {}))
          .hasMessageContaining("FLOAT32 [2]");
      assertThatThrownBy(() -> new Images(bytes, labels.unsqueeze(1), _ -> {}))
          .hasMessageContaining("INT64 [2, 1]");
    }
  }

  @Test
  void picturesInAnyOrderOfMemoryAreRead() {
    try (var _ = Scope.open()) {
      var pixels = Tensor.of(bytes(2 * 3 * 4), 2, 3, 4);
      var turned = new Images(pixels.transpose(1, 2), Tensor.arange(4).slice(0, 0, 4, 2), _ -> {});
      try (var loader = new Loader(turned, o -> o.batch(2))) {
        var batch = loader.epoch(0).iterator().next();
        var expected = pixels.transpose(1, 2).unsqueeze(1).to(DType.FLOAT32).div(255);
        assertThat(batch.x().allClose(expected, 1e-6, 1e-6)).isTrue();
        assertThat(batch.y().toLongArray()).containsExactly(0, 2);
      }
    }
  }

  @Test
  void bytesAreScaledNormalisedAndBordered() {
    var pixels = Tensor.of(new byte[] {0, (byte) 255}, 1, 1, 1, 2);
    var images = new Images(pixels, Tensor.of(new long[] {4}), o -> o.range(-0.1, 1.175).border(1));
    try (var loader = new Loader(images, o -> o.batch(1));
        var _ = Scope.open()) {
      var batch = loader.epoch(0).iterator().next();
      assertThat(batch.x().shape().toArray()).containsExactly(1, 1, 3, 4);
      assertThat(batch.x().toFloatArray())
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(
              -0.1f, -0.1f, -0.1f, -0.1f, -0.1f, -0.1f, 1.175f, -0.1f, -0.1f, -0.1f, -0.1f, -0.1f);
      assertThat(batch.y().toLongArray()).containsExactly(4);
    }
  }

  /// A dataset that notes which memory it writes into.
  private record Noted(Dataset whole, Set<Long> addresses) implements Dataset {
    @Override
    public long size() {
      return whole.size();
    }

    @Override
    public List<Field> fields() {
      return whole.fields();
    }

    @Override
    public void read(long index, MemorySegment[] into, int row, long random) {
      addresses.add(into[0].address());
      whole.read(index, into, row, random);
    }
  }

  @Test
  void withoutAScopeMemoryIsUsedAgainAndTensorsKeepTheirNumbers() {
    var noted = new Noted(PICTURES, ConcurrentHashMap.newKeySet());
    var kept = new ArrayList<Tensor>();
    var copies = new ArrayList<float[]>();
    try (var loader = new Loader(noted, o -> o.batch(10).prefetch(2))) {
      for (int epoch = 0; epoch < 20; epoch++) {
        for (var batch : loader.epoch(epoch)) {
          kept.add(batch.x());
          copies.add(batch.x().toFloatArray());
          assertThat(batch.y().size(0)).isEqualTo(10);
        }
      }
    }
    assertThat(noted.addresses()).hasSizeLessThanOrEqualTo(8);
    for (int i = 0; i < kept.size(); i++) {
      assertThat(kept.get(i).toFloatArray()).containsExactly(copies.get(i));
      kept.get(i).close();
    }
  }

  @Test
  void optionsThatDoNotFitThePicturesAreRefused() {
    var labels = Tensor.of(new long[] {0, 1});
    var bytes = Tensor.of(new byte[2 * 12], 2, 3, 2, 2);
    assertThatThrownBy(
            () -> new Images(bytes, labels, o -> o.normalise(new double[2], new double[] {1, 1})))
        .isInstanceOf(ProfundoException.class)
        .hasMessageContaining("3 channels");
    for (double std : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Images(bytes, labels, o -> o.normalise(0, std)))
          .isInstanceOf(ProfundoException.class);
    }
    assertThatThrownBy(() -> new Images(bytes, labels, o -> o.crop(-1)))
        .isInstanceOf(ProfundoException.class);
  }
}
