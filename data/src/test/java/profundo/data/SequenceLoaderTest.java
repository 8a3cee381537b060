package profundo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import profundo.base.ProfundoException;
import profundo.tensor.DType;
import profundo.tensor.Scope;
import profundo.tensor.Shape;

class SequenceLoaderTest {
  /// Sample i is i + 1 (mod 7) steps of [i, drawn], its second field i times itself, its label i.
  private record Stairs(long size) implements SequenceDataset {
    @Override
    public List<Field> fields() {
      return List.of(
          Field.sequence("steps", DType.FLOAT32, Shape.of(2)),
          Field.sequence("twice", DType.INT64, Shape.of()),
          new Field("label", DType.INT64, Shape.of()));
    }

    @Override
    public int length(long index, int field, long random) {
      return field == 0 ? (int) (index % 7) + 1 : (int) index % 3;
    }

    @Override
    public void read(long index, MemorySegment[] into, long random) {
      assertThat(into[0].byteSize()).isEqualTo(length(index, 0, random) * 8L);
      assertThat(into[1].byteSize()).isEqualTo(length(index, 1, random) * 8L);
      for (int i = 0; i < length(index, 0, random); i++) {
        into[0].setAtIndex(ValueLayout.JAVA_FLOAT, 2L * i, index);
        into[0].setAtIndex(ValueLayout.JAVA_FLOAT, 2L * i + 1, random & 0xffff);
      }
      for (int i = 0; i < length(index, 1, random); i++) {
        into[1].setAtIndex(ValueLayout.JAVA_LONG, i, 2 * index);
      }
      into[2].set(ValueLayout.JAVA_LONG, 0, index);
    }
  }

  private static long[] labels(Loader loader, int epoch, int first) {
    var all = new ArrayList<Long>();
    for (var batch : loader.epoch(epoch, first)) {
      try (var _ = Scope.open()) {
        Arrays.stream(batch.field(2).toLongArray()).forEach(all::add);
      }
    }
    return all.stream().mapToLong(label -> label).toArray();
  }

  /// The memory of long batches is used again for short ones: nothing of them may show.
  @Test
  void aBatchIsAsLongAsItsLongestSampleAndZerosAreBehindTheOthers() {
    try (var loader = new Loader(new Stairs(40), o -> o.batch(6).shuffle(3).prefetch(1))) {
      for (int epoch = 0; epoch < 4; epoch++) {
        for (var batch : loader.epoch(epoch)) {
          try (var _ = Scope.open()) {
            var label = batch.field(2).toLongArray();
            var lengths = Arrays.stream(label).map(i -> i % 7 + 1).toArray();
            long longest = Arrays.stream(lengths).max().getAsLong();
            assertThat(batch.lengths(0)).containsExactly(lengths);
            assertThat(batch.lengths(1))
                .containsExactly(Arrays.stream(label).map(i -> i % 3).toArray());
            assertThat(batch.x().shape().toArray()).containsExactly(batch.size(), longest, 2);
            for (int i = 0; i < label.length; i++) {
              var own = batch.x().select(0, i).select(1, 0).toFloatArray();
              for (int step = 0; step < longest; step++) {
                assertThat(own[step]).isEqualTo(step < lengths[i] ? label[i] : 0);
              }
              assertThat(batch.y().select(0, i).sum().itemLong())
                  .isEqualTo(2 * label[i] * (label[i] % 3));
            }
          }
        }
      }
    }
  }

  @Test
  void theMaskSaysWhichStepsAreASamplesOwn() {
    try (var loader = new Loader(new Stairs(3), o -> o.batch(3));
        var _ = Scope.open()) {
      var batch = loader.epoch(0).iterator().next();
      assertThat(batch.mask(0).dtype()).isEqualTo(DType.BOOL);
      assertThat(batch.mask(0).to(DType.INT64).flatten(0).toLongArray())
          .containsExactly(1, 0, 0, 1, 1, 0, 1, 1, 1);
      assertThat(batch.mask(1).to(DType.INT64).sum(1).toLongArray()).containsExactly(0, 1, 2);
      assertThatThrownBy(() -> batch.mask(2))
          .isInstanceOf(ProfundoException.class)
          .hasMessageContaining("label");
    }
  }

  @Test
  void sequencesOfNoStepsMakeABatch() {
    try (var loader = new Loader(new Stairs(1), o -> o.batch(1));
        var _ = Scope.open()) {
      var batch = loader.epoch(0).iterator().next();
      assertThat(batch.y().shape().toArray()).containsExactly(1, 0);
      assertThat(batch.mask(1).shape().toArray()).containsExactly(1, 0);
    }
  }

  @Test
  void whatIsReadDependsOnSeedAndEpochAndNotOnTheWorkers() {
    try (var one = new Loader(new Stairs(50), o -> o.batch(8).shuffle(5).byLength(3));
        var four =
            new Loader(
                new Stairs(50), o -> o.batch(8).shuffle(5).byLength(3).workers(4).prefetch(8))) {
      var expected = drawn(one, 2);
      var actual = drawn(four, 2);
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i)).containsExactly(expected.get(i));
      }
      assertThat(labels(one, 3, 0)).isNotEqualTo(labels(one, 2, 0));
      var whole = labels(one, 2, 0);
      assertThat(labels(four, 2, 4)).containsExactly(Arrays.copyOfRange(whole, 32, 50));
    }
  }

  private static List<float[]> drawn(Loader loader, int epoch) {
    var all = new ArrayList<float[]>();
    for (var batch : loader.epoch(epoch)) {
      try (var _ = Scope.open()) {
        all.add(batch.x().toFloatArray());
      }
    }
    return all;
  }

  @Test
  void samplesOfLikeLengthStandTogetherAndEachComesOnce() {
    try (var mixed = new Loader(new Stairs(100), o -> o.batch(8).shuffle(5));
        var alike = new Loader(new Stairs(100), o -> o.batch(8).shuffle(5).byLength(20))) {
      assertThat(padding(alike)).isLessThan(padding(mixed) / 3);
      var labels = labels(alike, 1, 0);
      assertThat(labels).hasSize(100).doesNotHaveDuplicates();
      assertThat(Arrays.stream(labels).limit(8).map(i -> i % 7).max().getAsLong())
          .as("the first batch is not always of the shortest")
          .isNotEqualTo(
              Arrays.stream(labels(alike, 0, 0)).limit(8).map(i -> i % 7).max().getAsLong());
    }
  }

  private static long padding(Loader loader) {
    long padding = 0;
    for (var batch : loader.epoch(1)) {
      try (var _ = Scope.open()) {
        padding += batch.mask(0).logicalNot().sum().itemLong();
      }
    }
    return padding;
  }
}
