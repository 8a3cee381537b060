package profundo.recipes.vae;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import profundo.base.Text;
import profundo.data.image.Pictures;
import profundo.lab.Prediction;
import profundo.lab.exhibit.Exhibits;
import profundo.lab.exhibit.Film;
import profundo.lab.exhibit.PointGroup;
import profundo.models.Vae;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;
import profundo.train.Run;

/// What a variational autoencoder of 28×28 pictures draws.
final class VaePictures {
  private static final Text TEXT = Text.of(VaePictures.class);
  private static final int SIDE = 28;
  private static final int MAP_SIDE = 20;
  private static final int COLUMNS = 12;
  private static final int SHOWN = 60;
  private static final int FILMED = 50;
  private static final int FILM_COLUMNS = 10;
  private static final long ENCODED = 2000;
  private static final int IMPORTANCE = 1000;

  private VaePictures() {}

  /// The unit square through the inverse of the normal distribution function, and what is drawn
  /// from each place of it (appendix A).
  static void plane(Run run, Vae vae) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var axis =
          Tensors.linspace(0.5 / MAP_SIDE, 1 - 0.5 / MAP_SIDE, MAP_SIDE)
              .mul(2)
              .sub(1)
              .erfinv()
              .mul(Math.sqrt(2));
      var axes = Tensors.meshgrid(axis.neg(), axis);
      var places = Tensor.stack(1, axes[1].flatten(0), axes[0].flatten(0)); // [400, 2]
      var drawn = vae.decode(places.to(run.device())).sigmoid();
      Exhibits.picture(run, "latentMap", grid(drawn, MAP_SIDE));
    }
  }

  static void samples(Run run, Vae vae) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      Exhibits.picture(run, "samples", grid(vae.sample(SHOWN), COLUMNS));
    }
  }

  /// What becomes of the same codes after each epoch; no other random number depends on them.
  static IntConsumer film(Run run, Vae vae, int epochs) {
    var film = new Film(run, "film", epochs);
    var codes = codes(run, vae);
    return epoch -> film.add(epoch, () -> grid(vae.decode(codes).sigmoid(), FILM_COLUMNS));
  }

  private static Tensor codes(Run run, Vae vae) {
    return Rng.during(run.seed(), () -> Tensors.randn(FILMED, vae.latents())).to(run.device());
  }

  /// Where the encoder puts test pictures `[N, 784]` in the plane, by their classes.
  static void classes(Run run, Vae vae, Tensor test, Tensor labels, List<String> names) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      long count = Math.min(ENCODED, test.size(0));
      var places = vae.encode(test.narrow(0, 0, count).to(run.device())).mean().to(Device.CPU);
      var truth = labels.narrow(0, 0, count);
      var groups = new ArrayList<PointGroup>();
      for (int k = 0; k < names.size(); k++) {
        var own = places.indexSelect(0, truth.eq(k).nonzero().flatten(0));
        groups.add(
            new PointGroup(
                names.get(k),
                own.select(1, 0).toFloatArray(),
                own.select(1, 1).toFloatArray(),
                false));
      }
      Exhibits.points(run, "classes", groups);
    }
  }

  /// Test pictures `[N, 784]`, each beside what is left of it.
  static void reconstructions(Run run, Vae vae, Tensor test) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var some = test.narrow(0, 0, SHOWN / 2).to(run.device());
      Exhibits.picture(run, "reconstructions", grid(pairs(vae, some), COLUMNS));
    }
  }

  /// A picture `[1, 1, 28, 28]` beside what is left of it, and how probable the net holds it with
  /// its brighter pixels as ink.
  static Prediction reconstructed(Vae vae, Tensor picture) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var flat = picture.flatten(1);
      var ink = flat.ge(0.5).to(flat.dtype());
      double log = vae.logEvidence(ink, IMPORTANCE).item();
      return Prediction.of(TEXT.get("reconstructed", Text.format("%.1f", log)))
          .with("logEvidence", log)
          .draw(Pictures.png(grid(pairs(vae, flat), 2)));
    }
  }

  private static Tensor pairs(Vae vae, Tensor flat) {
    var again = vae.decode(vae.encode(flat).mean()).sigmoid();
    return Tensor.stack(1, flat, again).flatten(0, 1);
  }

  /// `[N, 784]` to `[N, 1, 28, 28]`.
  static Tensor pictures(Tensor flat) {
    return flat.reshape(flat.size(0), 1, SIDE, SIDE);
  }

  private static Tensor grid(Tensor flat, int columns) {
    return Pictures.grid(pictures(flat), columns);
  }
}
