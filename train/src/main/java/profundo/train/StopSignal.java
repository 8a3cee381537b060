package profundo.train;

import profundo.base.Given;

/// Turns Ctrl-C (and a polite `kill`) into a wish that the training loop grants at its next step.
/// Outside a training, while data is fetched, say, the process ends at once.
///
/// ```java
/// try (var stop = StopSignal.listen(() -> System.err.println("stopped"))) {
///   stop.training(true);
///   while (!stop.wished()) { … }
///   // write the checkpoint: the process waits for it
/// }
/// ```
///
/// The JVM answers the signal by ending; from `training(true)` its end waits until this is closed
/// or `training(false)`.
public final class StopSignal implements AutoCloseable {
  private final Thread hook = new Thread(this::holdUntilClosed, "profundo-stop");
  private final Runnable atOnce;
  private volatile boolean wished;
  private boolean training;
  private boolean closed;

  private StopSignal(Runnable atOnce) {
    this.atOnce = atOnce;
  }

  /// Listens from now on.
  public static StopSignal listen() {
    return listen(() -> {});
  }

  /// Listens from now on.
  ///
  /// @param atOnce done before the process ends outside a training
  public static StopSignal listen(Runnable atOnce) {
    Given.require("atOnce", atOnce);
    var signal = new StopSignal(atOnce);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /// One that never comes, for programs that handle signals themselves.
  public static StopSignal never() {
    return new StopSignal(() -> {});
  }

  /// Whether a person wants the training to stop.
  public boolean wished() {
    return wished;
  }

  /// Asks for the stop, as Ctrl-C does.
  public void wish() {
    wished = true;
  }

  /// Says that a training begins, or that it has ended: then a wish that it did not see is granted
  /// at once.
  public synchronized void training(boolean goesOn) {
    training = goesOn;
    notifyAll();
  }

  private synchronized void holdUntilClosed() {
    wished = true;
    try {
      while (training && !closed) {
        wait();
      }
      if (!closed) {
        atOnce.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets the process end. Closing twice does nothing.
  @Override
  public void close() {
    release();
    if (!wished) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private synchronized void release() {
    closed = true;
    notifyAll();
  }
}
