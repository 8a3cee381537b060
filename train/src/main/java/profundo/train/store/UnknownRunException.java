package profundo.train.store;

/// A run is asked for that the store does not hold, or by the beginning of several names.
public final class UnknownRunException extends StoreException {
  private static final long serialVersionUID = 1L;

  UnknownRunException(String message) {
    super(message);
  }
}
