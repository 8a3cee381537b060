package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import profundo.tensor.Tensor;

/// The vectors that `reference.py` made with PyTorch.
public final class Reference {
  private static final StateDict ALL = StateDict.read(path()).copy();

  private Reference() {}

  public static Tensor get(String name) {
    return ALL.get(name);
  }

  /// The vectors under a name.
  public static StateDict under(String name) {
    return ALL.under(name + ".");
  }

  public static Path path() {
    return path("reference.safetensors");
  }

  static Path path(String name) {
    try {
      var file = Reference.class.getResource("/profundo/" + name);
      return Path.of(Objects.requireNonNull(file).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /// Loads the parameters of a case and checks that its output is PyTorch's.
  public static <N extends Net & Layer> void check(String name, N net) {
    var reference = under(name);
    net.load(reference.under("param."));
    assertClose(net.forward(reference.get("x")), reference.get("y"));
    reference
        .under("after.")
        .asMap()
        .forEach((key, value) -> assertClose(net.stateDict().get(key), value));
  }

  public static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.allClose(expected, 1e-4, 1e-5))
        .as(() -> "expected " + expected + "\nbut was " + actual)
        .isTrue();
  }
}
