package profundo.models;

import profundo.base.Given;
import profundo.nn.Dropout;
import profundo.nn.Embedding;
import profundo.nn.Init;
import profundo.nn.Masks;
import profundo.nn.MultiheadAttention.Attended;
import profundo.nn.Net;
import profundo.nn.PositionalEncoding;
import profundo.nn.TransformerDecoder;
import profundo.nn.TransformerDecoderLayer;
import profundo.nn.TransformerEncoder;
import profundo.nn.TransformerEncoderLayer;
import profundo.nn.TransformerOptions;
import profundo.tensor.Tensor;

/// "Attention is all you need" (Vaswani et al. 2017), figure 1: an encoder reads a sentence, a
/// decoder writes its translation. One table of vectors serves both languages and the output
/// (section 3.4). Token 0 is padding.
public final class Transformer extends Net {
  /// Parts of the net that an ablation leaves out.
  ///
  /// @param residuals whether each part's input is added to its output (section 3.1)
  /// @param positions whether positions are told apart by sinusoids (section 3.5)
  public record Parts(boolean residuals, boolean positions) {
    /// The paper's net.
    public static final Parts ALL = new Parts(true, true);
  }

  private static final int LONGEST = 1024;
  private static final int PAD = 0;

  private final Parts parts;
  private final Embedding embedding;
  private final PositionalEncoding positions;
  private final Dropout dropout;
  private final TransformerEncoder encoder;
  private final TransformerDecoder decoder;
  private final int dimension;

  /// The hyper-parameters of table 3; base is N = 6, d = 512, feed-forward 2048, 8 heads, dropout
  /// 0.1.
  ///
  /// @param tokens of both languages together
  /// @param layers N, of the encoder and of the decoder
  /// @param dimension d, an even multiple of the heads
  public Transformer(
      int tokens, int layers, int dimension, int feedForward, int heads, double dropout) {
    this(tokens, layers, dimension, feedForward, heads, dropout, Parts.ALL);
  }

  /// The same without some of its parts.
  public Transformer(
      int tokens,
      int layers,
      int dimension,
      int feedForward,
      int heads,
      double dropout,
      Parts parts) {
    this.parts = Given.require("parts", parts);
    this.dimension = dimension;
    this.embedding = new Embedding(tokens, dimension);
    Init.normal(embedding.weight, 0, 1 / Math.sqrt(dimension));
    this.positions = new PositionalEncoding(dimension, LONGEST);
    this.dropout = new Dropout(dropout);
    this.encoder =
        new TransformerEncoder(
            layers,
            () ->
                new TransformerEncoderLayer(
                    dimension, heads, o -> options(o, feedForward, dropout)));
    this.decoder =
        new TransformerDecoder(
            layers,
            () ->
                new TransformerDecoderLayer(
                    dimension, heads, o -> options(o, feedForward, dropout)));
    for (var parameter : parameters()) {
      if (parameter.tensor().dim() == 2 && !parameter.name().startsWith("embedding")) {
        Init.xavierUniform(parameter.tensor(), 1);
      }
    }
  }

  private void options(TransformerOptions options, int feedForward, double dropout) {
    options.feedForward(feedForward).dropout(dropout).residual(parts.residuals());
  }

  /// Scores of each next token, `[N, L, tokens]`.
  ///
  /// @param source `[N, S]`
  /// @param input the translation from its begin on, `[N, L]`
  public Tensor forward(Tensor source, Tensor input) {
    var memory = encode(source);
    return scores(decoder.forward(embedded(input, 0), memory, Masks.CAUSAL, masks(source)));
  }

  /// What the encoder makes of sentences `[N, S]`, `[N, S, d]`.
  public Tensor encode(Tensor source) {
    return encoder.forward(embedded(source, 0), masks(source));
  }

  /// An empty memory of what was written.
  public TransformerDecoder.Cache cache() {
    return decoder.cache();
  }

  /// Scores after the next tokens `[N, 1]` of each translation, `[N, tokens]`.
  ///
  /// @param memory from [#encode]
  /// @param source the sentences that it is of
  public Tensor decode(Tensor next, Tensor memory, Tensor source, TransformerDecoder.Cache cache) {
    var x = embedded(next, cache.length());
    return scores(decoder.decode(x, memory, masks(source), cache)).squeeze(1);
  }

  /// How each written token of the last layer looks at the source, for looking at it.
  public Attended explain(Tensor source, Tensor input) {
    return decoder
        .explain(embedded(input, 0), encode(source), Masks.CAUSAL, masks(source))
        .getLast();
  }

  private Tensor embedded(Tensor tokens, long start) {
    var x = embedding.forward(tokens).mul(Math.sqrt(dimension));
    return dropout.forward(parts.positions() ? positions.forward(x, start) : x);
  }

  private Tensor scores(Tensor x) {
    return output(x, () -> x.matmul(embedding.weight.t()));
  }

  /// Of the output, which shares the embedding's table.
  @Override
  protected long multiplyAdds(Tensor input, Tensor output) {
    return output.numel() * dimension;
  }

  private static Masks masks(Tensor source) {
    return Masks.padding(source.eq(PAD));
  }
}
