package profundo.data;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.data.shared.Order;
import profundo.data.shared.Refusal;
import profundo.tensor.Device;

/// Makes batches of a dataset off the training thread.
///
/// Worker threads read, augment and collate samples into native memory, some batches ahead; the
/// training thread only wraps that memory. The order and every random choice depend on the seed and
/// the epoch only, whatever the number of workers.
///
/// ```java
/// try (var loader = new Loader(mnist.train(), o -> o.batch(64).shuffle(7))) {
///   for (var batch : loader.epoch(0)) {
///     try (var step = Scope.open()) {
///       var loss = net.forward(batch.x()).crossEntropy(batch.y());
///     }
///   }
/// }
/// ```
public final class Loader implements Batches<Batch>, AutoCloseable {
  private final Dataset dataset;
  private final LoaderOptions options;
  private final Queue<Buffers> pool = new ConcurrentLinkedQueue<>();
  private final Queue<WeakReference<Buffers>> made = new ConcurrentLinkedQueue<>();
  private final ExecutorService workers;
  private long waited;

  /// A loader with options; without them, batches of 64 in the dataset's order.
  ///
  /// @throws DataException if the samples make no batch
  public Loader(Dataset dataset, Consumer<LoaderOptions> settings) {
    this.dataset = Given.require("dataset", dataset);
    this.options = LoaderOptions.of(settings);
    if (size() == 0) {
      throw Refusal.of("noBatch", Long.toString(dataset.size()), Integer.toString(options.batch));
    }
    this.workers =
        Executors.newFixedThreadPool(
            options.workers, Thread.ofPlatform().daemon().name("profundo-loader-", 0).factory());
  }

  /// The dataset that is read.
  public Dataset dataset() {
    return dataset;
  }

  @Override
  public int size() {
    long samples = dataset.size();
    return (int)
        (options.dropLast ? samples / options.batch : Math.ceilDiv(samples, options.batch));
  }

  @Override
  public int samples(Batch batch) {
    Given.require("batch", batch);
    return batch.size();
  }

  @Override
  public Batch to(Batch batch, Device device) {
    Given.require("batch", batch);
    return batch.on(Given.require("device", device));
  }

  @Override
  public double waitingSeconds() {
    return waited / 1e9;
  }

  /// The batches of an epoch from the `first`-th on. One epoch is read at a time: its memory is
  /// used again as soon as a batch has been passed and its tensors are gone.
  @Override
  public Iterable<Batch> epoch(int epoch, int first) {
    return () -> new Epoch(epoch, first);
  }

  /// Stops the workers. Batches that are out stay usable.
  @Override
  public void close() {
    workers.shutdownNow();
  }

  /// Batches that a program holds fill the memory as well as those that are too large.
  private DataException outOfMemory(Throwable cause) {
    long held = made.stream().filter(buffers -> buffers.get() != null).count();
    long own = options.prefetch + options.workers + 2L;
    return held > own
        ? Refusal.of(cause, "memoryHeld", Long.toString(held))
        : Refusal.of(cause, "memory", Long.toString(Math.min(options.batch, dataset.size())));
  }

  private record Filled(Buffers buffers, int samples) {}

  private final class Epoch implements Iterator<Batch> {
    private final int epoch;
    private final Order order;
    private final ArrayDeque<Future<Filled>> ahead = new ArrayDeque<>();
    private int asked;
    private int given;
    private @Nullable Batch current;

    Epoch(int epoch, int first) {
      this.epoch = epoch;
      this.order = Order.of(dataset.size(), options.seed, epoch);
      this.asked = first;
      this.given = first;
    }

    @Override
    public boolean hasNext() {
      pass();
      return given < size();
    }

    @Override
    public Batch next() {
      pass();
      if (given >= size()) {
        throw new NoSuchElementException();
      }
      while (asked < size() && ahead.size() <= options.prefetch) {
        int batch = asked++;
        ahead.add(workers.submit(() -> fill(batch)));
      }
      var filled = await(ahead.remove());
      given++;
      current = new Batch(dataset.fields(), filled.buffers(), filled.samples());
      return current;
    }

    private void pass() {
      if (current != null) {
        current.done();
        current = null;
      }
    }

    private Filled fill(int batch) {
      var ready = pool.poll();
      var buffers = ready != null ? ready : allocated();
      long start = (long) batch * options.batch;
      int samples = (int) Math.min(options.batch, dataset.size() - start);
      for (int row = 0; row < samples; row++) {
        long index = order.at(start + row);
        dataset.read(index, buffers.all(), row, Order.bits(options.seed, epoch, index));
      }
      return new Filled(buffers, samples);
    }

    private Buffers allocated() {
      made.removeIf(buffers -> buffers.get() == null);
      var buffers = new Buffers(dataset.fields(), largest(), pool);
      made.add(new WeakReference<>(buffers));
      return buffers;
    }

    private int largest() {
      return (int) Math.min(options.batch, dataset.size());
    }

    private Filled await(Future<Filled> batch) {
      long start = System.nanoTime();
      try {
        return batch.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ProfundoException("Interrupted while waiting for data.", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException original) {
          throw original;
        }
        if (e.getCause() instanceof OutOfMemoryError) {
          throw outOfMemory(e);
        }
        throw new ProfundoException("A loader's worker failed: " + e.getCause(), e);
      } finally {
        waited += System.nanoTime() - start;
      }
    }
  }
}
