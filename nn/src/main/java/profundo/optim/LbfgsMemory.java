package profundo.optim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import profundo.nn.NetException;
import profundo.nn.StateDict;
import profundo.tensor.Scope;
import profundo.tensor.Shape;
import profundo.tensor.Tensor;

/// What L-BFGS knows of the curvature: by how much the gradient changed with each of the last
/// steps. All parameters are one vector here.
final class LbfgsMemory implements AutoCloseable {
  private static final double LEAST_CURVATURE = 1e-10;
  private static final String DIRECTION = "d";
  private static final String STEP = "t";
  private static final String CHANGES = "old_dirs";
  private static final String STEPS = "old_stps";
  private static final String INVERSES = "ro";
  private static final String SCALE = "H_diag";
  private static final String GRADIENT = "prev_flat_grad";
  private static final String LOSS = "prev_loss";
  private static final String ITERATIONS = "n_iter";
  private static final String EVALUATIONS = "func_evals";
  static final List<String> NAMES =
      List.of(
          EVALUATIONS,
          ITERATIONS,
          DIRECTION,
          STEP,
          CHANGES,
          STEPS,
          INVERSES,
          SCALE,
          GRADIENT,
          LOSS);

  private final int most;
  private final Deque<Pair> pairs = new ArrayDeque<>();
  private @Nullable Last last;
  private double scale = 1;
  private long iterations;
  private long evaluations;

  /// @param change y, the change of the gradient
  /// @param step s, that of the parameters
  /// @param inverse 1 / (y · s)
  private record Pair(Tensor change, Tensor step, double inverse) {
    private void close() {
      change.close();
      step.close();
    }
  }

  /// Where the last iteration began, and how it went on.
  private record Last(Tensor direction, double step, Tensor gradient, double loss) {
    private void close() {
      direction.close();
      gradient.close();
    }
  }

  /// @param most how many steps are remembered
  LbfgsMemory(int most) {
    this.most = most;
  }

  void countEvaluation() {
    evaluations++;
  }

  boolean isEmpty() {
    return iterations == 0;
  }

  /// The direction of an iteration that begins with this gradient (Nocedal & Wright 2006, algorithm
  /// 7.4); −g in the first. It is the caller's.
  Tensor direction(Tensor gradient) {
    if (last == null) {
      return gradient.neg();
    }
    remember(last, gradient);
    var shares = new double[pairs.size()];
    var q = gradient.neg();
    int i = pairs.size();
    for (var pair : (Iterable<Pair>) pairs::descendingIterator) {
      i--;
      shares[i] = pair.step.dot(q).item() * pair.inverse;
      q.add_(pair.change, -shares[i]);
    }
    q.mul_(scale);
    for (var pair : pairs) {
      q.add_(pair.step, shares[i] - pair.change.dot(q).item() * pair.inverse);
      i++;
    }
    return q;
  }

  private void remember(Last before, Tensor gradient) {
    var change = gradient.sub(before.gradient);
    var step = before.direction.mul(before.step);
    double product = change.dot(step).item();
    if (!(product > LEAST_CURVATURE)) {
      return;
    }
    if (pairs.size() == most) {
      pairs.removeFirst().close();
    }
    scale = product / change.dot(change).item();
    pairs.addLast(new Pair(Scope.release(change), Scope.release(step), 1 / product));
  }

  /// Takes up an iteration that has ended, and its tensors.
  ///
  /// @param gradient where it began
  /// @param loss where it began
  void end(Tensor direction, double step, Tensor gradient, double loss) {
    if (last != null) {
      last.close();
    }
    last = new Last(Scope.release(direction), step, Scope.release(gradient), loss);
    iterations++;
  }

  /// Copies, by short names; nothing before the first iteration.
  Map<String, Tensor> state() {
    var result = new LinkedHashMap<String, Tensor>();
    var now = last;
    if (now == null) {
      return result;
    }
    result.put(EVALUATIONS, Tensor.of(new long[] {evaluations}));
    result.put(ITERATIONS, Tensor.of(new long[] {iterations}));
    result.put(DIRECTION, now.direction.copy());
    result.put(STEP, Tensor.of(new double[] {now.step}));
    if (!pairs.isEmpty()) {
      result.put(CHANGES, joined(Pair::change));
      result.put(STEPS, joined(Pair::step));
      result.put(INVERSES, Tensor.of(pairs.stream().mapToDouble(Pair::inverse).toArray()));
    }
    result.put(SCALE, Tensor.of(new double[] {scale}));
    result.put(GRADIENT, now.gradient.copy());
    result.put(LOSS, Tensor.of(new double[] {now.loss}));
    return result;
  }

  private Tensor joined(Function<Pair, Tensor> part) {
    return Tensor.stack(0, pairs.stream().map(part).toArray(Tensor[]::new));
  }

  /// Checks a state, and gives what takes it up.
  ///
  /// @param names the full name of each
  /// @param like a vector of the parameters' type, device and number
  /// @throws NetException if it is that of other parameters
  Runnable taking(StateDict state, Function<String, String> names, Tensor like) {
    if (NAMES.stream().noneMatch(name -> state.has(names.apply(name)))) {
      return this::close;
    }
    for (var name : List.of(DIRECTION, GRADIENT)) {
      requireShape(names.apply(name), state, like.numel());
    }
    boolean has = state.has(names.apply(CHANGES));
    int count = has ? (int) state.get(names.apply(INVERSES)).numel() : 0;
    if (count > most) {
      throw new NetException(
          "The optimizer's state remembers "
              + count
              + " steps, and this one remembers "
              + most
              + ": resume with the history size that wrote it.");
    }
    for (var name : has ? List.of(CHANGES, STEPS) : List.<String>of()) {
      requireShape(names.apply(name), state, count, like.numel());
    }
    var found =
        new Last(
            of(state, names.apply(DIRECTION), like),
            state.get(names.apply(STEP)).item(),
            of(state, names.apply(GRADIENT), like),
            state.get(names.apply(LOSS)).item());
    double foundScale = state.get(names.apply(SCALE)).item();
    long foundIterations = state.get(names.apply(ITERATIONS)).itemLong();
    long foundEvaluations = state.get(names.apply(EVALUATIONS)).itemLong();
    var foundPairs = new ArrayList<Pair>();
    for (int i = 0; i < count; i++) {
      foundPairs.add(
          new Pair(
              like.zerosLike().copy_(state.get(names.apply(CHANGES)).get(i)),
              like.zerosLike().copy_(state.get(names.apply(STEPS)).get(i)),
              state.get(names.apply(INVERSES)).get(i).item()));
    }
    return () -> {
      close();
      last =
          new Last(
              Scope.release(found.direction),
              found.step,
              Scope.release(found.gradient),
              found.loss);
      scale = foundScale;
      iterations = foundIterations;
      evaluations = foundEvaluations;
      foundPairs.forEach(pair -> {
        Scope.release(pair.change);
        Scope.release(pair.step);
        pairs.addLast(pair);
      });
    };
  }

  private static Tensor of(StateDict state, String name, Tensor like) {
    return like.zerosLike().copy_(state.get(name));
  }

  private static void requireShape(String name, StateDict state, long... sizes) {
    var wanted = Shape.of(sizes);
    if (!state.get(name).shape().equals(wanted)) {
      throw new NetException(
          "The optimizer's state has "
              + name
              + " of "
              + state.get(name).shape()
              + " and should have "
              + wanted
              + ": it belongs to another model.");
    }
  }

  @Override
  public void close() {
    pairs.forEach(Pair::close);
    pairs.clear();
    if (last != null) {
      last.close();
      last = null;
    }
    scale = 1;
    iterations = 0;
    evaluations = 0;
  }
}
