package profundo.data;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
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
/// the epoch only, whatever the number of workers. Samples of unequal lengths ([SequenceDataset])
/// come as batches with their lengths and a mask.
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
  private final Source source;
  private final LoaderOptions options;
  private final int threads;
  private final BufferPool pool = new BufferPool();
  private final ExecutorService workers;
  private long waited;

  /// A loader with options; without them, batches of 64 in the dataset's order.
  ///
  /// @throws DataException if the samples make no batch
  public Loader(Dataset dataset, Consumer<LoaderOptions> settings) {
    this(
        new RowSource(
            Given.require("dataset", dataset),
            (int) Math.min(LoaderOptions.of(settings).batch, dataset.size())),
        LoaderOptions.of(settings));
  }

  /// As [#Loader(Dataset,Consumer)] of samples of unequal lengths.
  public Loader(SequenceDataset dataset, Consumer<LoaderOptions> settings) {
    this(new SequenceSource(Given.require("dataset", dataset)), LoaderOptions.of(settings));
  }

  private Loader(Source source, LoaderOptions options) {
    this.source = source;
    this.options = options;
    if (size() == 0) {
      throw Refusal.of(
          "noBatch", Long.toString(source.dataset().size()), Integer.toString(options.batch));
    }
    this.threads = options.workers.orElse(source.dataset().workers());
    this.workers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("profundo-loader-", 0).factory());
  }

  /// The samples that are read.
  public Samples dataset() {
    return source.dataset();
  }

  @Override
  public int size() {
    long samples = source.dataset().size();
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
    long held = pool.held();
    long own = options.prefetch + threads + 2L;
    return held > own
        ? Refusal.of(cause, "memoryHeld", Long.toString(held))
        : Refusal.of(
            cause, "memory", Long.toString(Math.min(options.batch, source.dataset().size())));
  }

  private final class Epoch implements Iterator<Batch> {
    private final int epoch;
    private final Order order;
    private final ArrayDeque<Future<Source.Filled>> ahead = new ArrayDeque<>();
    private int asked;
    private int given;
    private @Nullable Batch current;

    Epoch(int epoch, int first) {
      this.epoch = epoch;
      this.order =
          source.byLength(Order.of(source.dataset().size(), options.seed, epoch), options, epoch);
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
      current = new Batch(source.dataset().fields(), filled);
      return current;
    }

    private void pass() {
      if (current != null) {
        current.done();
        current = null;
      }
    }

    private Source.Filled fill(int batch) {
      long start = (long) batch * options.batch;
      var indices = new long[(int) Math.min(options.batch, source.dataset().size() - start)];
      var random = new long[indices.length];
      for (int row = 0; row < indices.length; row++) {
        indices[row] = order.at(start + row);
        random[row] = Order.bits(options.seed, epoch, indices[row]);
      }
      return source.fill(indices, random, pool);
    }

    private Source.Filled await(Future<Source.Filled> batch) {
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
