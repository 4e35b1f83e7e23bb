package dev.punchpost.kiosk.forward.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.forward.LinkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileTest {
  @TempDir
  Path directory;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void fails(Supplier<byte[]> password, String words) {
    LinkException e = assertThrows(LinkException.class, password::get);
    assertEquals(LinkException.Kind.NOT_AUTHORISED, e.kind());
    assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
  }

  @Test
  void theLineEndIsNotPartOfItAndAChangeIsPickedUp() throws IOException {
    Path file = Files.writeString(directory.resolve("p"), "se cret\r\n");
    Supplier<byte[]> password = PasswordFile.of(Optional.of(file), Map.of());
    assertArrayEquals(bytes("se cret"), password.get());
    Files.writeString(file, "other");
    assertArrayEquals(bytes("other"), password.get());
  }

  @Test
  void withoutAFileTheSystemdCredentialCounts() throws IOException {
    Files.writeString(directory.resolve("punchpost.mqtt-password"), "from systemd\n");
    Map<String, String> environment = Map.of("CREDENTIALS_DIRECTORY", directory.toString());
    assertArrayEquals(bytes("from systemd"), PasswordFile.of(Optional.empty(), environment).get());
  }

  @Test
  void whatIsMissingIsNamedAndTheContentNeverIs() throws IOException {
    fails(PasswordFile.of(Optional.empty(), Map.of()), "neither password-file nor the systemd credential");
    fails(new PasswordFile(directory.resolve("none")), "does not exist");
    fails(new PasswordFile(Files.writeString(directory.resolve("empty"), "\n")), "is empty");
    fails(new PasswordFile(Files.writeString(directory.resolve("long"), "x".repeat(2_000))), "longer than 1 KiB");
    fails(new PasswordFile(directory), "cannot be read");
  }
}
