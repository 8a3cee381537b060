package profundo.data.image;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.shared.FileKind;
import profundo.data.shared.Reading;
import profundo.data.shared.Refusal;
import profundo.tensor.DType;
import profundo.tensor.Tensor;

/// Reads idx files, the format of MNIST: a magic number with the type and the number of dimensions,
/// the sizes, and the numbers, all big-endian. Files of unsigned bytes are read, plain or gzipped.
public final class Idx {
  private static final int UNSIGNED_BYTES = 0x08;
  private static final long LARGEST = 1L << 31;

  private Idx() {}

  /// The file's numbers as a tensor of unsigned bytes with the file's sizes.
  ///
  /// @throws DataException if the file is no idx file of bytes, is cut short, or goes on after its
  ///   end
  public static Tensor read(Path file) {
    Given.require("file", file);
    return Reading.of(file, FileKind.Wish.IDX, in -> parse(in, file.toString()));
  }

  /// As [#read(Path)] from a stream; `name` is what errors call it.
  public static Tensor read(InputStream stream, String name) {
    Given.require("stream", stream);
    Given.require("name", name);
    return Reading.of(stream, name, FileKind.Wish.IDX, in -> parse(in, name));
  }

  private static Tensor parse(BufferedInputStream stored, String name) throws IOException {
    return parse(new DataInputStream(Reading.unpacked(stored)), name);
  }

  private static Tensor parse(DataInputStream in, String name) throws IOException {
    int magic = in.readInt();
    int dims = magic & 0xff;
    if (magic >>> 8 != UNSIGNED_BYTES || dims < 1 || dims > 4) {
      throw Refusal.of("notIdx", name, Integer.toHexString(magic));
    }
    var sizes = new long[dims];
    long total = 1;
    long extent = 1;
    for (int i = 0; i < dims; i++) {
      sizes[i] = in.readInt();
      if (sizes[i] < 0 || extent > LARGEST / Math.max(1, sizes[i])) {
        throw Refusal.of("notIdx", name, Integer.toHexString(magic));
      }
      extent *= Math.max(1, sizes[i]);
      total *= sizes[i];
    }
    var memory = fill(in, total);
    if (in.read() >= 0) {
      throw Refusal.of("long", name);
    }
    return Tensor.view(memory, DType.UINT8, sizes);
  }

  /// Grows with what is really there, so that a header's lie costs no memory.
  private static MemorySegment fill(InputStream in, long total) throws IOException {
    var memory = Arena.ofAuto().allocate(Math.max(1, Math.min(total, 1 << 20)));
    var buffer = new byte[1 << 16];
    long done = 0;
    while (done < total) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, total - done));
      if (read < 0) {
        throw new EOFException();
      }
      if (done + read > memory.byteSize()) {
        var larger = Arena.ofAuto().allocate(Math.min(total, memory.byteSize() * 4));
        larger.copyFrom(memory.asSlice(0, done));
        memory = larger;
      }
      MemorySegment.copy(MemorySegment.ofArray(buffer), 0, memory, done, read);
      done += read;
    }
    return memory;
  }
}
