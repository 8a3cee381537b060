package profundo.recipes.vae;

import profundo.data.image.Pictures;
import profundo.lab.exhibit.Exhibits;
import profundo.models.Vae;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;
import profundo.train.Run;

/// What a variational autoencoder of 28×28 pictures draws.
final class VaePictures {
  private static final int SIDE = 28;
  private static final int MAP_SIDE = 20;
  private static final int COLUMNS = 12;
  private static final int SHOWN = 60;

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

  /// Test pictures `[N, 784]`, each beside what is left of it.
  static void reconstructions(Run run, Vae vae, Tensor test) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var some = test.narrow(0, 0, SHOWN / 2).to(run.device());
      var again = vae.decode(vae.encode(some).mean()).sigmoid();
      Exhibits.picture(
          run, "reconstructions", grid(Tensor.stack(1, some, again).flatten(0, 1), COLUMNS));
    }
  }

  private static Tensor grid(Tensor flat, int columns) {
    return Pictures.grid(flat.reshape(flat.size(0), 1, SIDE, SIDE), columns);
  }
}
