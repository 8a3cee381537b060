package profundo.models;

import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.tensor.Reduction;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// "Auto-encoding variational Bayes" (Kingma & Welling 2013) for binary pictures: an encoder of one
/// hidden layer gives the mean and variance of q(z|x), a decoder of one the pixels' probabilities
/// (appendix C).
public final class Vae extends Net {
  private final Linear fc1;
  private final Linear fc21;
  private final Linear fc22;
  private final Linear fc3;
  private final Linear fc4;
  private final long latents;

  /// What the encoder says of z given x: independent normal distributions.
  ///
  /// @param mean `[N, latents]`
  /// @param logVariance `[N, latents]`
  public record Posterior(Tensor mean, Tensor logVariance) {
    /// Section 2.4: z = μ + σ ⊙ ε with ε from N(0, I).
    public Tensor sample() {
      return mean.add(logVariance.mul(0.5).exp().mul(mean.randnLike()));
    }

    /// Appendix B: the divergence from N(0, I), in nats for each example, `[N]`.
    public Tensor divergence() {
      return logVariance.add(1).sub(mean.square()).sub(logVariance.exp()).sum(1).mul(-0.5);
    }

    /// log q(z|x), `[N]`.
    Tensor logDensity(Tensor z) {
      return logNormal(z.sub(mean).square().div(logVariance.exp()).add(logVariance));
    }
  }

  /// A model of so many pixels; 500 hidden units in the paper.
  public Vae(long pixels, long hidden, long latents) {
    this.latents = latents;
    fc1 = new Linear(pixels, hidden);
    fc21 = new Linear(hidden, latents);
    fc22 = new Linear(hidden, latents);
    fc3 = new Linear(latents, hidden);
    fc4 = new Linear(hidden, pixels);
  }

  /// q(z|x) of pictures `[N, pixels]`.
  public Posterior encode(Tensor x) {
    var h = fc1.forward(x).tanh();
    return new Posterior(fc21.forward(h), fc22.forward(h));
  }

  /// The logits of p(x|z), `[N, pixels]`, from `[N, latents]`.
  public Tensor decode(Tensor z) {
    return fc4.forward(fc3.forward(z).tanh());
  }

  /// Equation 10: the evidence lower bound of binary pictures `[N, pixels]`, one sample of z each,
  /// in nats for each example, `[N]`.
  public Tensor elbo(Tensor x) {
    var posterior = encode(x);
    return logLikelihood(decode(posterior.sample()), x).sub(posterior.divergence());
  }

  /// An estimate of log p(x) by importance sampling with so many samples of q(z|x) (Burda et al.
  /// 2015, equation 8), `[N]`: a lower bound that rises to it.
  public Tensor logEvidence(Tensor x, int samples) {
    var posterior = encode(x);
    var weights = new Tensor[samples];
    for (int i = 0; i < samples; i++) {
      var z = posterior.sample();
      var prior = logNormal(z.square());
      weights[i] = logLikelihood(decode(z), x).add(prior).sub(posterior.logDensity(z));
    }
    return Tensor.stack(0, weights).logsumexp(false, 0).sub(Math.log(samples));
  }

  /// The number of latent variables.
  public long latents() {
    return latents;
  }

  /// So many pictures from the prior, as probabilities `[count, pixels]`.
  public Tensor sample(long count) {
    return decode(Tensors.randn(count, latents)).sigmoid();
  }

  private static Tensor logLikelihood(Tensor logits, Tensor x) {
    return logits.binaryCrossEntropyWithLogits(x, Reduction.NONE).sum(1).neg();
  }

  private static Tensor logNormal(Tensor squares) {
    return squares.add(Math.log(2 * Math.PI)).sum(1).mul(-0.5);
  }
}
