package dev.punchpost.kiosk.reader;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/// A file with an AES-128 key: 32 hexadecimal digits, blanks and line ends around them. Only its owner and group may
/// read it. No message tells anything of the key.
public final class KeyFile {
  private static final Pattern FORM = Pattern.compile("\\s*([0-9A-Fa-f]{32})\\s*");
  private static final int LARGEST = 256;

  private KeyFile() {}

  /// Reads the key.
  ///
  /// @return 16 bytes
  /// @throws HalException PERMISSION if the file may not be read, or everybody may; IO if it is not there or holds no
  ///   key
  public static byte[] read(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.OTHERS_READ)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new HalException(Kind.PERMISSION,
            "key file " + file + " is open to every user: sudo chmod o= " + file);
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(LARGEST + 1);
      }
      var match = FORM.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
      if (bytes.length > LARGEST || !match.matches()) {
        throw new HalException(Kind.IO, "key file " + file + " does not hold 32 hexadecimal digits and nothing else");
      }
      return HexFormat.of().parseHex(match.group(1));
    } catch (NoSuchFileException e) {
      throw new HalException(Kind.IO, "key file " + file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new HalException(Kind.PERMISSION, "key file " + file + " may not be read by this user", e);
    } catch (IOException e) {
      throw new HalException(Kind.IO, "key file " + file + " cannot be read", e);
    }
  }
}
