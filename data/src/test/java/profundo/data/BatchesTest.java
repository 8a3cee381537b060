package profundo.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import profundo.tensor.Device;
import profundo.tensor.Scope;

class BatchesTest {
  /// A batch is the device that it was moved to last.
  private static final Batches<String> PLACES =
      new Batches<>() {
        @Override
        public int size() {
          return 3;
        }

        @Override
        public Iterable<String> epoch(int epoch, int first) {
          return List.of("here", "here", "here").subList(first, 3);
        }

        @Override
        public int samples(String batch) {
          return 7;
        }

        @Override
        public String to(String batch, Device device) {
          return device.toString();
        }
      };

  @Test
  void everyBatchIsMovedToTheDevice() {
    var moved = PLACES.on(Device.cuda(1));
    assertThat(moved.epoch(0, 1)).containsExactly("cuda:1", "cuda:1");
    assertThat(moved.size()).isEqualTo(3);
    assertThat(moved.samples("here")).isEqualTo(7);
    assertThat(PLACES.on(Device.CPU).epoch(0)).containsOnly("here");
  }

  @Test
  void theCopyTaskDrawsEveryBatchAnew() {
    var task = new CopyTask(400, 1, 4, 4, 1);
    var seen = new HashSet<String>();
    for (int epoch = 0; epoch < 10; epoch++) {
      for (var one : task.epoch(epoch)) {
        try (var _ = Scope.open()) {
          seen.add(Arrays.toString(one.target().toFloatArray()));
        }
        one.input().close();
        one.target().close();
      }
    }
    assertThat(seen).hasSizeGreaterThan(3_990);
  }
}
