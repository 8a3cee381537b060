package profundo.data;

import java.util.Iterator;
import profundo.tensor.Device;

/// Batches of a source, moved to a device as they are asked for.
record BatchesOn<B>(Batches<B> source, Device device) implements Batches<B> {
  @Override
  public int size() {
    return source.size();
  }

  @Override
  public Iterable<B> epoch(int epoch, int first) {
    return () -> moved(source.epoch(epoch, first).iterator());
  }

  private Iterator<B> moved(Iterator<B> batches) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public B next() {
        return source.to(batches.next(), device);
      }
    };
  }

  @Override
  public int samples(B batch) {
    return source.samples(batch);
  }

  @Override
  public B to(B batch, Device other) {
    return source.to(batch, other);
  }

  @Override
  public double waitingSeconds() {
    return source.waitingSeconds();
  }
}
