package dev.punchpost.kiosk.reader;

import dev.punchpost.drivers.fingervault.VaultKey;
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
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a fingerprint module needs that nobody may see: the key of the templates at rest and the module's password, each
/// from a file that only its owner may read (0600), or a systemd credential. No message tells anything of them.
///
/// @param keyFile empty: the credential [#KEY_CREDENTIAL]
/// @param passwordFile empty: the credential [#PASSWORD_CREDENTIAL]; without it the password is 0, as modules come
/// @param credentials the folder that systemd has made of the credentials, or the one that it takes them from
public record FingerSecrets(Optional<Path> keyFile, Optional<Path> passwordFile, Path credentials) {
  /// Names of the credentials (`/etc/credstore/` and the unit's `ImportCredential=`; systemd.exec(5), "Credentials").
  public static final String KEY_CREDENTIAL = "punchpost.finger-key";
  public static final String PASSWORD_CREDENTIAL = "punchpost.finger-password";

  /// Where systemd takes the credentials from, for a program of root's that is not the service.
  private static final Path STORE = Path.of("/etc/credstore");
  private static final int LARGEST = 256;
  private static final Set<PosixFilePermission> OPEN = Set.of(PosixFilePermission.GROUP_READ,
      PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

  /// @param environment of the process
  public static FingerSecrets of(Optional<Path> keyFile, Optional<Path> passwordFile, Map<String, String> environment) {
    return new FingerSecrets(keyFile, passwordFile,
        Optional.ofNullable(environment.get("CREDENTIALS_DIRECTORY")).map(Path::of).orElse(STORE));
  }

  /// Where the key lies if no file is named.
  public static Path keyCredential() {
    return STORE.resolve(KEY_CREDENTIAL);
  }

  /// Where the password lies if no file is named.
  public static Path passwordCredential() {
    return STORE.resolve(PASSWORD_CREDENTIAL);
  }

  /// The key of the templates.
  ///
  /// @throws HalException PERMISSION if the file may not be read, or others may; IO if there is none, or no key in it
  public VaultKey key() {
    Path file = keyFile.or(() -> credential(KEY_CREDENTIAL)).orElseThrow(() -> new HalException(Kind.IO,
        "there is no key for the templates of fingers: neither key-file nor the systemd credential "
            + KEY_CREDENTIAL));
    byte[] content = read(file, keyFile.isPresent());
    try {
      return VaultKey.of(content);
    } catch (IllegalArgumentException e) {
      throw new HalException(Kind.IO, "key file " + file + " does not hold 64 hexadecimal digits and nothing else", e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /// The module's password, 0 .. 0xFFFFFFFF.
  ///
  /// @throws HalException likewise
  public long password() {
    Optional<Path> file = passwordFile.or(() -> credential(PASSWORD_CREDENTIAL));
    if (file.isEmpty()) {
      return 0;
    }
    String text = new String(read(file.get(), passwordFile.isPresent()), StandardCharsets.ISO_8859_1).strip();
    if (!text.matches("[0-9A-Fa-f]{8}")) {
      throw new HalException(Kind.IO, "password file " + file.get() + " does not hold 8 hexadecimal digits and nothing"
          + " else");
    }
    return Long.parseLong(text, 16);
  }

  private Optional<Path> credential(String name) {
    return Optional.of(credentials.resolve(name)).filter(Files::exists);
  }

  /// @param ours whether its permissions are ours to judge; systemd sees to those of a credential
  private static byte[] read(Path file, boolean ours) {
    try {
      if (ours && Files.getPosixFilePermissions(file).stream().anyMatch(OPEN::contains)) {
        throw new HalException(Kind.PERMISSION, "file " + file + " is open to others: sudo chmod 0600 " + file);
      }
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(LARGEST);
      }
    } catch (NoSuchFileException e) {
      throw new HalException(Kind.IO, "file " + file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new HalException(Kind.PERMISSION, "file " + file + " may not be read by this user", e);
    } catch (IOException e) {
      throw new HalException(Kind.IO, "file " + file + " cannot be read", e);
    }
  }
}
