package dev.punchpost.kiosk.reader;

import dev.punchpost.drivers.blebadge.TokenSecret;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// The secrets of phones and badges with rotating tokens: a line for each, its name and its secret in hexadecimal (16 to
/// 64 bytes) with blanks between; `#` begins a remark. Only its owner and group may read it. No message repeats a secret.
public final class TokenFile {
  private static final long LARGEST = 4 << 20;

  private TokenFile() {}

  /// Reads all secrets.
  ///
  /// @throws HalException PERMISSION if it may not be read, or everybody may; IO if it is not there, or for the first
  ///   line that is wrong
  public static List<TokenSecret> read(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.OTHERS_READ)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new HalException(Kind.PERMISSION,
            "token file " + file + " is open to every user: sudo chmod o= " + file);
      }
      if (Files.size(file) > LARGEST) {
        throw new HalException(Kind.IO, "token file " + file + " has more than " + LARGEST + " bytes");
      }
      return secrets(file, Files.readAllLines(file, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      throw new HalException(Kind.IO, "token file " + file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new HalException(Kind.PERMISSION, "token file " + file + " may not be read by this user", e);
    } catch (IOException e) {
      throw new HalException(Kind.IO, "token file " + file + " cannot be read", e);
    }
  }

  private static List<TokenSecret> secrets(Path file, List<String> lines) {
    List<TokenSecret> secrets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.split("\\s+", -1);
      if (words.length != 2 || !words[1].matches("(?:[0-9A-Fa-f]{2}){16,64}")
          || !words[0].matches("[A-Za-z0-9._-]{1,64}")) {
        throw new HalException(Kind.IO, "token file " + file + ", line " + (i + 1)
            + ": expected a name of A-Z, a-z, 0-9, '.', '_' and '-', and 32 to 128 hexadecimal digits");
      }
      if (!names.add(words[0])) {
        throw new HalException(Kind.IO, "token file " + file + ", line " + (i + 1) + ": this badge is there already");
      }
      secrets.add(new TokenSecret(words[0], HexFormat.of().parseHex(words[1])));
    }
    if (secrets.isEmpty()) {
      throw new HalException(Kind.IO, "token file " + file + " holds no badge");
    }
    return secrets;
  }
}
