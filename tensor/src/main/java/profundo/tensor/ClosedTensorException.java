package profundo.tensor;

/// A tensor was used after its memory was given back. The message says which operation made the
/// tensor and what closed it; with `-Dprofundo.debug=true` the causes are the two stack traces.
public final class ClosedTensorException extends TensorException {
  private static final long serialVersionUID = 1L;

  ClosedTensorException(String message) {
    super(message);
  }
}
