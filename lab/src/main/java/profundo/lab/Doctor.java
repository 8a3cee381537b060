package profundo.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import profundo.base.ProfundoException;
import profundo.base.Text;
import profundo.data.source.Sources;
import profundo.tensor.Device;
import profundo.tensor.Libtorch;
import profundo.tensor.TensorException;
import profundo.tensor.Threads;
import profundo.train.store.Environment;
import profundo.train.store.RunStore;

/// Looks at what this machine offers and what is wrong with it.
public final class Doctor {
  private static final Text TEXT = Text.of(Doctor.class);
  private static final long GIB = 1L << 30;

  private final List<Finding> findings = new ArrayList<>();

  private Doctor() {}

  /// What was found, in one sentence.
  ///
  /// @param well whether it is as it should be
  /// @param sentence what it is, and the remedy where it is not well
  public record Finding(boolean well, String sentence) {}

  /// Looks at everything.
  ///
  /// @param variables the environment's variables
  public static List<Finding> examine(Map<String, String> variables) {
    var doctor = new Doctor();
    doctor.machine();
    doctor.libtorch();
    doctor.store();
    doctor.data(variables);
    return List.copyOf(doctor.findings);
  }

  private void machine() {
    var environment = Environment.now(Map.of());
    well("doctor.jdk", environment.jdk());
    well("doctor.cores", environment.cpu(), environment.cores(), environment.memory() / GIB);
  }

  private void libtorch() {
    try {
      well("doctor.libtorch", Libtorch.version(), Threads.get(), Libtorch.folder());
      gpu(Libtorch.gpu());
    } catch (ProfundoException e) {
      findings.add(new Finding(false, String.valueOf(e.getMessage())));
    }
  }

  private void gpu(Libtorch.Gpu gpu) {
    if (gpu.devices() > 0) {
      well("doctor.gpu", gpu.devices());
    } else if (gpu.natives()) {
      unwell("doctor.gpuUnused", whyNot());
    } else if (gpu.driver()) {
      unwell("doctor.gpuIdle", whyNot());
    } else {
      well("doctor.noGpu");
    }
    if (gpu.natives()) {
      var found = new TreeSet<>(gpu.needed());
      gpu.missing().forEach(found::remove);
      well("doctor.gpuFiles", found.isEmpty() ? "–" : String.join(", ", found));
    }
  }

  private static String whyNot() {
    try {
      return Device.cuda(0).requireAvailable().toString();
    } catch (TensorException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void store() {
    try (var store = RunStore.open(RunStore.home())) {
      well("doctor.store", RunStore.home(), store.list().size());
    } catch (ProfundoException e) {
      unwell("doctor.storeBad", String.valueOf(e.getMessage()));
    }
  }

  private void data(Map<String, String> variables) {
    var cache = new Sources(variables).cache();
    try {
      Files.createDirectories(cache);
      double free = (double) Files.getFileStore(cache).getUsableSpace() / GIB;
      var words = Text.format("%.1f", free);
      if (!Files.isWritable(cache)) {
        unwell("doctor.cacheBad", cache);
      } else if (free < 1) {
        unwell("doctor.cacheSmall", cache, words);
      } else {
        well("doctor.cache", cache, words);
      }
    } catch (IOException _) {
      unwell("doctor.cacheBad", cache);
    }
    var mirror = variables.getOrDefault("PROFUNDO_MIRROR", "");
    if (mirror.isEmpty()) {
      well("doctor.noMirror");
    } else if (mirror.startsWith("http") || Files.isReadable(Path.of(mirror))) {
      well("doctor.mirror", mirror);
    } else {
      unwell("doctor.mirrorBad", mirror);
    }
    if (variables.getOrDefault("PROFUNDO_OFFLINE", "").equals("1")) {
      well("doctor.offline");
    }
  }

  private void well(String key, Object... arguments) {
    findings.add(new Finding(true, TEXT.get(key, arguments)));
  }

  private void unwell(String key, Object... arguments) {
    findings.add(new Finding(false, TEXT.get(key, arguments)));
  }
}
