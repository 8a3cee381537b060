package profundo.tensor;

import java.util.Arrays;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/// Gradients of gradients of attention, of which libtorch's fused kernel for the processor has
/// none. Where the first gradients are to be differentiated in their turn, they are computed anew
/// by plain products.
final class AttentionGradient extends AutogradHook {
  private static final String NAME = "scaledDotProductAttention";
  private static final String FUSED = "FlashAttentionForCpu";

  private final org.bytedeco.pytorch.Tensor[] inputs;
  private final org.bytedeco.pytorch.@Nullable Tensor mask;
  private final boolean causal;

  private AttentionGradient(
      org.bytedeco.pytorch.Tensor[] inputs,
      org.bytedeco.pytorch.@Nullable Tensor mask,
      boolean causal) {
    this.inputs = inputs;
    this.mask = mask;
    this.causal = causal;
  }

  /// Sees to the gradients of gradients of an attention's result, if the fused kernel made it.
  static void see(
      org.bytedeco.pytorch.Tensor result,
      Tensor query,
      Tensor key,
      Tensor value,
      @Nullable Tensor mask,
      boolean causal) {
    if (!result.requires_grad() || !AutogradHook.isPossible()) {
      return;
    }
    var node = result.grad_fn();
    if (OperatorNames.text(node.name()).contains(FUSED)) {
      var hook =
          new AttentionGradient(
              new org.bytedeco.pytorch.Tensor[] {held(query), held(key), held(value)},
              mask == null ? null : held(mask),
              causal);
      AutogradHook.append(node.post_hooks(), hook.after());
    }
    node.deallocate();
  }

  private static org.bytedeco.pytorch.Tensor held(Tensor tensor) {
    return new org.bytedeco.pytorch.Tensor(tensor.raw());
  }

  @Override
  void call(TensorVector gradients, TensorVector outputs, TensorVector results) {
    for (long i = 0; i < gradients.size(); i++) {
      results.push_back(gradients.get(i));
    }
    if (GradMode.is_enabled() && outputs.get(0).defined()) {
      computeAnew(outputs.get(0), results);
    }
  }

  private void computeAnew(org.bytedeco.pytorch.Tensor gradient, TensorVector results) {
    try (var _ = Scope.open()) {
      var all = Arrays.stream(inputs).map(input -> Op.copy(NAME, input)).toList();
      if (all.get(1).numel() == 0) {
        return;
      }
      var output = plain(all.get(0), all.get(1), all.get(2)).mul(Op.copy(NAME, gradient));
      var wanted = all.stream().filter(Tensor::requiresGrad).toList();
      var found = Grad.of(output.sum(), wanted, true).iterator();
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).requiresGrad()) {
          results.put(i, found.next().raw());
        }
      }
    }
  }

  private Tensor plain(Tensor query, Tensor key, Tensor value) {
    var scores = query.matmul(key.transpose(-2, -1)).div(Math.sqrt(query.size(-1)));
    if (mask == null && !causal) {
      return scores.softmax(-1).matmul(value);
    }
    var visible = mask == null ? null : Op.copy(NAME, mask);
    Tensor hidden;
    if (visible == null) {
      hidden = scores.detach().onesLike().tril(0).eq(0);
    } else if (visible.dtype() == DType.BOOL) {
      hidden = visible.logicalNot();
    } else {
      hidden = visible.eq(Double.NEGATIVE_INFINITY);
      scores = scores.add(visible.maskedFill(hidden, 0.0));
    }
    var blind = hidden.to(DType.UINT8).amin(true, -1).to(DType.BOOL);
    return scores
        .maskedFill(hidden.logicalAnd(blind.logicalNot()), Double.NEGATIVE_INFINITY)
        .softmax(-1)
        .maskedFill(blind, 0.0)
        .matmul(value);
  }

  @Override
  void freed() {
    for (var input : inputs) {
      input.deallocate();
    }
    if (mask != null) {
      mask.deallocate();
    }
  }
}
