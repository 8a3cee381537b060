package profundo.train;

import java.util.concurrent.CountDownLatch;

/// Turns Ctrl-C (and a polite `kill`) into a wish that the training loop grants at its next step.
///
/// ```java
/// try (var stop = StopSignal.listen()) {
///   while (!stop.wished()) { … }
///   // write the checkpoint: the process waits for it
/// }
/// ```
///
/// The JVM answers the signal by ending; while this is open, its end waits until it is closed.
public final class StopSignal implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::holdUntilClosed, "profundo-stop");
  private volatile boolean wished;

  private StopSignal() {}

  /// Listens from now on.
  public static StopSignal listen() {
    var signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /// One that never comes, for programs that handle signals themselves.
  public static StopSignal never() {
    return new StopSignal();
  }

  /// Whether a person wants the training to stop.
  public boolean wished() {
    return wished;
  }

  /// Asks for the stop, as Ctrl-C does.
  public void wish() {
    wished = true;
  }

  private void holdUntilClosed() {
    wished = true;
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets the process end. Closing twice does nothing.
  @Override
  public void close() {
    closed.countDown();
    if (!wished) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
