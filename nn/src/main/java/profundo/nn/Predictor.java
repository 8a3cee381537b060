package profundo.nn;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import profundo.tensor.Device;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Serves a trained net: any number of threads ask, platform or virtual, and calls that wait at the
/// same time are computed as one batch.
///
/// ```java
/// try (var predictor = Predictor.of(net, o -> o.threads(2).batch(32))) {
///   try (var _ = Scope.open()) {
///     float[] scores = predictor.predict(picture).toFloatArray();   // [1, 28, 28] to [10]
///   }
/// }
/// ```
///
/// An input has no batch dimension: inputs `[…]` of one shape and type are stacked to `[N, …]`, the
/// net runs once, without gradients, and each caller gets his row of the output. A row's last bits
/// can depend on what shares its batch, since products of other sizes round otherwise; `batch(1)`
/// computes every call alone.
///
/// A form with functions takes and gives what the program has in hand; they run on the caller's
/// side, several at once, so that the net's threads do nothing but compute:
///
/// ```java
/// try (var digits =
///     Predictor.of(
///         net, (float[] x) -> Tensor.of(x, 1, 28, 28), row -> row.argmax(0).itemLong())) {
///   long digit = digits.predict(pixels);
/// }
/// ```
///
/// The net is set to evaluation once, when the predictor is made, and stays its maker's, who closes
/// it after the predictor. It is neither trained nor changed meanwhile, and its `forward` keeps
/// nothing between calls: several threads run it.
///
/// @param <I> what a caller gives
/// @param <O> what he gets
public final class Predictor<I, O> implements AutoCloseable {
  private final Net net;
  private final Function<? super I, Tensor> input;
  private final Function<? super Tensor, ? extends O> answer;
  private final WaitingCalls waiting;
  private final List<Thread> threads;

  private Predictor(
      Net net,
      Layer layer,
      Function<? super I, Tensor> input,
      Function<? super Tensor, ? extends O> answer,
      PredictorOptions options) {
    this.net = net;
    this.input = input;
    this.answer = answer;
    this.waiting = new WaitingCalls(options.batch, options.wait.toNanos());
    var work = new PredictorThread(net, layer, deviceOf(net), waiting);
    var factory = Thread.ofPlatform().daemon().name("profundo-predictor-", 0).factory();
    this.threads = Stream.generate(() -> factory.newThread(work)).limit(options.threads).toList();
  }

  private static Device deviceOf(Net net) {
    return net.parameters().stream()
        .findFirst()
        .map(parameter -> parameter.tensor().device())
        .orElse(Device.CPU);
  }

  /// A predictor from tensor to tensor.
  public static <N extends Net & Layer> Predictor<Tensor, Tensor> of(N net) {
    return of(net, _ -> {});
  }

  /// A predictor from tensor to tensor, with options.
  public static <N extends Net & Layer> Predictor<Tensor, Tensor> of(
      N net, Consumer<PredictorOptions> settings) {
    return of(net, x -> x, row -> row, settings);
  }

  /// A predictor from what a program has to what it wants; see
  /// [#of(Net,Function,Function,Consumer)].
  public static <I, O, N extends Net & Layer> Predictor<I, O> of(
      N net, Function<? super I, Tensor> input, Function<? super Tensor, ? extends O> answer) {
    return of(net, input, answer, _ -> {});
  }

  /// A predictor from what a program has to what it wants, with options.
  ///
  /// @param input makes the tensor of a call, without the batch dimension
  /// @param answer makes the answer of a row; tensors that it makes end when it returns, but for
  ///   the answer itself
  public static <I, O, N extends Net & Layer> Predictor<I, O> of(
      N net,
      Function<? super I, Tensor> input,
      Function<? super Tensor, ? extends O> answer,
      Consumer<PredictorOptions> settings) {
    Given.require("net", net);
    Given.require("input", input);
    Given.require("answer", answer);
    var options = PredictorOptions.of(Given.require("settings", settings));
    net.eval();
    var predictor = new Predictor<I, O>(net, net, input, answer, options);
    predictor.start();
    return predictor;
  }

  private void start() {
    try {
      threads.forEach(Thread::start);
    } catch (OutOfMemoryError e) {
      close();
      throw e;
    }
  }

  /// The answer for this input. Waits for it; a tensor belongs to the calling thread's innermost
  /// scope, as if it had been computed there.
  ///
  /// What the net throws on this input is thrown here and at no other caller's.
  ///
  /// @throws NetException if the predictor is closed, or is before this call's turn comes
  /// @throws profundo.base.ProfundoException if the thread is interrupted while it waits; it stays
  ///   interrupted
  public O predict(I input) {
    Given.require("input", input);
    return answer(ask(input).await());
  }

  /// The answer for this input, to come; whatever goes wrong comes by the future too. A tensor
  /// among the inputs may be closed and not changed before that; one that is the answer belongs to
  /// no scope. Answers are made on the threads of [CompletableFuture]. A future that is cancelled
  /// takes its call out of the line.
  public CompletableFuture<O> predictAsync(I input) {
    Given.require("input", input);
    var result = new CompletableFuture<O>();
    try {
      var call = ask(input);
      call.row.whenCompleteAsync((row, failure) -> {
        if (failure == null) {
          complete(result, row);
        } else {
          result.completeExceptionally(failure);
        }
      });
      result.whenComplete((_, _) -> call.row.cancel(false));
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
    return result;
  }

  private void complete(CompletableFuture<O> result, Row row) {
    try {
      result.complete(answer(row));
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  private Call ask(I given) {
    Given.require("input", given);
    try (var _ = Scope.open()) {
      var x = Given.require("The tensor of an input", input.apply(given));
      var call = new Call(x);
      if (!waiting.add(call)) {
        call.fail(new NetException("The predictor of " + net + " is closed: make another."));
      }
      return call;
    }
  }

  private O answer(Row row) {
    try (var scope = Scope.open()) {
      var made = answer.apply(row.tensor());
      if (made instanceof Tensor tensor) {
        scope.keep(tensor);
      }
      return made;
    } finally {
      row.done();
    }
  }

  /// Ends the threads when they have computed the batches that they are at. Calls that still wait
  /// end with a [NetException]. Closing twice does nothing.
  @Override
  public void close() {
    for (var call : waiting.close()) {
      call.fail(
          new NetException(
              "The predictor of " + net + " was closed before this call's turn came."));
    }
    threads.forEach(Predictor::join);
  }

  /// Waits whatever happens: the net may be closed next.
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive() && thread != Thread.currentThread()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
