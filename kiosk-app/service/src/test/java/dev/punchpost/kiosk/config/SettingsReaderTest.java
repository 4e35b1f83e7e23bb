package dev.punchpost.kiosk.config;

import static dev.punchpost.kiosk.config.GoodFile.FILE;
import static dev.punchpost.kiosk.config.GoodFile.good;
import static dev.punchpost.kiosk.config.GoodFile.mistakes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.serial.SerialOptions;
import dev.punchpost.hal.serial.SerialOptions.Parity;
import dev.punchpost.kiosk.config.SettingsResult.Bad;
import dev.punchpost.kiosk.config.SettingsResult.Good;
import dev.punchpost.kiosk.forward.BrokerUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Good files, and files that cannot be read at all. What is wrong inside a file: [MistakesTest].
class SettingsReaderTest {
  @TempDir
  Path folder;

  @Test
  void theShortestFileHasDocumentedDefaults() {
    Settings s = good(SettingsReader.parse(GoodFile.SHORTEST, FILE)).settings();

    assertEquals(new Settings.Terminal("plant-a", "door-1", ZoneId.of("Europe/Madrid"), "en"), s.terminal());
    assertEquals("plant-a.door-1", s.terminal().clientId());
    assertEquals(List.of(), s.readers());
    assertEquals(new Settings.Store(Path.of("/var/lib/punchpost"), 64_000_000), s.store());
    assertEquals(new Settings.Mqtt(List.of(new BrokerUrl(false, "127.0.0.1", 1883)), Optional.empty(),
        Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(60)), s.mqtt());
    assertEquals(new Settings.Control(Path.of("/var/lib/punchpost/control.sock"), Optional.empty()), s.control());
    assertEquals(new Settings.Punch(Duration.ofSeconds(60), Duration.ofHours(16), 64), s.punch());
    assertEquals(new Settings.LogPanel(), s.panel());
  }

  @Test
  void entriesAreKeptForFourYearsOrAsLongAsIsSaid() {
    assertEquals(Duration.ofDays(1_464), good(SettingsReader.parse(GoodFile.SHORTEST, FILE)).settings().store().keep());
    assertEquals(Duration.ofDays(30),
        good(SettingsReader.parse(GoodFile.SHORTEST + "\n[ledger]\nkeep = \"30d\"\n", FILE))
            .settings().store().keep());
  }

  @Test
  void theConsumerTheLoginAndTheOldestTlsAreRead() {
    Settings.Mqtt mqtt = good(SettingsReader.parse(GoodFile.LONGEST.replace("keep-alive = \"20s\"", """
        username = "door"
        password-file = "secret/mqtt"
        require-consumer-ack = "payroll"
        resend-after = "5m"
        keep-alive = "20s"
        """).replace("[mqtt.tls]", "[mqtt.tls]\noldest = \"1.2\""), folder.resolve("punchpost.toml"))).settings()
        .mqtt();
    assertEquals(Optional.of(new Settings.Login("door", Optional.of(folder.resolve("secret/mqtt")))), mqtt.login());
    assertEquals(Optional.of("payroll"), mqtt.requireConsumerAck());
    assertEquals(Duration.ofMinutes(5), mqtt.resendAfter());
    assertTrue(mqtt.tls().orElseThrow().allow12());
  }

  @Test
  void aPasswordFileNeedsAUserName() {
    assertEquals(List.of("punchpost.toml:5: mqtt.username: found nothing, expected the user name that the password"
        + " belongs to"), GoodFile.mistakes(GoodFile.SHORTEST + "password-file = \"secret\"\n"));
  }

  @Test
  void everyKeyIsReadAndRelativePathsStartAtTheFilesFolder() {
    Path file = folder.resolve("punchpost.toml");
    Settings s = good(SettingsReader.parse(GoodFile.LONGEST, file)).settings();

    assertEquals(new Settings.Terminal("plant-a", "door-1", ZoneId.of("America/Sao_Paulo"), "pt-BR"), s.terminal());
    assertEquals(new Settings.Rdm6300(new ReaderName("front"), "/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0",
        Duration.ofMillis(500)), s.readers().get(0));
    Settings.SerialLine line = assertInstanceOf(Settings.SerialLine.class, s.readers().get(1));
    assertEquals(folder.resolve("tty/scanner").toString(), line.port());
    assertEquals(new SerialOptions(115_200, 7, Parity.EVEN, 2), line.options());
    assertEquals("\u0002", line.prefix());
    assertEquals("#", line.suffix());
    assertEquals("P([0-9]+)", line.pattern().pattern());
    assertEquals(64, line.longest());
    assertEquals("auto", line.as());
    assertEquals(new Settings.Store(folder.resolve("data"), 128L * 1024 * 1024), s.store());
    assertEquals(List.of(new BrokerUrl(true, "broker-1.example", 8883), new BrokerUrl(true, "broker-2.example", 8883)),
        s.mqtt().urls());
    assertEquals(Optional.of(new Settings.Tls(folder.resolve("tls/ca.pem"),
        Optional.of(folder.resolve("tls/door-1.pem")), Optional.of(Path.of("/etc/punchpost/tls/door-1.key")))),
        s.mqtt().tls());
    assertEquals(new Settings.Control(Path.of("/run/punchpost/control.sock"), Optional.of("punchpost")), s.control());
    assertEquals(new Settings.Punch(Duration.ZERO, Duration.ofHours(14), 100), s.punch());
    assertEquals(new Settings.JsonLinesPanel(Path.of("/dev/stdout")), s.panel());
  }

  @Test
  void theControlSocketFollowsTheDataDirectory() {
    Settings s = good(SettingsReader.parse(GoodFile.SHORTEST + "[store]\ndirectory = \"/srv/pp\"\n", FILE)).settings();

    assertEquals(Path.of("/srv/pp/control.sock"), s.control().socket());
  }

  @Test
  void theHashIsThatOfTheFilesBytes() throws IOException {
    Path file = Files.writeString(folder.resolve("a.toml"), GoodFile.SHORTEST);

    assertEquals(64, good(SettingsReader.read(file)).sha256().length());
    assertEquals(SettingsReader.sha256(GoodFile.SHORTEST), good(SettingsReader.read(file)).sha256());
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreTaken() throws IOException {
    Path file = Files.writeString(folder.resolve("a.toml"), "\uFEFF" + GoodFile.LONGEST.replace("\n", "\r\n"));

    assertEquals("plant-a", good(SettingsReader.read(file)).settings().terminal().site());
  }

  @Test
  void windowsLineEndsDoNotMoveTheLinesOfMistakes() {
    assertEquals(List.of("punchpost.toml:3: terminal.id: found 7, expected a name of 1 to 31 characters out of a-z, 0-9"
        + " and -, other than presence, roster, policy, config and worker-info"),
        mistakes(GoodFile.SHORTEST.replace("\"door-1\"", "7").replace("\n", "\r\n")));
  }

  @Test
  void aMissingFileIsOneMistake() {
    assertEquals(List.of(folder + "/no.toml: found no such file, expected a configuration file"),
        read(folder.resolve("no.toml")));
  }

  @Test
  void aDirectoryIsNoFile() {
    assertEquals(List.of(folder + ": found a directory, expected a file"), read(folder));
  }

  @Test
  void aDeviceIsNoFileAndIsNotOpened() {
    assertEquals(List.of("/dev/zero: found something that is not a regular file, expected a regular file"),
        read(Path.of("/dev/zero")));
  }

  @Test
  void aFileBelowAFileIsOneMistake() throws IOException {
    Path file = Files.writeString(folder.resolve("a.toml"), "");

    assertEquals(1, read(file.resolve("b.toml")).size());
  }

  @Test
  void aFileOfMoreThan64KibibytesIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("a.toml"), "#".repeat(64 * 1024 + 1));

    assertEquals(List.of(file + ": found more than 65536 bytes, expected at most 65536 bytes"), read(file));
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedWithTheirLine() throws IOException {
    Path file = Files.write(folder.resolve("a.toml"),
        "[terminal]\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    assertEquals(List.of(file + ":2: found bytes that are not UTF-8, expected text in UTF-8"), read(file));
  }

  @Test
  void aCharacterCutAtTheEndIsRefused() throws IOException {
    Path file = Files.write(folder.resolve("a.toml"), new byte[]{'#', (byte) 0xC3});

    assertEquals(List.of(file + ":1: found bytes that are not UTF-8, expected text in UTF-8"), read(file));
  }

  @Test
  void anUnreadableFileIsOneMistake() throws IOException {
    Path file = Files.writeString(folder.resolve("a.toml"), GoodFile.SHORTEST);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Assumptions.assumeFalse(Files.isReadable(file), "this user may read everything");

    assertEquals(List.of(file + ": found a file that this user may not read, expected a readable file"), read(file));
  }

  @Test
  void everyValueKnowsItsOrigin() {
    Good good = good(SettingsReader.parse(GoodFile.SHORTEST, FILE));

    assertEquals(Optional.of(new Origin.FileLine(FILE, 2)), good.origins().of("[terminal]", "site"));
    assertEquals(Optional.of(new Origin.Default()), good.origins().of("[terminal]", "language"));
  }

  private static List<String> read(Path file) {
    return assertInstanceOf(Bad.class, SettingsReader.read(file)).mistakes().stream().map(Mistake::toString).toList();
  }
}
