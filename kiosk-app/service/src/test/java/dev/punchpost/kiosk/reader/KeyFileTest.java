package dev.punchpost.kiosk.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  private static final String KEY = "00112233445566778899AABBCCDDEEFF";

  @TempDir
  Path folder = Path.of("/");

  private Path file(String text, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }

  @Test
  void aKeyIsReadWithItsLineEnd() throws IOException {
    assertEquals(KEY, HexFormat.of().withUpperCase().formatHex(KeyFile.read(file(" " + KEY + "\n", "rw-r-----"))));
  }

  @Test
  void whatIsNoKeyIsRefusedWithoutBeingRepeated() throws IOException {
    for (String text : new String[]{"", KEY.substring(1), KEY + "0", "x" + KEY, KEY + KEY, "\u0000".repeat(5_000)}) {
      HalException e = assertThrows(HalException.class, () -> KeyFile.read(file(text, "rw-------")));
      assertEquals(HalException.Kind.IO, e.kind());
      assertTrue(String.valueOf(e.getMessage()).contains(folder.resolve("key").toString()), e.getMessage());
      assertFalse(String.valueOf(e.getMessage()).contains(KEY.substring(1)), e.getMessage());
    }
  }

  @Test
  void aFileThatIsNotThereOrOpenToAllIsRefused() throws IOException {
    assertEquals(HalException.Kind.IO,
        assertThrows(HalException.class, () -> KeyFile.read(folder.resolve("none"))).kind());
    for (String open : new String[]{"rw-r--r--", "rw----rw-"}) {
      HalException e = assertThrows(HalException.class, () -> KeyFile.read(file(KEY, open)));
      assertEquals(HalException.Kind.PERMISSION, e.kind());
      assertTrue(String.valueOf(e.getMessage()).contains("chmod o="), e.getMessage());
    }
  }
}
