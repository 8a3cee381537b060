package profundo.data.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import profundo.base.Sha256;
import profundo.data.DataException;
import profundo.data.shared.Refusal;

/// Reads every picture of a folder once, on all cores: so damaged files are known before anything
/// is trained, and what small pictures become is kept.
///
/// @param listing the pictures that can be read
/// @param leftOut the others
/// @param hashes a line for each picture: its name and the SHA-256 of its bytes
record FolderReading(FolderListing listing, List<Path> leftOut, List<String> hashes) {
  /// As many bytes of pictures are kept in memory; more stay in their files.
  private static final long KEPT = 1L << 28;

  /// One damaged picture in a hundred is left out; more are refused.
  private static final int TOLERATED = 100;

  private static final int NAMED = 5;

  private record Seen(
      FolderListing.Picture picture, String hash, @Nullable DataException failure) {}

  /// @throws DataException if more than one in a hundred cannot be read, or all of a class
  static FolderReading of(FolderListing all, ImageCrop crop) {
    boolean keeps = crop.margin() == 0 && (long) all.pictures().size() * crop.bytes() <= KEPT;
    var seen =
        all.pictures().parallelStream().map(one -> seen(all.folder(), one, crop, keeps)).toList();
    var readable = new ArrayList<FolderListing.Picture>();
    var damaged = new ArrayList<DataException>();
    var leftOut = new ArrayList<Path>();
    for (var one : seen) {
      if (one.failure() == null) {
        readable.add(one.picture());
      } else {
        damaged.add(one.failure());
        leftOut.add(one.picture().file());
      }
    }
    refuse(all, damaged, leftOut);
    refuseLostClass(seen, readable);
    var rest = new FolderListing(all.folder(), all.classes(), readable);
    return new FolderReading(rest, leftOut, seen.stream().map(Seen::hash).toList());
  }

  private static Seen seen(
      Path folder, FolderListing.Picture picture, ImageCrop crop, boolean keeps) {
    var name = folder.relativize(picture.file()).toString().replace('\\', '/');
    try {
      var bytes = ImageFile.bytes(picture.file());
      var hash = name + " " + Sha256.of(bytes);
      try {
        var bitmap = ImageFile.decode(bytes, picture.file().toString());
        var kept = keeps ? crop.middle(crop.scaled(bitmap)) : null;
        return new Seen(
            new FolderListing.Picture(picture.file(), picture.label(), kept), hash, null);
      } catch (DataException e) {
        return new Seen(picture, hash, e);
      }
    } catch (DataException e) {
      return new Seen(picture, name, e);
    }
  }

  private static void refuse(FolderListing all, List<DataException> damaged, List<Path> leftOut) {
    int count = all.pictures().size();
    if ((long) damaged.size() * TOLERATED > count) {
      if (damaged.size() == 1) {
        throw damaged.getFirst();
      }
      var more = leftOut.size() > NAMED ? ", …" : "";
      var names =
          leftOut.stream()
              .limit(NAMED)
              .map(file -> all.folder().relativize(file).toString())
              .collect(Collectors.joining(", ", "", more));
      throw Refusal.of(
          damaged.getFirst(), "manyDamaged", all.folder(), damaged.size(), count, names);
    }
  }

  /// A class whose every picture is damaged is none that can be learnt.
  private static void refuseLostClass(List<Seen> seen, List<FolderListing.Picture> readable) {
    var there = readable.stream().map(FolderListing.Picture::label).collect(Collectors.toSet());
    for (var one : seen) {
      if (one.failure() != null && !there.contains(one.picture().label())) {
        throw one.failure();
      }
    }
  }

  /// What was read of these folders together.
  static String sha256(List<FolderReading> readings) {
    var lines = new StringBuilder();
    for (var reading : readings) {
      reading.hashes.forEach(line -> lines.append(line).append('\n'));
      lines.append('\n');
    }
    return Sha256.of(lines.toString().getBytes(UTF_8));
  }
}
