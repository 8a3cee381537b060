package profundo.data.image;

import static java.util.Objects.requireNonNull;
import static java.util.function.Predicate.not;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.shared.Refusal;

/// Labelled pictures from a folder that holds a folder for each class, as torchvision's
/// `ImageFolder` reads them: `cats/1.jpg`, `dogs/old/2.png`.
///
/// ```java
/// var train = ImageFolder.read(Path.of("pets/train"), 64, 64, o -> o.flip());
/// var loader = new Loader(train.images(), o -> o.batch(32).shuffle(1));
/// ```
///
/// @param classes the classes in the order of their names: the label n is that of the class at n
/// @param images the pictures, `[3, height, width]`, by class and by name
/// @param leftOut files that cannot be read, one in a hundred at most
public record ImageFolder(List<String> classes, Images images, List<Path> leftOut) {
  private static final Set<String> ENDINGS =
      Set.of("png", "jpg", "jpeg", "gif", "bmp", "pbm", "pgm", "ppm");

  /// Copies the lists.
  public ImageFolder {
    classes = List.copyOf(classes);
    leftOut = List.copyOf(leftOut);
  }

  /// As [#read(Path,ImageCrop,Consumer)], in colours and without a margin.
  public static ImageFolder read(
      Path folder, int height, int width, Consumer<ImageOptions> settings) {
    return read(folder, new ImageCrop(3, height, width), settings);
  }

  /// Reads every PNG, JPEG, GIF, BMP, PBM, PGM and PPM file below the folder of each class, and
  /// passes over other files and what begins with a point. Without a margin, and if all fit into
  /// 256 MiB as the net reads them, they stay in memory, as bytes; otherwise they are decoded each
  /// time they are asked for, on a loader's threads.
  ///
  /// @param crop how a picture of any size becomes what a net reads
  /// @param settings how bytes become numbers, and what is done to a picture in training
  /// @throws DataException if the folder cannot be read, holds no folders, one of these has no
  ///   picture, or more than one picture in a hundred is damaged
  public static ImageFolder read(Path folder, ImageCrop crop, Consumer<ImageOptions> settings) {
    Given.require("folder", folder);
    Given.require("crop", crop);
    Given.require("settings", settings);
    var reading = FolderReading.of(list(folder), crop);
    var listing = reading.listing();
    return new ImageFolder(listing.classes(), listing.images(crop, settings), reading.leftOut());
  }

  /// The classes of such a folder: the names of the folders in it, or in its `train` where its
  /// maker has split it, in their order.
  ///
  /// @throws DataException if it cannot be read or holds no folders
  public static List<String> classes(Path folder) {
    return kinds(FolderSplit.train(Given.require("folder", folder))).stream()
        .map(ImageFolder::name)
        .toList();
  }

  private static List<Path> kinds(Path folder) {
    var kinds = inside(folder, Files::isDirectory, 1);
    if (kinds.isEmpty()) {
      throw Refusal.of("noClasses", folder);
    }
    return kinds;
  }

  /// The pictures of a folder, unread.
  static FolderListing list(Path folder) {
    var kinds = kinds(folder);
    var pictures = new ArrayList<FolderListing.Picture>();
    for (int label = 0; label < kinds.size(); label++) {
      var files = inside(kinds.get(label), ImageFolder::isPicture, Integer.MAX_VALUE);
      if (files.isEmpty()) {
        throw Refusal.of("emptyClass", kinds.get(label));
      }
      for (var file : files) {
        pictures.add(new FolderListing.Picture(file, label, null));
      }
    }
    return new FolderListing(folder, kinds.stream().map(ImageFolder::name).toList(), pictures);
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }

  private static List<Path> inside(Path folder, Predicate<Path> wanted, int depth) {
    try (var files = Files.walk(folder, depth)) {
      return files
          .filter(not(folder::equals))
          .filter(file -> isVisible(folder.relativize(file)))
          .filter(wanted)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw unreadable(folder, requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static DataException unreadable(Path folder, IOException failure) {
    return Refusal.of(failure, "unreadable", folder, Refusal.reason(failure));
  }

  private static boolean isVisible(Path inside) {
    for (var part : inside) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPicture(Path file) {
    var name = file.getFileName().toString();
    var ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return ENDINGS.contains(ending) && Files.isRegularFile(file);
  }
}
