package profundo.nn;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;
import profundo.tensor.Threads;

/// What each thread of a [Predictor] does: it computes batches, one after the other, on one core.
///
/// @param layer the net's `forward`
/// @param device where the net lies
record PredictorThread(Net net, Layer layer, Device device, WaitingCalls waiting)
    implements Runnable {
  @Override
  public void run() {
    Threads.setOwn(1);
    for (var calls = waiting.next(); !calls.isEmpty(); calls = waiting.next()) {
      answer(calls);
    }
  }

  /// Where a batch fails, each of its calls is tried by itself: one input that the net cannot take
  /// is its caller's affair alone.
  private void answer(List<Call> calls) {
    var wanted = calls.stream().filter(call -> !call.isOver()).toList();
    calls.stream().filter(Call::isOver).forEach(call -> call.x.close());
    try {
      compute(wanted);
    } catch (Throwable e) {
      if (wanted.size() == 1) {
        wanted.getFirst().fail(e);
      } else {
        wanted.forEach(call -> answer(List.of(call)));
      }
    }
  }

  private void compute(List<Call> calls) {
    if (calls.isEmpty()) {
      return;
    }
    if (net.training()) {
      throw new NetException(
          net + " was set to training after its predictor was made: call eval(), or serve a copy.");
    }
    try (var _ = Scope.open();
        var _ = Grad.inference()) {
      var inputs = calls.stream().map(call -> call.x).toArray(Tensor[]::new);
      var y = layer.forward(Tensor.stack(0, inputs).to(device));
      requireRows(y, inputs);
      var all = Scope.release(y.detach().cpu());
      var left = new AtomicInteger(calls.size());
      for (int i = 0; i < calls.size(); i++) {
        calls.get(i).succeed(new Row(all, i, left));
      }
    }
  }

  private void requireRows(Tensor y, Tensor... inputs) {
    Given.require(net, "the output", y);
    if (y.dim() == 0 || y.size(0) != inputs.length) {
      throw new ShapeException(
          "",
          net
              + " gives "
              + y.shape()
              + " for "
              + inputs.length
              + " inputs of "
              + inputs[0].shape()
              + ": a predictor's net gives a row for each, [N, …].",
          y.shape(),
          inputs[0].shape());
    }
  }
}
