package profundo.lab.task;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import profundo.base.UserPath;
import profundo.data.image.ImageCrop;
import profundo.data.image.ImageFolder;
import profundo.data.image.LabelledImages;
import profundo.data.source.Sources;
import profundo.lab.UsageException;

/// The labelled images that `--data` names: a dataset of the catalogue, or a folder that holds a
/// folder for each class.
public sealed interface ImageData {
  /// The datasets of the catalogue, each of ten classes.
  List<String> NAMES = List.of("mnist", "fashion-mnist", "kmnist", "cifar-10");

  /// How a folder stands among the names of data that a recipe can read.
  String FOLDER = "FOLDER";

  /// What a recipe can read that reads any of these: its paper's dataset first.
  static List<String> choices(String paper) {
    var others = NAMES.stream().filter(name -> !name.equals(paper));
    return Stream.concat(Stream.of(paper), Stream.concat(others, Stream.of(FOLDER))).toList();
  }

  /// The names of the classes: the label n is that of the class at n.
  List<String> classes();

  /// Reads them as a net wants them, `[channels, height, width]`.
  ///
  /// @throws profundo.data.DataException if no source has them, or a file cannot be read
  default LabelledImages read(Sources sources, int channels, int height, int width) {
    return read(sources, new ImageCrop(channels, height, width));
  }

  /// As [#read(Sources,int,int,int)]; a folder's pictures with this margin, where those of a known
  /// dataset are brought to the size without one.
  LabelledImages read(Sources sources, ImageCrop crop);

  /// Whether this names a dataset of the catalogue, and no folder.
  static boolean isKnown(String data) {
    return NAMES.contains(data);
  }

  /// What this text names.
  ///
  /// @throws UsageException if it is neither a dataset nor a folder
  static ImageData of(String data) {
    if (isKnown(data)) {
      return new Known(data);
    }
    var folder = UserPath.of(data);
    if (Files.isDirectory(folder)) {
      return new Folder(folder);
    }
    throw new UsageException("noDataset", data, String.join(", ", NAMES));
  }

  /// A dataset of the catalogue.
  ///
  /// @param name one of [#NAMES]
  record Known(String name) implements ImageData {
    @Override
    public List<String> classes() {
      return ImageClasses.of(name);
    }

    @Override
    public LabelledImages read(Sources sources, ImageCrop crop) {
      return LabelledImages.named(name, sources).as(crop.channels(), crop.height(), crop.width());
    }
  }

  /// A folder of images by class: see [LabelledImages#folder].
  ///
  /// @param path where it is
  record Folder(Path path) implements ImageData {
    @Override
    public List<String> classes() {
      return ImageFolder.classes(path);
    }

    @Override
    public LabelledImages read(Sources sources, ImageCrop crop) {
      return LabelledImages.folder(path, crop);
    }
  }
}
