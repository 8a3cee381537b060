package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import profundo.tensor.Tensor;

class NamesTest {
  private static Linear one() {
    return new Linear(1, 1, false);
  }

  record Pair(Linear left, Linear rightHand) {}

  static final class Containers extends Net {
    final Linear[][] grid = {{one()}, {one(), one()}};
    final Optional<Linear> perhaps = Optional.of(one());
    final Optional<Linear> absent = Optional.empty();
    final Deque<Linear> queue = new ArrayDeque<>(List.of(one(), one()));
    final Set<Linear> inOrder = new LinkedHashSet<>(List.of(one(), one()));
    final Map<String, Linear> experts = new HashMap<>(Map.of("b", one(), "a", one(), "c", one()));
    final Map<Integer, Linear> numbered = Map.of(10, one(), 9, one());
    final Pair pair = new Pair(one(), one());
    final List<Pair> pairs = List.of(new Pair(one(), one()));
    final List<String> words = List.of("no", "net");
  }

  @Test
  void whatHoldsNetsInAnOrderNamesThem() {
    try (var net = new Containers()) {
      assertThat(net.children().keySet())
          .containsExactly(
              "grid.0.0",
              "grid.1.0",
              "grid.1.1",
              "perhaps",
              "queue.0",
              "queue.1",
              "in_order.0",
              "in_order.1",
              "experts.a",
              "experts.b",
              "experts.c",
              "numbered.9",
              "numbered.10",
              "pair.left",
              "pair.right_hand",
              "pairs.0.left",
              "pairs.0.right_hand");
      assertThat(net.parameters()).hasSize(17);
    }
  }

  static final class Sides extends Net {
    final Tensor w = parameter(Tensor.ones(3));
    final Tensor W = parameter(Tensor.ones(3));
  }

  static class Base extends Net {
    private final Linear layer = one();
  }

  static final class Derived extends Base {
    private final Linear layer = one();
  }

  static final class TwoKeys extends Net {
    final Map<Object, Linear> layers = new LinkedHashMap<>();

    TwoKeys() {
      layers.put("1", one());
      layers.put(1, one());
    }
  }

  static final class Dotted extends Net {
    final Linear inner = one();
    final Tensor other = parameter("inner.weight", Tensor.ones(2));
  }

  @Test
  void twoOfOneNameAreRefusedWithTheirFields() {
    try (var sides = new Sides();
        var derived = new Derived();
        var keys = new TwoKeys();
        var dotted = new Dotted()) {
      assertThatThrownBy(sides::parameters)
          .isInstanceOf(NetException.class)
          .hasMessageStartingWith("Sides.w and Sides.W are both named \"w\"");
      assertThatThrownBy(sides::stateDict).hasMessageContaining("rename one");
      assertThatThrownBy(derived::parameters)
          .hasMessageStartingWith("Base.layer and Derived.layer are both named \"layer\"");
      assertThatThrownBy(keys::parameters)
          .hasMessageStartingWith("Two things in TwoKeys.layers are both named \"layers.1\"");
      assertThatThrownBy(dotted::parameters)
          .hasMessageStartingWith("Two tensors are both named \"inner.weight\"");
    }
  }

  static final class Named extends Net {
    final Linear first = child("encoder", one());

    void again() {
      child("encoder", one());
    }

    void blank() {
      child(" ", one());
    }
  }

  @Test
  void aNameIsGivenOnce() {
    try (var net = new Named()) {
      assertThat(net.stateDict().names()).containsExactly("encoder.weight");
      assertThatThrownBy(net::again).hasMessageContaining("has a child \"encoder\" already");
      assertThatThrownBy(net::blank).hasMessageContaining("blank");
    }
  }

  static final class Lost extends Net {
    final @Nullable Object place;
    final Linear known = one();

    Lost(@Nullable Object place) {
      this.place = place;
    }
  }

  static final class Holder {
    final List<Linear> nets = new ArrayList<>(List.of(one()));
  }

  @Test
  void aNetThatHasNoNameIsRefusedWithTheFieldThatHoldsIt() {
    var captured = one();
    Supplier<Linear> lambda = () -> captured;
    var places =
        Map.of(
            "a HashSet, which has no order", new HashSet<>(List.of(one(), one())),
            "a Set, which has no order", Set.of(one()),
            "a Holder", new Holder(),
            "a lambda", lambda,
            "an AtomicReference", new AtomicReference<>(one()),
            "a LinkedHashMap with keys that have no name",
                new LinkedHashMap<>(Map.of(new Object(), one())));
    places.forEach((words, place) -> {
      try (var net = new Lost(place)) {
        assertThatThrownBy(net::parameters)
            .as(words)
            .hasMessageStartingWith("Lost.place holds Linear 1→1 inside " + words + ":")
            .hasMessageContaining("would not be trained");
        assertThatThrownBy(net::stateDict).as(words).isInstanceOf(NetException.class);
      }
    });
    try (var net = new Lost(null)) {
      assertThat(new Lost(Set.of(net.known)).known).isNotSameAs(net.known);
    }
  }

  @Test
  void anonymousNetsDoNotForgetWhatTheyCapture() {
    var captured = one();
    var net =
        new Net() {
          Tensor forward(Tensor x) {
            return captured.forward(x);
          }
        };
    assertThatThrownBy(net::parameters).hasMessageContaining(".captured holds Linear 1→1 inside");
    assertThat(net.forward(Tensor.ones(1, 1)).shape()).hasToString("[1, 1]");
  }

  static final class Looking extends Net implements Layer {
    final Linear inner = one();
    final Layer twice = x -> inner.forward(inner.forward(x));
    final Set<Linear> index = Set.of(inner);
    transient @Nullable Net teacher;

    @Override
    public Tensor forward(Tensor x) {
      return twice.forward(x);
    }
  }

  @Test
  void whatOnlyLooksAtNetsOfTheSameModelIsNoMatter() {
    try (var net = new Looking();
        var teacher = one()) {
      net.teacher = teacher;
      assertThat(net.stateDict().names()).containsExactly("inner.weight");
      assertThat(net.inner.path()).isEqualTo("inner");
    }
  }

  static final class Tail extends Net {
    @Nullable Net head;
    final Linear inner = one();
  }

  static final class Loop extends Net {
    final Tail tail = new Tail();
  }

  @Test
  void aNetThatHoldsItselfIsRefused() {
    try (var loop = new Loop()) {
      loop.tail.head = loop;
      assertThatThrownBy(loop::parameters)
          .hasMessageStartingWith("Loop holds itself, as \"tail.head\"");
      assertThat(loop.eval().training()).isFalse();
      assertThat(loop.tail.inner.training()).isFalse();
      assertThat(loop.tail.inner.path()).endsWith("inner");
    }
  }

  static final class Forgotten extends Net {
    final Tensor scale = Tensor.ones(2).requiresGrad(true);
  }

  @Test
  void aTensorThatWantsAGradientAndIsNoParameterIsRefused() {
    try (var net = new Forgotten()) {
      assertThatThrownBy(net::parameters)
          .hasMessageStartingWith("Forgotten.scale holds a tensor [2] that requires a gradient")
          .hasMessageContaining("parameter(tensor)");
    }
  }

  static final class Tied extends Net {
    final Linear encoder = new Linear(2, 2, false);
    final Linear decoder = encoder;
    final Tensor scale = parameter(Tensor.ones(2));
    final Tensor alias = scale;
    final Sequential twice = new Sequential(encoder, Tensor::relu, encoder);
  }

  /// PyTorch 2: `state_dict()` has every name, `named_parameters()` the first.
  @Test
  void whatIsSharedHasAllItsNamesInTheStateAndIsOneParameter() {
    try (var net = new Tied();
        var other = new Tied()) {
      assertThat(net.stateDict().names())
          .containsExactly(
              "scale",
              "alias",
              "encoder.weight",
              "decoder.weight",
              "twice.0.weight",
              "twice.2.weight");
      assertThat(net.parameters())
          .extracting(Parameter::name)
          .containsExactly("scale", "encoder.weight");
      assertThat(net.parameterCount()).isEqualTo(6);
      net.load(other.stateDict().copy());
      assertThat(net.encoder.weight.equal(other.encoder.weight)).isTrue();
      var once = Map.of("alias", Tensor.zeros(2), "encoder.weight", Tensor.zeros(2, 2));
      net.load(new StateDict(once));
      assertThat(net.encoder.weight.sum().item() + net.scale.sum().item()).isZero();
      var torn = new LinkedHashMap<>(other.stateDict().copy().asMap());
      torn.put("decoder.weight", Tensor.ones(2, 2));
      assertThatThrownBy(() -> net.load(new StateDict(torn)))
          .hasMessageContaining("encoder.weight and decoder.weight are one tensor here and differ");
      assertThat(net.encoder.weight.sum().item()).isZero();
    }
  }

  static final class Views extends Net {
    final Tensor whole = Tensor.ones(4, 3);

    void make(Tensor tensor) {
      parameter("w", tensor);
    }

    void keep(Tensor tensor) {
      buffer(tensor);
    }
  }

  @Test
  void aParameterOwnsItsMemory() {
    try (var net = new Views()) {
      assertThatThrownBy(() -> net.make(net.whole.narrow(0, 1, 2)))
          .isInstanceOf(NetException.class)
          .hasMessage(
              "The parameter of Views, [2, 3], is a part of a larger tensor, as narrow makes them:"
                  + " give it memory of its own with copy().");
      assertThatThrownBy(() -> net.make(net.whole.narrow(1, 0, 1).expand(4, 3)))
          .hasMessageContaining("repeats numbers or leaves gaps");
      assertThatThrownBy(() -> net.make(net.whole.narrow(1, 0, 2)))
          .hasMessageContaining("leaves gaps");
      assertThatThrownBy(() -> net.make(Tensor.ones(2).requiresGrad(true).mul(2)))
          .hasMessageContaining("was computed from a tensor that requires a gradient");
      assertThatThrownBy(() -> net.keep(Tensor.ones(1).expand(4)))
          .hasMessageContaining("The buffer of Views");
      assertThat(net.parameters()).isEmpty();
      net.make(net.whole.narrow(0, 1, 2).copy());
      assertThat(net.parameters()).hasSize(1);
      var transposed = new Views();
      transposed.make(Tensor.ones(4, 3).t());
      assertThat(transposed.parameters()).hasSize(1);
    }
  }
}
