package profundo.data.text;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.data.Batches;
import profundo.tensor.Device;
import profundo.tensor.Tensor;

/// Pairs of sentences as padded rows of tokens. Pairs of like length stand in one batch; which
/// those are, and the order of the batches, is drawn anew for each epoch from the seed.
public final class PairBatches implements Batches<PairBatches.Pairs> {
  private static final int POOL = 50;

  private final List<int[]> source;
  private final List<int[]> target;
  private final int batch;
  private final long seed;

  /// A batch.
  ///
  /// @param source tokens and the end, `[N, S]`
  /// @param input the begin and the translation's tokens, `[N, L]`
  /// @param target the translation's tokens and the end, `[N, L]`
  public record Pairs(Tensor source, Tensor input, Tensor target) {}

  /// @param batch the number of pairs in a batch, 1 or more
  /// @throws ProfundoException if there are not as many translations as sentences
  public PairBatches(List<int[]> source, List<int[]> target, int batch, long seed) {
    Given.require("source", source);
    Given.require("target", target);
    if (source.size() != target.size() || batch < 1) {
      throw new ProfundoException(
          "Pairs: "
              + source.size()
              + " sentences, "
              + target.size()
              + " translations, in batches of "
              + batch
              + ".");
    }
    this.source = List.copyOf(source);
    this.target = List.copyOf(target);
    this.batch = batch;
    this.seed = seed;
  }

  @Override
  public int size() {
    return Math.ceilDiv(source.size(), batch);
  }

  @Override
  public int samples(Pairs pairs) {
    Given.require("pairs", pairs);
    return (int) pairs.source().size(0);
  }

  @Override
  public Pairs to(Pairs pairs, Device device) {
    Given.require("pairs", pairs);
    Given.require("device", device);
    return new Pairs(
        pairs.source().to(device), pairs.input().to(device), pairs.target().to(device));
  }

  @Override
  public Iterable<Pairs> epoch(int epoch, int first) {
    return () -> iterator(epoch, first);
  }

  private Iterator<Pairs> iterator(int epoch, int first) {
    var random = new Random(seed * 1_000_003 + epoch);
    var order = new java.util.ArrayList<>(IntStream.range(0, source.size()).boxed().toList());
    Collections.shuffle(order, random);
    for (int pool = 0; pool < order.size(); pool += POOL * batch) {
      order
          .subList(pool, Math.min(order.size(), pool + POOL * batch))
          .sort(Comparator.comparingInt(i -> source.get(i).length + target.get(i).length));
    }
    var batches = new java.util.ArrayList<>(IntStream.range(0, size()).boxed().toList());
    Collections.shuffle(batches, random);
    return batches.stream()
        .skip(first)
        .map(i -> pairs(order.subList(i * batch, Math.min(order.size(), (i + 1) * batch))))
        .iterator();
  }

  private Pairs pairs(List<Integer> chosen) {
    var sources = chosen.stream().map(source::get).toList();
    var targets = chosen.stream().map(target::get).toList();
    return new Pairs(
        rows(sources, false, true), rows(targets, true, false), rows(targets, false, true));
  }

  /// Sentences as padded rows, `[N, longest]`, with a begin before or an end behind each.
  public static Tensor rows(List<int[]> sentences, boolean begin, boolean end) {
    Given.require("sentences", sentences);
    int extra = (begin ? 1 : 0) + (end ? 1 : 0);
    int longest = sentences.stream().mapToInt(s -> s.length).max().orElse(0) + extra;
    var rows = new long[sentences.size() * longest];
    Arrays.fill(rows, Tokenizer.PAD);
    for (int n = 0; n < sentences.size(); n++) {
      int at = n * longest;
      if (begin) {
        rows[at++] = Tokenizer.BEGIN;
      }
      for (int token : sentences.get(n)) {
        rows[at++] = token;
      }
      if (end) {
        rows[at] = Tokenizer.END;
      }
    }
    return Tensor.of(rows, sentences.size(), longest);
  }
}
