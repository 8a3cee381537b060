package profundo.recipes.adversarial;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import profundo.data.image.Images;
import profundo.lab.task.UsedImages;
import profundo.nn.Layer;
import profundo.tensor.Device;
import profundo.tensor.Tensor;

/// Pictures that are attacked, and the nets that read them.
///
/// @param pictures `[N, C, H, W]`, 0 to 1
/// @param labels what they show, `[N]`
/// @param classes the names of the classes
/// @param nets by name, each from pictures to scores
record Targets(Tensor pictures, Tensor labels, List<String> classes, Map<String, Layer> nets) {
  /// The first pictures of some.
  static Targets of(
      Images images, long count, List<String> classes, Map<String, Layer> nets, Device device) {
    long some = Math.min(count, images.size());
    return new Targets(
        UsedImages.pixels(images, some).to(device),
        images.labels().narrow(0, 0, some).to(device),
        classes,
        nets);
  }

  /// The first of them.
  Targets first(long count) {
    long some = Math.min(count, pictures.size(0));
    return new Targets(pictures.narrow(0, 0, some), labels.narrow(0, 0, some), classes, nets);
  }

  Layer net(String name) {
    return Objects.requireNonNull(nets.get(name), name);
  }
}
