package profundo.optim;

/// What can be chosen of an optimizer that divides by the root of a mean of squares.
///
/// @param <O> the optimizer's own options
abstract class AdamOptions<O extends AdamOptions<O>> extends MomentOptions<O> {
  double eps;

  AdamOptions(double eps) {
    super(0.999);
    this.eps = eps;
  }

  /// What is added to the root of the mean square.
  public O eps(double eps) {
    this.eps = Checks.atLeast("eps", eps, 0);
    return self();
  }
}
