package profundo.data.shared;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// What a file is by its first bytes, so that one which is given in the place of another is named
/// for what it is.
public enum FileKind {
  POINTER(Group.POINTER, "Git LFS", 0, hex("version https://git-lfs.github.com/spec/")),
  PAGE(Group.PAGE, "HTML", 0, ""),
  SEVEN_ZIP(Group.PACKED, "7z", 0, "377abcaf271c"),
  RAR(Group.PACKED, "RAR", 0, hex("Rar!") + "1a07"),
  XZ(Group.PACKED, "xz", 0, "fd377a585a00"),
  ZSTANDARD(Group.PACKED, "Zstandard", 0, "28b52ffd"),
  LZ4(Group.PACKED, "LZ4", 0, "04224d18"),
  COMPRESS(Group.PACKED, "compress", 0, "1f9d"),
  BZIP2(Group.PACKED, "bzip2", 0, hex("BZh")),
  GZIP(Group.PACKED, "gzip", 0, "1f8b"),
  XLSX(Group.SHEET, "Excel", 30, hex("[Content_Types].xml")),
  ODS(Group.SHEET, "ODS", 30, hex("mimetypeapplication/vnd.oasis.opendocument.spreadsheet")),
  XLS(Group.SHEET, "Excel", 0, "d0cf11e0a1b11ae1"),
  ZIP(Group.PACKED, "zip", 0, hex("PK") + "0304"),
  TAR(Group.PACKED, "tar", 257, hex("ustar")),
  PNG(Group.PICTURE, "PNG", 0, "89504e470d0a1a0a"),
  JPEG(Group.PICTURE, "JPEG", 0, "ffd8ff"),
  GIF(Group.PICTURE, "GIF", 0, hex("GIF8")),
  WEBP(Group.PICTURE, "WebP", 8, hex("WEBP")),
  TIFF(Group.PICTURE, "TIFF", 0, "49492a00"),
  TIFF_BIG_ENDIAN(Group.PICTURE, "TIFF", 0, "4d4d002a"),
  HEIC(Group.PICTURE, "HEIC", 4, hex("ftyphei")),
  HEIF(Group.PICTURE, "HEIF", 4, hex("ftypmif1")),
  AVIF(Group.PICTURE, "AVIF", 4, hex("ftypavif")),
  SVG(Group.PICTURE, "SVG", 0, hex("<svg")),
  WAV(Group.SOUND, "WAV", 8, hex("WAVE")),
  FLAC(Group.SOUND, "FLAC", 0, hex("fLaC")),
  OGG(Group.SOUND, "Ogg", 0, hex("OggS")),
  MP3(Group.SOUND, "MP3", 0, hex("ID3")),
  MP3_BARE(Group.SOUND, "MP3", 0, "fffb"),
  AIFF(Group.SOUND, "AIFF", 0, hex("FORM")),
  M4A(Group.SOUND, "M4A", 4, hex("ftypM4A")),
  UTF_16(Group.TEXT, "UTF-16", 0, "fffe"),
  UTF_16_BIG_ENDIAN(Group.TEXT, "UTF-16", 0, "feff"),
  PDF(Group.OTHER, "PDF", 0, hex("%PDF-")),
  NUMPY(Group.OTHER, "NumPy", 0, "93" + hex("NUMPY")),
  HDF5(Group.OTHER, "HDF5", 0, "89" + hex("HDF") + "0d0a1a0a"),
  PARQUET(Group.OTHER, "Parquet", 0, hex("PAR1")),
  SQLITE(Group.OTHER, "SQLite", 0, hex("SQLite format 3"));

  /// What has to be done with it.
  private enum Group {
    POINTER,
    PAGE,
    PACKED,
    PICTURE,
    SOUND,
    TEXT,
    SHEET,
    OTHER
  }

  /// What a reader reads.
  public enum Wish {
    ARCHIVE(ZIP, GZIP, TAR, BZIP2),
    PICTURE(PNG, JPEG, GIF),
    SOUND(WAV),
    TABLE(GZIP),
    TEXT(GZIP, PAGE, SVG),
    IDX(GZIP),
    CATALOGUE;

    private final FileKind[] read;

    Wish(FileKind... read) {
      this.read = read;
    }

    /// Refuses what a reader could take for its own: text that stands in the place of the data.
    public void refuseStandIn(byte[] begin, String name) {
      var kind = FileKind.of(begin);
      if (kind.isPresent() && (kind.get() == FileKind.POINTER || kind.get() == FileKind.PAGE)) {
        refuse(kind.get(), name, null);
      }
    }

    /// Refuses another kind of file by its name.
    ///
    /// @param failure what came of reading it
    public void refuseOther(byte[] begin, String name, Throwable failure) {
      FileKind.of(begin).ifPresent(kind -> refuse(kind, name, failure));
    }

    private void refuse(
        FileKind kind, String name, @org.jspecify.annotations.Nullable Throwable failure) {
      if (!Arrays.asList(read).contains(kind)) {
        var wanted = Refusal.text("wanted." + name().toLowerCase(Locale.ROOT));
        var key = "is." + kind.group.name().toLowerCase(Locale.ROOT);
        throw Refusal.of(failure, key, name, kind.label, wanted);
      }
    }
  }

  /// How many of a file's first bytes tell what it is.
  public static final int BEGIN = 512;

  private final Group group;
  private final String label;
  private final int offset;
  private final byte[] magic;

  FileKind(Group group, String label, int offset, String magic) {
    this.group = group;
    this.label = label;
    this.offset = offset;
    this.magic = HexFormat.of().parseHex(magic);
  }

  /// What a file is that begins so, if that can be told.
  public static Optional<FileKind> of(byte[] begin) {
    if (isPage(begin)) {
      return Optional.of(PAGE);
    }
    return Arrays.stream(values())
        .filter(kind -> kind.magic.length > 0 && kind.begins(begin))
        .findFirst();
  }

  private boolean begins(byte[] file) {
    int end = offset + magic.length;
    return file.length >= end && Arrays.equals(file, offset, end, magic, 0, magic.length);
  }

  private static boolean isPage(byte[] begin) {
    var text = new String(begin, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
    return text.startsWith("<!doctype html") || text.startsWith("<html");
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }
}
