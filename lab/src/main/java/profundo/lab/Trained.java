package profundo.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import profundo.base.UserPath;
import profundo.nn.Net;
import profundo.nn.StateDict;
import profundo.tensor.Device;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Facts;
import profundo.train.Run;
import profundo.train.store.RunQuery;
import profundo.train.store.RunState;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;

/// A trained system, taken out of its run: its nets in evaluation mode, its settings, and what its
/// data fixed.
///
/// ```java
/// try (var lenet5 = Trained.open("lenet5");
///     var scope = Scope.open()) {
///   var digits = TrainedClassifier.of(lenet5);
///   System.out.println(digits.scores(Tensor.rand(1, 1, 28, 28)).argmax(1));
/// }
/// ```
///
/// @param <S> the recipe's settings
public final class Trained<S extends RecipeSettings> implements AutoCloseable {
  private final Recipe<S> recipe;
  private final StoredRun run;
  private final S settings;
  private final Device device;
  private final Map<String, Net> nets = new LinkedHashMap<>();
  private @Nullable Facts facts;

  private Trained(Recipe<S> recipe, StoredRun run, Device device) {
    this.recipe = recipe;
    this.run = run;
    this.settings = StoredSettings.of(recipe, run.plan());
    this.device = device;
  }

  /// Opens a run of the user's own store on the CPU: see [#open(RunStore,String,Device)].
  public static Trained<?> open(String name) {
    try (var store = RunStore.open(RunStore.home())) {
      return open(store, name, Device.CPU);
    }
  }

  /// Opens a run: by its id, by the beginning of its id, by `latest`, or by its recipe or its
  /// project's folder for the newest that has ended with its weights.
  ///
  /// @throws UsageException if it has no weights yet, or its recipe is not there
  /// @throws profundo.train.store.StoreException if there is no such run
  public static Trained<?> open(RunStore store, String name, Device device) {
    return of(find(store, name), device);
  }

  /// Opens, for a run, the newest system of a recipe that had ended with its weights when the run
  /// began: a run that is resumed opens what it opened before.
  ///
  /// @throws UsageException if there is none yet
  public static Trained<?> open(Run run, String recipe) {
    var store = run.writer().store();
    var begun = store.find(run.id()).started();
    var newest =
        store.list(RunQuery.all().recipe(recipe)).stream()
            .filter(other -> isOpenable(other) && !ended(other).isAfter(begun))
            .findFirst()
            .orElseThrow(() -> new UsageException("untrained", recipe));
    return of(newest, run.device());
  }

  private static Instant ended(StoredRun run) {
    return run.finished().orElse(Instant.MAX);
  }

  private static boolean isOpenable(StoredRun run) {
    return run.state() != RunState.RUNNING && Files.exists(run.weights());
  }

  /// Opens a stored run.
  ///
  /// @throws UsageException if it has no weights yet, or its recipe is not there
  public static Trained<?> of(StoredRun run, Device device) {
    device.requireAvailable();
    if (!Files.exists(run.weights())) {
      throw new UsageException("runUntrained", run.id());
    }
    return of(Recipes.of(run), run, device);
  }

  private static <S extends RecipeSettings> Trained<S> of(
      Recipe<S> recipe, StoredRun run, Device device) {
    return new Trained<>(recipe, run, device);
  }

  private static StoredRun find(RunStore store, String name) {
    var runs = NamedRuns.of(store, name);
    return runs.stream()
        .filter(Trained::isOpenable)
        .findFirst()
        .or(() -> runs.size() == 1 ? Optional.of(runs.getFirst()) : Optional.empty())
        .orElseThrow(() -> new UsageException("untrained", name));
  }

  /// What was run.
  public Recipe<S> recipe() {
    return recipe;
  }

  /// The run.
  public StoredRun run() {
    return run;
  }

  /// The settings that it ran with.
  public S settings() {
    return settings;
  }

  /// Where its nets compute.
  public Device device() {
    return device;
  }

  /// What its data fixed.
  public Facts facts() {
    var known = facts;
    if (known == null) {
      known = readFacts();
      facts = known;
    }
    return known;
  }

  private Facts readFacts() {
    var file = run.folder().resolve(Facts.FILE);
    try (var _ = Scope.open()) {
      return Files.exists(file)
          ? Facts.read(file)
          : recipe.facts(settings, StateDict.read(run.weights()));
    }
  }

  /// The run's own net, in evaluation mode.
  public Net net() {
    return net(Run.WHOLE);
  }

  /// One of the run's nets, in evaluation mode; it is the same at every call, and is closed with
  /// this.
  ///
  /// @param part one of the recipe's parts
  /// @throws profundo.nn.NetException if its weights are not there, are damaged, or are of another
  ///   net
  public Net net(String part) {
    return nets.computeIfAbsent(part, this::read);
  }

  private Net read(String part) {
    var file = run.folder().resolve(Run.weights(part));
    var net = recipe.model(settings, facts(), part);
    try (var _ = Scope.open()) {
      net.load(fitted(StateDict.read(file), net));
    }
    net.to(device).eval();
    return net;
  }

  /// Older runs kept buffers that a net of today has not, and lack some that it has: those are as
  /// in a new net.
  private StateDict fitted(StateDict stored, Net net) {
    if (Files.exists(run.folder().resolve(Facts.FILE))) {
      return stored;
    }
    var own = net.stateDict();
    var buffers = new LinkedHashMap<>(own.asMap());
    net.parameters().forEach(parameter -> buffers.remove(parameter.name()));
    var state = new LinkedHashMap<String, Tensor>(buffers);
    net.withTodaysNames(stored)
        .asMap()
        .forEach((name, tensor) -> {
          if (own.has(name)) {
            state.put(name, tensor);
          }
        });
    return new StateDict(state);
  }

  /// A file that the run left beside its weights.
  ///
  /// @throws profundo.base.ProfundoException if the name leads out of the run's folder
  public Path file(String name) {
    return UserPath.inside(run.folder(), name);
  }

  /// What it says of a file.
  ///
  /// @throws UsageException if the recipe predicts nothing from a file
  /// @throws profundo.base.ProfundoException if it can do nothing with this one
  public Prediction predict(Path file) {
    return predict(Input.of(file));
  }

  /// What it makes of a file, of a text or of nothing. Random numbers begin at the input's seed,
  /// and no other depends on them.
  ///
  /// @throws UsageException if the recipe does not take what is given: see [Recipe#takes]
  /// @throws profundo.base.ProfundoException if it can do nothing with what is given
  public Prediction predict(Input input) {
    InputWords.refuse(recipe, input);
    long seed = input.sampling().seedOrOne();
    Rng.during(seed, this::net); // a net that is made draws its first weights
    return Rng.during(seed, () -> recipe.predict(this, input));
  }

  @Override
  public void close() {
    nets.values().forEach(Net::close);
  }
}
