package dev.punchpost.kiosk.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.fingervault.VaultKey;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerSecretsTest {
  private static final String KEY = "0123456789abcdef".repeat(4);

  @TempDir
  Path folder = Path.of("/");

  private Path file(String name, String text, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static FingerSecrets of(Optional<Path> key, Optional<Path> password) {
    return FingerSecrets.of(key, password, Map.of());
  }

  @Test
  void keyAndPasswordAreReadFromFilesOfTheOwner() throws IOException {
    FingerSecrets secrets = of(Optional.of(file("key", KEY + "\n", "rw-------")),
        Optional.of(file("password", "DEADbeef\n", "r--------")));
    assertEquals(VaultKey.of(KEY.getBytes(StandardCharsets.US_ASCII)), secrets.key());
    assertEquals(0xDEADBEEFL, secrets.password());
  }

  @Test
  void withoutAFileTheCredentialIsTakenAndWithoutAPasswordItIsNone() throws IOException {
    Map<String, String> environment = Map.of("CREDENTIALS_DIRECTORY", folder.toString());
    FingerSecrets secrets = FingerSecrets.of(Optional.empty(), Optional.empty(), environment);
    assertTrue(String.valueOf(assertThrows(HalException.class, secrets::key).getMessage())
        .contains("neither key-file nor the systemd credential punchpost.finger-key"));
    assertEquals(0, secrets.password());
    // systemd gives these to the group of the user, by an ACL.
    file("punchpost.finger-key", KEY, "r--r-----");
    file("punchpost.finger-password", "00000007", "r--r-----");
    assertEquals(VaultKey.of(KEY.getBytes(StandardCharsets.US_ASCII)), secrets.key());
    assertEquals(7, secrets.password());
  }

  @Test
  void aFileThatOthersMayReadIsRefused() throws IOException {
    for (String open : new String[]{"rw-r-----", "rw--w----", "rw----r--", "rw-----w-"}) {
      FingerSecrets secrets = of(Optional.of(file("key", KEY, open)), Optional.of(file("password", "00000001", open)));
      assertEquals(Kind.PERMISSION, assertThrows(HalException.class, secrets::key).kind());
      assertEquals(Kind.PERMISSION, assertThrows(HalException.class, secrets::password).kind());
    }
  }

  @Test
  void whatIsNoKeyOrPasswordIsRefusedWithoutBeingRepeated() throws IOException {
    for (String text : new String[]{"", KEY.substring(1), KEY + "0", "x" + KEY.substring(1)}) {
      FingerSecrets secrets = of(Optional.of(file("key", text, "rw-------")),
          Optional.of(file("password", text, "rw-------")));
      for (HalException e : new HalException[]{assertThrows(HalException.class, secrets::key),
        assertThrows(HalException.class, secrets::password)}) {
        assertEquals(Kind.IO, e.kind());
        assertFalse(String.valueOf(e.getMessage()).contains(KEY.substring(2, 20)), e.getMessage());
      }
    }
    assertEquals(Kind.IO, assertThrows(HalException.class,
        of(Optional.of(folder.resolve("none")), Optional.empty())::key).kind());
  }
}
