package profundo.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

  private record Part(Supplier<StateDict> save, Consumer<StateDict> load) {}

  /// A checkpoint at this path, of a training on the processor.
  public Checkpoint(Path file) {
    this(file, Device.CPU);
  }

  /// A checkpoint at this path, of a training on this device.
  public Checkpoint(Path file, Device device) {
    this.file = file;
    this.device = device;
  }

  /// Where it is.
  public Path file() {
    return file;
  }

  /// Holds a net's parameters and buffers.
  public Checkpoint hold(String name, Net net) {
    return hold(name, net::stateDict, net::load);
  }

  /// Holds an optimizer's state.
  public Checkpoint hold(String name, Optimizer optimizer) {
    return hold(name, optimizer::stateDict, optimizer::load);
  }

  /// Holds a schedule's place.
  public Checkpoint hold(String name, Scheduler scheduler) {
    return hold(name, scheduler::stateDict, scheduler::load);
  }

  /// Holds anything that can give its state and take it back.
  ///
  /// @throws IllegalArgumentException if the name has a slash or is taken
  public Checkpoint hold(String name, Supplier<StateDict> save, Consumer<StateDict> load) {
    if (name.contains("/") || name.equals("rng") || parts.containsKey(name)) {
      throw new IllegalArgumentException("a part's name is unique and has no slash: " + name);
    }
    parts.put(name, new Part(save, load));
    return this;
  }

  /// Writes the state of everything that is held, in place of an earlier file.
  ///
  /// @param notes what else must be known, by name
  /// @throws TrainException if a number in it is not finite: the earlier file is kept
  /// @throws profundo.nn.NetException if it cannot be written
  public void write(Map<String, String> notes) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var all = new LinkedHashMap<String, Tensor>();
      parts.forEach((name, part) -> {
        var state = part.save().get();
        state.asMap().forEach((key, tensor) -> requireFinite(name + "/" + key, tensor));
        all.putAll(state.prefixed(name + "/").asMap());
      });
      all.put(RNG, Rng.state());
      if (hasOwnGenerator()) {
        all.put(DEVICE_RNG, Rng.state(device));
      }
      Safetensors.write(file, new StateDict(all), notes);
    }
  }

  private void requireFinite(String name, Tensor tensor) {
    if (tensor.dtype().isFloatingPoint() && !name.startsWith("plateau/")) {
      if (tensor.isFinite().all().itemLong() == 0) {
        throw new TrainException(null, "checkpoint.notFinite", name, file);
      }
    }
  }

  /// Puts everything that is held into the state of the file, and gives the notes; empty if there
  /// is no file.
  ///
  /// @throws TrainException if it holds other parts or is of another model
  /// @throws profundo.nn.NetException if it is damaged
  public Optional<Map<String, String>> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (var scope = Scope.open();
        var open = Safetensors.open(file)) {
      var state = open.stateDict();
      for (var name : parts.keySet()) {
        if (state.under(name + "/").names().isEmpty()) {
          throw new TrainException(null, "checkpoint.noPart", file, name);
        }
      }
      parts.forEach((name, part) -> part.load().accept(state.under(name + "/")));
      Rng.restore(state.get(RNG));
      if (hasOwnGenerator() && state.names().contains(DEVICE_RNG)) {
        Rng.restore(device, state.get(DEVICE_RNG));
      }
      return Optional.of(Map.copyOf(open.metadata()));
    }
  }

  private boolean hasOwnGenerator() {
    return device.type() != Device.Type.CPU;
  }

  /// The notes of a checkpoint file, without its tensors; empty if there is no file.
  public static Optional<Map<String, String>> notes(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (var open = Safetensors.open(file)) {
      return Optional.of(Map.copyOf(open.metadata()));
    }
  }
}
