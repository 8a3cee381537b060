package profundo.recipes.dcgan;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import profundo.data.Batch;
import profundo.data.Loader;
import profundo.data.image.Images;
import profundo.lab.Claim;
import profundo.lab.Scale;
import profundo.lab.task.LeastSquares;
import profundo.lab.task.PictureJudge;
import profundo.lab.task.UsedImages;
import profundo.models.Dcgan;
import profundo.optim.Adam;
import profundo.optim.Schedule;
import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Fit;
import profundo.train.Run;

/// Section 5 of Radford et al. 2016: what a discriminator has learnt without labels, a linear
/// classifier reads from a thousand of them, as many of each class. Beside it stand the same
/// classifier of an untrained discriminator's features and of the pixels, and a net of the same
/// layers that is trained on the thousand labels alone.
final class FewLabels {
  /// The paper's point, made on digits; and that training has to do with it.
  static final List<Claim> CLAIMS =
      List.of(
          Claim.atLeast(
                  "test.features.gain",
                  0.0639,
                  "table 2, 1,000 labels of SVHN: error of a supervised net of the same layers less"
                      + " that of the features (28.87 − 22.48 %)")
              .fromMemory()
              .at(Scale.LAPTOP, 0)
              .at(Scale.PAPER, 0),
          Claim.oursAtLeast(
                  "test.features.gainOverUntrained",
                  "features that were learnt serve better than those of random weights")
              .at(Scale.LAPTOP, 0)
              .at(Scale.PAPER, 0));

  private static final int CLASSES = 10;
  private static final int LABELS = 1000;
  private static final int BATCH = 50;
  private static final int EPOCHS = 40;
  private static final double RATE = 1e-3;

  private final Run run;
  private final UsedImages images;
  private final Images few;
  private final Tensor pictures;
  private final Tensor validation;
  private final Tensor test;

  FewLabels(Run run, UsedImages images) {
    this.run = run;
    this.images = images;
    few = balanced(images.train());
    pictures = Scope.release(UsedImages.pixels(few, few.size()));
    validation = Scope.release(UsedImages.pixels(images.validation(), images.validation().size()));
    test = Scope.release(UsedImages.pixels(images.test(), images.test().size()));
  }

  /// The first pictures of each class, as many of each, a thousand at most.
  private static Images balanced(Images all) {
    var labels = all.labels().toLongArray();
    var counts = new long[CLASSES];
    for (long label : labels) {
      counts[(int) label]++;
    }
    long each = Math.min(LABELS / CLASSES, Arrays.stream(counts).min().orElse(0));
    var taken = new long[CLASSES];
    var chosen = new long[(int) (each * CLASSES)];
    int next = 0;
    for (int i = 0; i < labels.length && next < chosen.length; i++) {
      if (taken[(int) labels[i]]++ < each) {
        chosen[next++] = i;
      }
    }
    try (var _ = Scope.open()) {
      var places = Tensor.of(chosen);
      return new Images(
          all.pixels().indexSelect(0, places), all.labels().indexSelect(0, places), o -> {});
    }
  }

  /// Measures a trained discriminator beside an untrained one and a supervised net.
  ///
  /// @param supervised with a score for each class
  void judge(
      Dcgan.Discriminator trained, Dcgan.Discriminator untrained, Dcgan.Discriminator supervised) {
    double features = error("features", net(trained));
    double byChance = error("untrained", net(untrained));
    error("pixels", x -> x.flatten(1));
    double taught = supervised(supervised);
    run.metric("test.features.gain", taught - features);
    run.metric("test.features.gainOverUntrained", byChance - features);
  }

  private static UnaryOperator<Tensor> net(Dcgan.Discriminator discriminator) {
    discriminator.eval();
    return x -> discriminator.features(signed(x));
  }

  private double error(String name, UnaryOperator<Tensor> features) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var classifier =
          LeastSquares.fit(
              PictureJudge.each(pictures, features, run.device()),
              few.labels(),
              CLASSES,
              PictureJudge.each(validation, features, run.device()),
              images.validation().labels());
      double error =
          classifier.error(PictureJudge.each(test, features, run.device()), images.test().labels());
      run.part(name).metric("test.error", error);
      return error;
    }
  }

  private double supervised(Dcgan.Discriminator net) {
    var part = run.part("supervised");
    var adam = new Adam(net.parameters(), RATE);
    try (var loader = new Loader(few, o -> o.batch(BATCH).shuffle(run.seed()))) {
      new Fit<Batch>(part, loader, EPOCHS)
          .train(net, adam, batch -> net.forward(signed(batch.x())).crossEntropy(batch.y()))
          .schedule(Schedule.cosine((long) EPOCHS * loader.size(), 0))
          .run();
    }
    net.eval();
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var said = PictureJudge.each(test, x -> net.forward(signed(x)).argmax(1), run.device());
      double error = said.ne(images.test().labels()).to(DType.FLOAT64).mean().item();
      part.metric("test.error", error);
      return error;
    }
  }

  /// Between −1 and 1, as the players see pictures.
  private static Tensor signed(Tensor pictures) {
    return pictures.mul(2).sub(1);
  }
}
