package profundo.nn;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import profundo.base.ProfundoException;
import profundo.tensor.DType;
import profundo.tensor.Scope;
import profundo.tensor.Shape;
import profundo.tensor.Tensor;

/// One call of a [Predictor]: its input until the net has seen it, and the row to come.
final class Call {
  /// What the inputs of one batch have in common.
  record Kind(Shape shape, DType dtype) {}

  final Tensor x;
  final Kind kind;
  final long since = System.nanoTime();
  final CompletableFuture<Row> row = new CompletableFuture<>();

  /// @param x looked at, and not closed, whatever the caller's scopes do meanwhile
  Call(Tensor x) {
    this.x = Scope.release(x.detach());
    this.kind = new Kind(x.shape(), x.dtype());
  }

  /// Whether nobody waits any more.
  boolean isOver() {
    return row.isDone();
  }

  void succeed(Row result) {
    x.close();
    if (!row.complete(result)) {
      result.done();
    }
  }

  void fail(Throwable reason) {
    x.close();
    row.completeExceptionally(reason);
  }

  /// Waits for the row.
  ///
  /// @throws ProfundoException if the caller is interrupted
  Row await() {
    try {
      return row.get();
    } catch (InterruptedException e) {
      if (!row.cancel(false) && !row.isCompletedExceptionally()) {
        row.join().done();
      }
      Thread.currentThread().interrupt();
      throw new ProfundoException("Interrupted while waiting for a prediction.", e);
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    }
  }

  /// What a net throws needs no declaration.
  private static RuntimeException unchecked(@Nullable Throwable thrown) {
    return switch (thrown) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      case null, default -> new ProfundoException("The net failed: " + thrown, thrown);
    };
  }
}
