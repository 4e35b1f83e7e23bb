package dev.punchpost.kiosk.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.ledger.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerKeyTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  @TempDir
  Path directory = Path.of("");

  @Test
  void aKeyIsMadeOnceForItsOwnerOnlyAndStays() throws IOException {
    assertEquals(Optional.empty(), LedgerKey.find(directory));
    VerifyingKey made = LedgerKey.open(directory, NOW).publicKey();
    assertEquals("rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("ledger.key"))));
    assertEquals(made, LedgerKey.open(directory, NOW).publicKey());
    assertEquals(made, LedgerKey.find(directory).orElseThrow().publicKey());
    try (var files = Files.list(directory)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aFileThatHoldsNoKeyIsSetAsideAndTheTerminalGoesOnWithANewOne() throws IOException {
    VerifyingKey before = LedgerKey.open(directory, NOW).publicKey();
    String text = Files.readString(directory.resolve("ledger.key"));
    Files.writeString(directory.resolve("ledger.key"), text.substring(0, 70));
    assertNotEquals(before, LedgerKey.open(directory, NOW).publicKey());
    assertTrue(Files.exists(directory.resolve("ledger.key.damaged-1800000000")));
    Files.writeString(directory.resolve("ledger.key"),
        text.substring(0, text.indexOf("-----BEGIN PUBLIC")) + LedgerKey.make().publicKey().pem());
    assertThrows(IllegalArgumentException.class, () -> LedgerKey.find(directory));
  }

  @Test
  void aSealIsGoodForItsTextItsKeyAndNothingElse() {
    LedgerKey key = LedgerKey.make();
    Seal seal = key.sign("text");
    assertTrue(key.publicKey().made(seal, "text"));
    assertFalse(key.publicKey().made(seal, "Text"));
    assertFalse(LedgerKey.make().publicKey().made(seal, "text"));
    assertFalse(key.publicKey().made(new Seal(seal.keyId(), seal.publicKey(), "00".repeat(64)), "text"));
    assertFalse(key.publicKey().made(new Seal(seal.keyId(), seal.publicKey(), ""), "text"));
    assertFalse(key.publicKey().made(new Seal("0", seal.publicKey(), seal.signature()), "text"));
  }

  /// RFC 8032, section 7.1, test 1 (an empty message), and RFC 8410, section 10.1, the example's key.
  @Test
  void keysAndSignaturesOfTheStandardsAreUnderstood() {
    VerifyingKey first = VerifyingKey.parse("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a\n");
    assertTrue(first.made(new Seal(first.id(), first.hex(),
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            + "d25bf5f0595bbe24655141438e7a100b"),
        ""));
    String pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
        + "-----END PUBLIC KEY-----\n";
    assertEquals(pem, VerifyingKey.parse(pem).pem());
    assertThrows(IllegalArgumentException.class, () -> VerifyingKey.parse("-----BEGIN PUBLIC KEY-----\nAAAA\n"
        + "-----END PUBLIC KEY-----"));
    assertThrows(IllegalArgumentException.class, () -> VerifyingKey.parse("hello"));
  }
}
