package profundo.lab.task;

import java.util.ArrayList;
import profundo.data.Batch;
import profundo.data.Loader;
import profundo.data.image.Pictures;
import profundo.lab.exhibit.Exhibits;
import profundo.lab.exhibit.Film;
import profundo.nn.Layer;
import profundo.nn.Net;
import profundo.optim.Optimizer;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Reduction;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;
import profundo.train.Fit;
import profundo.train.Run;
import profundo.train.metric.Mean;

/// Two nets that play against each other (Goodfellow et al. 2014): a generator draws pictures, a
/// discriminator tells them from real ones.
///
/// @param generator noise `[N, z]` to pictures `[N, 1, 28, 28]`
/// @param discriminator pictures to logits that they are real, `[N]`
/// @param generating moves the generator
/// @param discriminating moves the discriminator
/// @param noise the size of z
/// @param dark what the darkest pixel is to both nets, 0 or −1; the brightest is 1
public record Players<G extends Net & Layer, D extends Net & Layer>(
    G generator,
    D discriminator,
    Optimizer generating,
    Optimizer discriminating,
    long noise,
    double dark) {
  private static final int ROWS = 500;
  private static final int SHOWN = 100;
  private static final int WAYS = 8;
  private static final int PLACES = 12;
  private static final int FILMED = 50;
  private static final int COLUMNS = 10;

  /// Plays so many epochs; after each the judge looks, and at the end for longer.
  public void play(Run run, Loader loader, int epochs, PictureJudge judge) {
    train(run, loader, epochs, judge);
    run.part("discriminator").save(discriminator);
    run.save(generator);
    judge.judge(this);
    show(run);
  }

  private void train(Run run, Loader loader, int epochs, PictureJudge judge) {
    var drawn = new Mean();
    var film = new Film(run, "film", epochs);
    var shown = shown(run);
    new Fit<Batch>(run, loader, epochs)
        .named("discriminator")
        .step(batch -> turn(batch.x().mul(1 - dark).add(dark), drawn))
        .hold("generator", generator)
        .hold("discriminator", discriminator)
        // Checkpoints name the optimizers so.
        .hold("drawing", generating)
        .hold("doubting", discriminating)
        .measure(
            "train.generator.loss",
            () -> {
              double mean = drawn.value();
              drawn.reset();
              return mean;
            })
        .measure("validation.parzen", () -> judge.parzen(this))
        .measure("validation.frechetDistance", () -> judge.frechetDistance(this))
        .afterEpoch(epoch -> film.add(epoch, () -> Pictures.grid(drawn(shown), COLUMNS)))
        .run();
  }

  /// Noise of which the film shows what becomes; no other random number depends on it.
  private Tensor shown(Run run) {
    return Rng.during(run.seed(), () -> noise(FILMED, run.device()));
  }

  /// Algorithm 1 with one move of each player; the generator makes D(G(z)) likelier rather than 1 −
  /// D(G(z)) less likely (section 3).
  private Tensor turn(Tensor pictures, Mean drawn) {
    var fakes = generator.forward(noise(pictures.size(0), pictures.device()));
    var loss =
        move(
            discriminating,
            loss(discriminator.forward(pictures), true)
                .add(loss(discriminator.forward(fakes.detach()), false))
                .div(2));
    drawn.add(move(generating, loss(discriminator.forward(fakes), true)).item());
    return loss;
  }

  private static Tensor move(Optimizer player, Tensor loss) {
    player.zeroGrad();
    loss.backward();
    player.step();
    return loss.detach();
  }

  private static Tensor loss(Tensor logits, boolean real) {
    return logits.binaryCrossEntropyWithLogits(
        real ? logits.onesLike() : logits.zerosLike(), Reduction.MEAN);
  }

  /// New pictures on the processor, `[count, 1, 28, 28]`, 0 to 1.
  public Tensor samples(Device device, int count) {
    generator.eval();
    var parts = new ArrayList<Tensor>();
    try (var _ = Grad.noGrad()) {
      for (int first = 0; first < count; first += ROWS) {
        try (var step = Scope.open()) {
          var z = noise(Math.min(ROWS, count - first), device);
          parts.add(step.keep(drawn(z).to(Device.CPU)));
        }
      }
    }
    return Tensor.cat(0, parts.toArray(Tensor[]::new));
  }

  /// Leaves samples, and ways from one to another in a straight line between their noise.
  private void show(Run run) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      Exhibits.picture(run, "samples", Pictures.grid(samples(run.device(), SHOWN), 20));
      var from = noise(WAYS, run.device()).unsqueeze(1);
      var to = noise(WAYS, run.device()).unsqueeze(1);
      var way = Tensors.linspace(0, 1, PLACES).to(run.device()).reshape(1, PLACES, 1);
      var between = from.add(to.sub(from).mul(way)).flatten(0, 1);
      Exhibits.picture(run, "interpolation", Pictures.grid(drawn(between), PLACES));
    }
  }

  private Tensor drawn(Tensor z) {
    return generator.forward(z).sub(dark).div(1 - dark);
  }

  private Tensor noise(long count, Device device) {
    return Tensors.randn(count, noise).to(device);
  }
}
