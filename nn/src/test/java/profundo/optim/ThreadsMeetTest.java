package profundo.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import profundo.base.ProfundoException;
import profundo.nn.Linear;
import profundo.nn.Sequential;
import profundo.tensor.DType;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.TensorException;

/// What native code would end in a crash.
class ThreadsMeetTest {
  private static final int WIDTH = 256;

  private static Sequential net() {
    return new Sequential(
        new Linear(WIDTH, WIDTH), Tensor::relu, new Linear(WIDTH, WIDTH), Tensor::relu);
  }

  private static void learn(Sequential net) {
    try (var _ = Scope.open()) {
      net.forward(Tensor.ones(64, WIDTH)).square().sum().backward();
    }
  }

  /// Runs each action again and again on a thread of its own, until each has run so often.
  private static List<String> together(int times, Runnable... actions) throws InterruptedException {
    Queue<String> refusals = new ConcurrentLinkedQueue<>();
    var ready = new CountDownLatch(actions.length);
    var threads =
        Stream.of(actions)
            .map(action ->
                Thread.ofPlatform()
                    .name("worker-" + action.hashCode())
                    .start(() -> {
                      for (int i = 0; i < times || ready.getCount() > 0; i++) {
                        try {
                          action.run();
                        } catch (ProfundoException e) {
                          refusals.add(String.valueOf(e.getMessage()));
                        }
                        if (i == times) {
                          ready.countDown();
                        }
                      }
                    }))
            .toList();
    for (var thread : threads) {
      thread.join();
    }
    return List.copyOf(refusals);
  }

  @Test
  void gradientsAreComputedAndAppliedByOneThreadAtATime() throws InterruptedException {
    try (var net = net();
        var adam = new Adam(net.parameters(), 1e-3)) {
      var refusals =
          together(
              30,
              () -> learn(net),
              () -> {
                adam.step();
                adam.zeroGrad();
                Clip.norm(net.parameters(), 1);
                net.zeroGrad();
              });
      // a step between a forward pass and its backward is told by libtorch's count of changes
      assertThat(refusals)
          .anyMatch(message -> message.contains("one thread at a time trains a net"))
          .anyMatch(message -> message.contains("the thread \"worker-"));
    }
  }

  @Test
  void twoStepsAtOnceAreRefused() throws InterruptedException {
    try (var net = net();
        var adam = new Adam(net.parameters(), 1e-3);
        var sgd = new Sgd(net.parameters(), 1e-3)) {
      learn(net);
      var one = together(200, adam::step, adam::step);
      assertThat(one).isNotEmpty().allMatch(m -> m.contains("The optimizer Adam is in use by"));
      var two = together(200, adam::step, sgd::step);
      assertThat(two).isNotEmpty().allMatch(m -> m.contains("step()"));
      var closed = together(200, adam::step, adam::close, adam::stateDict);
      assertThat(closed).isNotEmpty().allMatch(m -> m.contains("The optimizer Adam is in use by"));
    }
  }

  /// The backward pass waits in a hook, so that the other thread meets it there.
  @Test
  void aNetIsNotMovedUnderABackwardPass() throws InterruptedException {
    try (var net = net()) {
      learn(net);
      var inside = new CountDownLatch(1);
      var moved = new CountDownLatch(1);
      var weight = net.parameters().getFirst().tensor();
      weight.registerHook(_ -> {
        inside.countDown();
        try {
          moved.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return null;
      });
      var learner = Thread.ofPlatform().name("learner").start(() -> learn(net));
      inside.await();
      try {
        assertThatThrownBy(() -> net.to(DType.FLOAT64))
            .isInstanceOf(TensorException.class)
            .hasMessageContaining("to(): the thread \"learner\" is in backward()");
        assertThatThrownBy(() -> weight.setData(Tensor.ones(1)))
            .hasMessageContaining("setData(): the thread \"learner\"");
        assertThat(net.parameters()).allMatch(p -> p.tensor().dtype() == DType.FLOAT32);
      } finally {
        moved.countDown();
      }
      learner.join();
      net.to(DType.FLOAT64);
      assertThat(net.parameters()).allMatch(p -> p.tensor().dtype() == DType.FLOAT64);
    }
  }

  @Test
  void threadsThatTrainNetsOfTheirOwnAreLeftAlone() throws InterruptedException {
    try (var a = net();
        var b = net();
        var first = new Adam(a.parameters(), 1e-3);
        var second = new Adam(b.parameters(), 1e-3)) {
      assertThat(together(20, () -> train(a, first), () -> train(b, second))).isEmpty();
      assertThat(first.stateDict().get("state.0.weight.step").item()).isGreaterThan(20);
      assertThat(together(20, () -> learn(a), () -> learn(a))).isEmpty();
    }
  }

  private static void train(Sequential net, Optimizer optimizer) {
    optimizer.zeroGrad();
    learn(net);
    Clip.norm(net.parameters(), 1);
    optimizer.step();
  }
}
