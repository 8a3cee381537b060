package profundo.lab.task;

import java.util.List;
import java.util.stream.IntStream;

/// The names of the classes of known images.
public final class ImageClasses {
  /// Of CIFAR-10.
  public static final List<String> CIFAR10 =
      List.of("aeroplane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "lorry");

  private static final List<String> DIGITS =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();
  private static final List<String> CLOTHES =
      List.of(
          "T-shirt",
          "trousers",
          "pullover",
          "dress",
          "coat",
          "sandal",
          "shirt",
          "trainer",
          "bag",
          "boot");
  private static final List<String> KANA =
      List.of("お", "き", "す", "つ", "な", "は", "ま", "や", "れ", "を");

  private ImageClasses() {}

  /// Of `mnist`, `fashion-mnist`, `kmnist` or `cifar-10`.
  public static List<String> of(String data) {
    return switch (data) {
      case "fashion-mnist" -> CLOTHES;
      case "kmnist" -> KANA;
      case "cifar-10" -> CIFAR10;
      default -> DIGITS;
    };
  }
}
