package profundo.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;

/// A Transformer's decoder: layers one above the other, `[N, L, embedding]` and the encoder's
/// output `[N, S, embedding]` to `[N, L, embedding]`.
public final class TransformerDecoder extends Net {
  final List<TransformerDecoderLayer> layers;
  final @Nullable LayerNorm norm;

  /// What decoding position by position remembers: the keys and values of every layer.
  public final class Cache implements AutoCloseable {
    private final List<TransformerDecoderLayer.Cache> caches;

    private Cache() {
      this.caches = layers.stream().map(_ -> new TransformerDecoderLayer.Cache()).toList();
    }

    /// The number of positions decoded.
    public long length() {
      return caches.isEmpty() ? 0 : caches.getFirst().self().length();
    }

    /// Keeps the rows of the batch at these indices, in this order, as beam search wants it.
    public void reorder(Tensor rows) {
      Given.require("rows", rows);
      for (var cache : caches) {
        cache.self().reorder(rows);
        cache.memory().reorder(rows);
      }
    }

    /// Gives the memory back.
    @Override
    public void close() {
      for (var cache : caches) {
        cache.self().close();
        cache.memory().close();
      }
    }
  }

  /// This many layers.
  public TransformerDecoder(int count, Supplier<TransformerDecoderLayer> layer) {
    this(count, layer, null);
  }

  /// This many layers and a last normalisation, which layers that normalise first need.
  public TransformerDecoder(
      int count, Supplier<TransformerDecoderLayer> layer, @Nullable LayerNorm norm) {
    Given.require("layer", layer);
    this.layers = Stream.generate(layer).limit(Sizes.layers(count, 0)).toList();
    this.norm = norm;
  }

  /// The output for a whole target sequence.
  public Tensor forward(Tensor x, Tensor memory, Masks masks, Masks memoryMasks) {
    Given.require("memory", memory);
    Given.require("masks", masks);
    Given.require("memoryMasks", memoryMasks);
    var y = Given.require(this, "x", x);
    for (var layer : layers) {
      y = layer.forward(y, memory, masks, memoryMasks);
    }
    return normed(y);
  }

  /// An empty cache for [#decode].
  public Cache cache() {
    return new Cache();
  }

  /// The output for the next positions of the target sequence; each sees those before it.
  public Tensor decode(Tensor x, Tensor memory, Masks memoryMasks, Cache cache) {
    Given.require("memory", memory);
    Given.require("memoryMasks", memoryMasks);
    Given.require("cache", cache);
    var y = Given.require(this, "x", x);
    for (int i = 0; i < layers.size(); i++) {
      y = layers.get(i).decode(y, memory, memoryMasks, cache.caches.get(i));
    }
    return normed(y);
  }

  /// The weights of each layer's attention to the encoder's output, for looking at them.
  public List<MultiheadAttention.Attended> explain(
      Tensor x, Tensor memory, Masks masks, Masks memoryMasks) {
    Given.require("memory", memory);
    Given.require("masks", masks);
    Given.require("memoryMasks", memoryMasks);
    var all = new ArrayList<MultiheadAttention.Attended>();
    var y = Given.require(this, "x", x);
    for (var layer : layers) {
      all.add(layer.explain(y, memory, masks, memoryMasks));
      y = layer.forward(y, memory, masks, memoryMasks);
    }
    return all;
  }

  private Tensor normed(Tensor x) {
    return norm == null ? x : norm.forward(x);
  }
}
