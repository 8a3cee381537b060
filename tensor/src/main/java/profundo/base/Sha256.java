package profundo.base;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The secure hash of FIPS 180-4.
public final class Sha256 {
  private Sha256() {}

  /// SHA-256 of bytes, one part after the other, in hexadecimal digits.
  public static String of(byte[]... parts) {
    Given.require("parts", parts);
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        digest.update(Given.require("parts", part));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
