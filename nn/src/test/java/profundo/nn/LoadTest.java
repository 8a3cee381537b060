package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import profundo.tensor.DType;
import profundo.tensor.Tensor;

class LoadTest {
  private static Sequential net() {
    return new Sequential(new Linear(2, 3), new BatchNorm1d(3));
  }

  @Test
  void whatWasLoadedMissingAndLeftOverIsSaid() {
    try (var net = net()) {
      var state = new LinkedHashMap<String, Tensor>();
      state.put("0.weight", Tensor.ones(3, 2));
      state.put("head.weight", Tensor.ones(1));
      var result = net.load(new StateDict(state), false);
      assertThat(result.loaded()).containsExactly("0.weight");
      assertThat(result.missing()).hasSize(6).startsWith("0.bias", "1.weight");
      assertThat(result.unexpected()).containsExactly("head.weight");
      assertThat(result.suggestion()).isEmpty();
      assertThat(result)
          .hasToString(
              "loaded 1; missing: 0.bias, 1.weight, 1.bias, 1.running_mean, 1.running_var,"
                  + " 1.num_batches_tracked; not expected: head.weight");
    }
  }

  @Test
  void aPrefixThatWouldFitIsSuggested() {
    try (var net = net();
        var other = net();
        var outer = new Sequential(Tensor::relu, Tensor::relu, net())) {
      var longer = other.stateDict().prefixed("module.model.");
      assertThat(net.load(longer, false).loaded()).isEmpty();
      assertThat(net.load(longer, false).suggestion())
          .isEqualTo("7 names match by load(state.under(\"module.model.\"))");
      assertThatThrownBy(() -> net.load(longer))
          .hasMessageContaining("7 names match by load(state.under(\"module.model.\"))");
      assertThat(net.load(longer.under("module.model."), false).missing()).isEmpty();
      assertThat(outer.load(other.stateDict(), false).suggestion())
          .isEqualTo("7 names match by load(state.prefixed(\"2.\"))");
    }
  }

  @Test
  void numbersOfAnotherKindAreRefusedAndNothingIsChanged() {
    try (var net = net()) {
      var before = net.stateDict().copy();
      var state = new LinkedHashMap<>(net().stateDict().asMap());
      state.put("1.num_batches_tracked", Tensor.scalar(1.5));
      assertThatThrownBy(() -> net.load(new StateDict(state)))
          .hasMessageContaining("1.num_batches_tracked is FLOAT32 and should be INT64");
      state.put("1.num_batches_tracked", Tensor.scalar(1).to(DType.INT64));
      state.put("0.weight", Tensor.of(new byte[6], 3, 2));
      assertThatThrownBy(() -> net.load(new StateDict(state)))
          .hasMessageContaining("0.weight is UINT8 and should be FLOAT32");
      before.asMap().forEach((name, t) -> assertThat(net.stateDict().get(name).equal(t)).isTrue());
      state.put("0.weight", Tensor.ones(3, 2).to(DType.FLOAT64));
      net.load(new StateDict(state));
      assertThat(net.stateDict().get("0.weight").sum().item()).isEqualTo(6);
    }
  }

  @Test
  void weightsOfOneNetCanBeExchanged() {
    try (var a = new Linear(1, 1, false);
        var both = new Sequential(a, new Linear(1, 1, false))) {
      double first = both.stateDict().get("0.weight").item();
      double second = both.stateDict().get("1.weight").item();
      both.load(
          new StateDict(
              Map.of(
                  "0.weight", both.stateDict().get("1.weight"),
                  "1.weight", both.stateDict().get("0.weight"))));
      assertThat(both.stateDict().get("0.weight").item()).isEqualTo(second);
      assertThat(both.stateDict().get("1.weight").item()).isEqualTo(first);
    }
  }
}
