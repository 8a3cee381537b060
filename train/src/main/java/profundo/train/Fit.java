package profundo.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import profundo.base.Given;
import profundo.data.Batches;
import profundo.nn.Net;
import profundo.optim.Optimizer;
import profundo.tensor.Device;
import profundo.tensor.Tensor;
import profundo.train.progress.Progress;

/// The training loop: epochs of steps, with measurements after each epoch, checkpoints, and exact
/// resumption.
///
/// ```java
/// new Fit<>(run, loader, 12)
///     .train(net, new Adam(net.parameters(), 1e-3), batch -> net.forward(batch.x()).crossEntropy(batch.y()))
///     .schedule(Schedule.cosine(12L * loader.size(), 0))
///     .measure("validation.accuracy", () -> accuracy(net, validation))
///     .run();
/// ```
///
/// [#train] says a loss, whose gradients move a net; [#step] says a whole step by hand. Each gives
/// what can be said of such a training: see [Training]. Nets and batches are moved to the device.
///
/// Each step has a [profundo.tensor.Scope] of its own. A checkpoint is written after every epoch,
/// every half minute, and when a person stops the run; a training that finds one in the run's
/// folder goes on from it and ends with the same bits as one that was never stopped. Without a run,
/// `new Fit<>(loader, 12)` trains all the same: see [#Fit(Batches,int)].
///
/// @param <B> what a batch is
public final class Fit<B> {
  private final Batches<B> batches;
  private final OptionalInt epochs;
  private Course course;
  private String name = "";

  /// A training of so many passes over the batches, as a part of a run in a store.
  public Fit(Run run, Batches<B> batches, int epochs) {
    Given.require("batches", batches);
    this(new RunCourse(Given.require("run", run)), batches, OptionalInt.of(epochs));
  }

  /// A training as a part of a run in a store, whose length is said by [Training#steps] or by
  /// [Training#stopEarly].
  public Fit(Run run, Batches<B> batches) {
    Given.require("batches", batches);
    this(new RunCourse(Given.require("run", run)), batches, OptionalInt.empty());
  }

  /// A training of so many passes over the batches that no store knows, on the processor. It shows
  /// its progress on the error stream, a live line on a terminal and else a line for each epoch,
  /// and keeps no state unless [#checkpoint] is said.
  public Fit(Batches<B> batches, int epochs) {
    this(Device.CPU, batches, epochs);
  }

  /// As [#Fit(Batches,int)], on another device.
  public Fit(Device device, Batches<B> batches, int epochs) {
    Given.require("batches", batches);
    this(new OwnCourse(Given.require("device", device)), batches, OptionalInt.of(epochs));
  }

  /// As [#Fit(Batches,int)], with the length said by [Training#steps] or by [Training#stopEarly].
  public Fit(Batches<B> batches) {
    this(Device.CPU, batches);
  }

  /// As [#Fit(Batches)], on another device.
  public Fit(Device device, Batches<B> batches) {
    Given.require("batches", batches);
    this(new OwnCourse(Given.require("device", device)), batches, OptionalInt.empty());
  }

  private Fit(Course course, Batches<B> batches, OptionalInt epochs) {
    this.course = course;
    this.batches = batches;
    this.epochs = epochs;
  }

  /// Keeps the state of a training that no store knows in this file, and goes on from it if it is
  /// there.
  public Fit<B> checkpoint(Path file) {
    Given.require("file", file);
    var own = ofOwn("checkpoint");
    course = new OwnCourse(own.device(), own.progress(), Optional.of(file));
    return this;
  }

  /// Shows the progress of a training that no store knows in another way than a terminal's.
  public Fit<B> progress(Progress progress) {
    Given.require("progress", progress);
    var own = ofOwn("progress");
    course = new OwnCourse(own.device(), progress, own.checkpoint());
    return this;
  }

  private OwnCourse ofOwn(String setting) {
    if (course instanceof OwnCourse own) {
      return own;
    }
    throw new IllegalStateException(setting + "(…) of a run in a store is the store's");
  }

  /// Names this training, where a run has several: its curves and figures are then
  /// `train.NAME.loss` and so on. The empty name is none.
  public Fit<B> named(String name) {
    Given.require("name", name);
    this.name = name.isEmpty() ? "" : name + ".";
    return this;
  }

  /// Trains a net the usual way: gradients of the loss, clipped if asked for, then the optimizer's
  /// step and the schedule's.
  ///
  /// An optimizer that trains parameters of other nets too wants those nets held; one that was made
  /// before a layer of the net was replaced is refused. What wants gradients and is not among its
  /// parameters is named when the training starts: [Net#freeze()] says that it is meant. One that
  /// [evaluates the loss again][Optimizer#evaluatesAgain()] does so with the same batch.
  ///
  /// @param loss of a batch: one number, the mean over its examples (or see
  ///   [GradientTraining#weigh])
  public GradientTraining<B> train(Net net, Optimizer optimizer, Function<B, Tensor> loss) {
    return train(net, List.of(Given.require("optimizer", optimizer)), loss);
  }

  /// As [#train(Net,Optimizer,Function)] with several optimizers, each for parameters of its own,
  /// such as [profundo.optim.Muon] for the matrices and [profundo.optim.Adam] for the rest.
  public GradientTraining<B> train(Net net, List<Optimizer> optimizers, Function<B, Tensor> loss) {
    Given.require("net", net);
    Given.require("optimizers", optimizers);
    Given.require("loss", loss);
    return new GradientTraining<>(course, batches, epochs, name, net, optimizers, loss);
  }

  /// Trains by hand: the step does everything, `backward` and the optimizers' steps included, and
  /// returns the loss that is shown. Whatever it changes must be held.
  public ManualTraining<B> step(Function<B, Tensor> whole) {
    Given.require("whole", whole);
    return new ManualTraining<>(course, batches, epochs, name, whole);
  }
}
