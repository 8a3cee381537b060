package profundo.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import profundo.base.Given;
import profundo.nn.Net;
import profundo.nn.Safetensors;
import profundo.nn.StateDict;
import profundo.optim.Optimizer;
import profundo.optim.Scheduler;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// A file with all that a training needs to go on as if it had never ended: the state of everything
/// that is held, the generators of random numbers (the processor's and that of the device), and
/// notes such as the place in the data.
///
/// ```java
/// var checkpoint = new Checkpoint(file).hold("net", net).hold("optimizer", adam);
/// var notes = checkpoint.read();                      // empty at the first start
/// …
/// checkpoint.write(Map.of("epoch", "3", "batch", "0"));
/// ```
///
/// The format is safetensors; a tensor's name is the part's name, a slash, and its name there. The
/// file is written whole or not at all, so a killed process leaves the one before.
public final class Checkpoint {
  private static final String RNG = "rng/state";
  private static final String DEVICE_RNG = "rng/device";

  private final Path file;
  private final Device device;
  private final Map<String, Part> parts = new LinkedHashMap<>();

  /// @param unbounded how many numbers of each tensor were not finite from the start, as in a mask;
  ///   null if its state may be anything
  private record Part(
      Supplier<StateDict> save, Consumer<StateDict> load, @Nullable Map<String, Long> unbounded) {}

  /// A checkpoint at this path, of a training on the processor.
  public Checkpoint(Path file) {
    this(file, Device.CPU);
  }

  /// A checkpoint at this path, of a training on this device.
  public Checkpoint(Path file, Device device) {
    this.file = Given.require("file", file);
    this.device = Given.require("device", device);
  }

  /// Where it is.
  public Path file() {
    return file;
  }

  /// Holds a net's parameters and buffers.
  ///
  /// Those that are not finite now, such as a mask of −∞, may stay so.
  public Checkpoint hold(String name, Net net) {
    Given.require("net", net);
    return hold(name, new Part(net::stateDict, net::load, unbounded(net.stateDict())));
  }

  /// Holds an optimizer's state.
  public Checkpoint hold(String name, Optimizer optimizer) {
    Given.require("optimizer", optimizer);
    return hold(name, new Part(optimizer::stateDict, optimizer::load, Map.of()));
  }

  /// Holds a schedule's place.
  public Checkpoint hold(String name, Scheduler scheduler) {
    Given.require("scheduler", scheduler);
    return hold(name, scheduler::stateDict, scheduler::load);
  }

  /// Holds anything that can give its state and take it back; its numbers need not be finite.
  ///
  /// @throws IllegalArgumentException if the name has a slash or is taken
  public Checkpoint hold(String name, Supplier<StateDict> save, Consumer<StateDict> load) {
    Given.require("save", save);
    Given.require("load", load);
    return hold(name, new Part(save, load, null));
  }

  private Checkpoint hold(String name, Part part) {
    Given.require("name", name);
    if (name.isEmpty() || name.contains("/") || name.equals("rng") || parts.containsKey(name)) {
      throw new IllegalArgumentException("a part's name is unique and has no slash: " + name);
    }
    parts.put(name, part);
    return this;
  }

  /// Writes the state of everything that is held, in place of an earlier file.
  ///
  /// @param notes what else must be known, by name
  /// @throws TrainException if a net or an optimizer has a number that is not finite any more, or
  ///   the file cannot be written: the earlier one is kept
  public void write(Map<String, String> notes) {
    Given.require("notes", notes);
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var all = new LinkedHashMap<String, Tensor>();
      parts.forEach((name, part) -> {
        var state = part.save().get();
        var unbounded = part.unbounded();
        if (unbounded != null) {
          requireFinite(name, state, unbounded);
        }
        all.putAll(state.prefixed(name + "/").asMap());
      });
      all.put(RNG, Rng.state());
      if (hasOwnGenerator()) {
        all.put(DEVICE_RNG, Rng.state(device));
      }
      Safetensors.write(file, new StateDict(all), notes);
    }
  }

  private static Map<String, Long> unbounded(StateDict state) {
    var counts = new HashMap<String, Long>();
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      state
          .asMap()
          .forEach((name, tensor) -> {
            if (!isFinite(tensor)) {
              counts.put(name, notFinite(tensor));
            }
          });
    }
    return counts;
  }

  private void requireFinite(String part, StateDict state, Map<String, Long> unbounded) {
    state
        .asMap()
        .forEach((name, tensor) -> {
          if (!isFinite(tensor) && notFinite(tensor) > unbounded.getOrDefault(name, 0L)) {
            throw new TrainException("checkpoint.notFinite", part + "/" + name, file);
          }
        });
  }

  private static boolean isFinite(Tensor tensor) {
    return !tensor.dtype().isFloatingPoint() || tensor.isFinite().all().itemLong() != 0;
  }

  private static long notFinite(Tensor tensor) {
    return tensor.isFinite().logicalNot().sum().itemLong();
  }

  /// Puts everything that is held into the state of the file, and gives the notes; empty if there
  /// is no file.
  ///
  /// @throws TrainException if it holds other parts than this one
  /// @throws profundo.nn.NetException if it is damaged, or of another model
  public Optional<Map<String, String>> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (var scope = Scope.open();
        var open = Safetensors.open(file)) {
      var state = open.stateDict();
      requireSameParts(state);
      parts.forEach((name, part) -> part.load().accept(state.under(name + "/")));
      Rng.restore(state.get(RNG));
      if (hasOwnGenerator() && state.names().contains(DEVICE_RNG)) {
        Rng.restore(device, state.get(DEVICE_RNG));
      }
      return Optional.of(Map.copyOf(open.metadata()));
    }
  }

  private void requireSameParts(StateDict state) {
    parts.forEach((name, part) -> {
      if (state.under(name + "/").names().isEmpty() && !part.save().get().names().isEmpty()) {
        throw new TrainException("checkpoint.noPart", file, name);
      }
    });
    for (var tensor : state.names()) {
      var name = tensor.substring(0, Math.max(0, tensor.indexOf('/')));
      if (!parts.containsKey(name) && !tensor.equals(RNG) && !tensor.equals(DEVICE_RNG)) {
        throw new TrainException("checkpoint.otherPart", file, name);
      }
    }
  }

  private boolean hasOwnGenerator() {
    return device.type() != Device.Type.CPU;
  }

  /// The notes of a checkpoint file, without its tensors; empty if there is no file.
  public static Optional<Map<String, String>> notes(Path file) {
    Given.require("file", file);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (var open = Safetensors.open(file)) {
      return Optional.of(Map.copyOf(open.metadata()));
    }
  }
}
