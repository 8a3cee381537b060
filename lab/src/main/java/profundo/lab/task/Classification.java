package profundo.lab.task;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import profundo.data.Batch;
import profundo.data.Dataset;
import profundo.data.Loader;
import profundo.data.image.ImageInput;
import profundo.lab.exhibit.Exhibits;
import profundo.nn.Layer;
import profundo.nn.Net;
import profundo.optim.Optimizer;
import profundo.optim.Schedule;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Fit;
import profundo.train.GradientTraining;
import profundo.train.Run;
import profundo.train.metric.Accuracy;
import profundo.train.metric.CalibrationError;
import profundo.train.metric.Mean;
import profundo.train.metric.TemperatureScaling;

/// Trains a classifier, measures its loss and accuracy on the validation pictures after each epoch,
/// its accuracy on some of the training pictures beside it, and at the end, once, all on the test
/// pictures; and shows what it takes for what.
public final class Classification {
  private static final int ROWS = 200;
  private static final int LOOKED_BACK = 2000;
  private static final int BINS = 15;

  private final Run run;
  private final Loader train;
  private final UsedImages images;
  private final ImageInput input;
  private final int epochs;
  private UnaryOperator<GradientTraining<Batch>> more = UnaryOperator.identity();
  private Sight sight = (x, labels) -> x;

  /// @param input how the net wants to see pictures
  public Classification(Run run, Loader train, UsedImages images, ImageInput input, int epochs) {
    this.run = run;
    this.train = train;
    this.images = images;
    this.input = input;
    this.epochs = epochs;
  }

  /// Says more of the training: its schedule, its precision.
  public Classification with(UnaryOperator<GradientTraining<Batch>> more) {
    var before = this.more;
    this.more = fit -> more.apply(before.apply(fit));
    return this;
  }

  /// What a net is shown of a batch in training.
  @FunctionalInterface
  public interface Sight {
    /// Of what the net would see, `[N, C, H, W]`, and the labels `[N]`, what it is shown instead.
    Tensor of(Tensor x, Tensor labels);
  }

  /// Shows the net something else in training than the batch's pictures: adversarial examples, say.
  public Classification showing(Sight sight) {
    this.sight = sight;
    return this;
  }

  /// Lets the learning rate fall to 0 along a cosine.
  public Classification cosine() {
    return with(fit -> fit.schedule(Schedule.cosine(steps(), 0)));
  }

  /// The steps of the whole training.
  public long steps() {
    return (long) epochs * train.size();
  }

  /// Trains a net.
  ///
  /// @param loss of scores `[N, C]` and labels `[N]`
  public <N extends Net & Layer> void train(
      N net, Optimizer optimizer, BinaryOperator<Tensor> loss) {
    var validated = new Mean();
    var fit =
        new Fit<Batch>(run, train, epochs)
            .train(
                net,
                optimizer,
                batch -> loss.apply(net.forward(sight.of(batch.x(), batch.y())), batch.y()))
            .measure(
                "validation.accuracy",
                () -> accuracy(net, input.of(images.validation()), loss, validated))
            .measure("validation.loss", validated::value)
            .measure("train.accuracy", () -> accuracy(net, lookedBack(), loss, new Mean()));
    more.apply(fit).run();
  }

  /// Training pictures as they are, without what is changed at random in training.
  private Dataset lookedBack() {
    return input.of(images.train()).limit(Math.min(LOOKED_BACK, images.train().size()));
  }

  /// The share of right answers; `losses` becomes the mean loss.
  private <N extends Net & Layer> double accuracy(
      N net, Dataset pictures, BinaryOperator<Tensor> loss, Mean losses) {
    var accuracy = new Accuracy();
    losses.reset();
    each(
        net,
        pictures,
        (_, scores, labels) -> {
          accuracy.add(scores.argmax(1).toLongArray(), labels.toLongArray());
          losses.add(loss.apply(scores, labels.to(run.device())).item(), scores.size(0));
        });
    return accuracy.value();
  }

  /// By what the net's scores are divided before they become probabilities, from the validation
  /// pictures; a fact beside the run's own net.
  private <N extends Net & Layer> double temperature(N net) {
    var scores = new ArrayList<Tensor>();
    var labels = new ArrayList<Tensor>();
    try (var _ = Scope.open()) {
      each(
          net,
          input.of(images.validation()),
          (batch, given, truth) -> {
            scores.add(batch.keep(given.to(Device.CPU)));
            labels.add(batch.keep(truth.copy()));
          });
      double temperature =
          TemperatureScaling.fit(
              Tensor.cat(0, scores.toArray(Tensor[]::new)),
              Tensor.cat(0, labels.toArray(Tensor[]::new)));
      run.metric("validation.temperature", temperature);
      if (run.part().isEmpty()) {
        run.fact(TrainedClassifier.TEMPERATURE, temperature);
      }
      return temperature;
    }
  }

  private interface Look {
    void at(Scope batch, Tensor scores, Tensor labels);
  }

  private <N extends Net & Layer> void each(N net, Dataset pictures, Look look) {
    try (var loader = new Loader(pictures, o -> o.batch(ROWS))) {
      for (var batch : loader.epoch(0, 0)) {
        try (var scope = Scope.open()) {
          look.at(scope, net.forward(batch.x().to(run.device())), batch.y());
        }
      }
    }
  }

  /// Looks at the test pictures: accuracy, error, the confusion matrix and the worst mistakes; and
  /// keeps what the net said of each, so that it can be scored again. How sure it may be said to be
  /// is learnt from the validation pictures: see [TemperatureScaling].
  ///
  /// @param labels the classes' names
  public <N extends Net & Layer> void test(N net, List<String> labels) {
    var said = new Answers(labels);
    var asIs = new CalibrationError(BINS);
    var scaled = new CalibrationError(BINS);
    net.eval();
    try (var _ = Grad.noGrad()) {
      double temperature = temperature(net);
      each(
          net,
          input.of(images.test()),
          (_, scores, truth) -> {
            said.add(scores, truth.toLongArray());
            asIs.add(scores.softmax(1).to(Device.CPU), truth);
            scaled.add(scores.div(temperature).softmax(1).to(Device.CPU), truth);
          });
    }
    run.metric("test.calibrationErrorAsIs", asIs.value());
    run.metric("test.calibrationError", scaled.value());
    run.metric("test.accuracy", said.accuracy());
    run.metric("test.error", 1 - said.accuracy());
    Exhibits.matrix(run, "confusion", labels, said.counts());
    Exhibits.gallery(run, "mistakes", said.worst(images.test()));
    Exhibits.predictions(run, said.predictions());
  }
}
