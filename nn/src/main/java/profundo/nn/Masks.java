package profundo.nn;

import org.jspecify.annotations.Nullable;
import profundo.tensor.DType;
import profundo.tensor.DTypeException;
import profundo.tensor.Device;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// What attention may not see. As in PyTorch, true hides.
///
/// A query from which everything is hidden attends to nothing: its weights and what they make of
/// the values are zeros, in training too, and it passes no gradient on.
///
/// @param causal whether query i sees keys 0 to i only, also where there are more keys than queries
///   or fewer; a query that is decoded after others is counted after them
/// @param padding which keys are padding, truth values `[N, S]`; or null
/// @param hidden which keys each query may not see, truth values that broadcast to `[N, heads, L,
///   S]`, such as `[L, S]`; or null
public record Masks(boolean causal, @Nullable Tensor padding, @Nullable Tensor hidden) {
  /// Checks that the masks are truth values.
  ///
  /// @throws NetException if they are of another type, or the padding is not `[N, S]`
  public Masks {
    requireTruth("padding", padding);
    requireTruth("hidden", hidden);
    if (padding != null && padding.dim() != 2) {
      throw new ShapeException(
          "", "The mask of padding is [N, S], not " + padding.shape() + ".", padding.shape());
    }
  }

  private static void requireTruth(String what, @Nullable Tensor mask) {
    if (mask != null && mask.dtype() != DType.BOOL) {
      throw new DTypeException(
          "",
          "The mask "
              + what
              + " "
              + mask.shape()
              + " is "
              + mask.dtype()
              + "; truth values are wanted, of which true hides: use to(DType.BOOL), or"
              + " logicalNot() where 1 is to be seen.",
          mask.shape());
    }
  }

  /// Everything may be seen.
  public static final Masks NONE = new Masks(false, null, null);

  /// Position i sees positions up to i only.
  public static final Masks CAUSAL = new Masks(true, null, null);

  /// Hides padding, given as truth values `[N, S]`.
  public static Masks padding(Tensor padding) {
    return new Masks(false, Given.require("padding", padding), null);
  }

  /// These masks with the padding `[N, S]` hidden as well.
  public Masks withPadding(Tensor padding) {
    return new Masks(causal, Given.require("padding", padding), hidden);
  }

  /// Whether causality is all there is to hide, which the kernel knows by itself.
  boolean onlyCausal() {
    return causal && padding == null && hidden == null;
  }

  /// What may be seen, as truth values that broadcast to `[N, heads, L, S]`; null for everything.
  ///
  /// @param past how many keys came before the first query
  @Nullable Tensor visible(long queries, long keys, long past, Device device) {
    Tensor covered = hidden;
    if (causal && past + 1 < keys) {
      covered = or(covered, Tensors.full(1, DType.BOOL, device, queries, keys).triu(1 + past));
    }
    if (padding != null) {
      covered = or(covered, padding.unsqueeze(1).unsqueeze(1));
    }
    return covered == null ? null : covered.logicalNot();
  }

  private static Tensor or(@Nullable Tensor one, Tensor other) {
    return one == null ? other : one.logicalOr(other);
  }
}
