package profundo.tensor;

import java.util.Locale;
import java.util.StringJoiner;

/// How a tensor looks in a terminal or a notebook: its kind, and at most a screen of its numbers.
final class Printing {
  private static final int EDGE = 3;
  private static final int FULL = 2 * EDGE;

  private Printing() {}

  static String print(Tensor tensor) {
    var kind =
        "Tensor "
            + tensor.shape()
            + " "
            + tensor.dtype().name().toLowerCase(Locale.ROOT)
            + " "
            + tensor.device();
    if (tensor.dtype().isComplex()) {
      return kind + "\n" + "real " + body(tensor.real()) + "\nimag " + body(tensor.imag());
    }
    return kind + (tensor.dim() == 0 ? " " : "\n") + body(tensor);
  }

  private static String body(Tensor tensor) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      return rows(tensor, "");
    }
  }

  private static String rows(Tensor tensor, String indent) {
    if (tensor.dim() == 0) {
      return number(tensor);
    }
    long size = tensor.size(0);
    boolean flat = tensor.dim() == 1;
    var rows = new StringJoiner(flat ? ", " : ",\n" + indent + " ", "[", "]");
    for (long i = 0; i < size; i++) {
      if (size > FULL && i == EDGE) {
        rows.add("…");
        i = size - EDGE;
      }
      rows.add(rows(tensor.get(i), indent + " "));
    }
    return rows.toString();
  }

  private static String number(Tensor tensor) {
    return switch (tensor.dtype()) {
      case BOOL -> String.valueOf(tensor.itemLong() != 0);
      case UINT8, INT8, INT16, INT32, INT64 -> String.valueOf(tensor.itemLong());
      default -> String.format(Locale.ROOT, "%.5g", tensor.item());
    };
  }
}
