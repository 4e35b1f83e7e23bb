package dev.punchpost.kiosk.config;

import static dev.punchpost.kiosk.config.GoodFile.mistakes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wrong inside a file: exact lines, all at once.
class MistakesTest {
  private static final String NAME = "expected a name of 1 to 31 characters out of a-z, 0-9 and -";
  private static final String ID = NAME + ", other than presence, roster, policy, config and worker-info";
  private static final String DURATION = "expected a duration from \"%s\" to \"%s\" (a whole number and ms, s, m, h or d)";
  private static final String ZONE = "expected an IANA time zone such as \"Europe/Madrid\"";
  private static final String URL = "expected mqtt://host[:port] or mqtts://host[:port]";

  private static final String DRIVER = "expected one of \"rdm6300\", \"serial-line\", \"mfrc522\", \"pn532\", \"osdp\","
      + " \"wiegand\", \"keyboard-wedge\", \"pcsc\", \"ble-badge\", \"r503\"";

  /// One line of a good file is replaced (or one is put after it), and this is said of it.
  private static Arguments change(String line, String by, String... mistakes) {
    return Arguments.of(line, by, List.of(mistakes));
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        // Words and their reserved ones
        change("site = \"plant-a\"", "site = \"Plant A\"", "3: terminal.site: found \"Plant A\", " + NAME),
        change("site = \"plant-a\"", "site = 1.5", "3: terminal.site: found 1.5, " + NAME),
        change("site = \"plant-a\"", "site = true", "3: terminal.site: found true, " + NAME),
        change("site = \"plant-a\"", "site = 2026-11-20", "3: terminal.site: found 2026-11-20, " + NAME),
        change("site = \"plant-a\"", "site = [\"a\"]", "3: terminal.site: found an array, " + NAME),
        change("site = \"plant-a\"", "site = {a = 1}", "3: terminal.site: found a table, " + NAME),
        change("site = \"plant-a\"", "site = \"\"", "3: terminal.site: found \"\", " + NAME),
        change("site = \"plant-a\"", "site = \"" + "a".repeat(200) + "\"",
            "3: terminal.site: found \"" + "a".repeat(80) + "…\", " + NAME),
        change("site = \"plant-a\"", "site = \"a\\nb\\u001b[2J\\u202e\"",
            "3: terminal.site: found \"a\\nb\\u001B[2J\\u202E\", " + NAME),
        change("site = \"plant-a\"", "", "2: terminal.site: found nothing, " + NAME),
        change("id = \"door-1\"", "id = \"presence\"", "4: terminal.id: found \"presence\", " + ID),
        change("id = \"door-1\"", "id = \"worker-info\"", "4: terminal.id: found \"worker-info\", " + ID),
        change("id = \"door-1\"", "idd = \"door-1\"", "2: terminal.id: found nothing, " + ID,
            "4: terminal.idd: found an unknown key, expected a known key (did you mean \"id\"?)"),
        // Time zones
        change("time-zone = \"America/Sao_Paulo\"", "time-zone = \"+02:00\"",
            "5: terminal.time-zone: found \"+02:00\", " + ZONE),
        change("time-zone = \"America/Sao_Paulo\"", "time-zone = \"CET\"",
            "5: terminal.time-zone: found \"CET\", " + ZONE),
        change("time-zone = \"America/Sao_Paulo\"", "time-zone = \"Europe/Madird\"", "5: terminal.time-zone: found"
            + " \"Europe/Madird\", expected an IANA time zone (did you mean \"Europe/Madrid\"?)"),
        change("time-zone = \"America/Sao_Paulo\"", "time-zone = \"europe/madrid\"", "5: terminal.time-zone: found"
            + " \"europe/madrid\", expected an IANA time zone (did you mean \"Europe/Madrid\"?)"),
        change("language = \"pt-BR\"", "language = \"xx\"",
            "6: terminal.language: found \"xx\", expected one of \"en\","
                + " \"de\", \"es\", \"fr\", \"it\", \"nl\", \"pl\", \"pt\", \"tr\", \"uk\""),
        // Unknown keys and tables
        change("language = \"pt-BR\"", "Language = \"pt\"",
            "6: terminal.Language: found an unknown key, expected a known key (did you mean \"language\"?)"),
        change("language = \"pt-BR\"", "colour = 1", "6: terminal.colour: found an unknown key, expected one of"
            + " \"site\", \"id\", \"time-zone\", \"language\""),
        change("[punch]", "[punches]", "51: punches: found an unknown key, expected a known key (did you mean"
            + " \"punch\"?)"),
        change("[store]", "[store]\nretention = \"4y\"", "29: store.retention: found an unknown key, expected one of"
            + " \"directory\", \"minimum-free\""),
        // Readers
        change("driver = \"rdm6300\"", "driver = \"rdm630\"",
            "10: reader.driver: found \"rdm630\", " + DRIVER),
        change("driver = \"rdm6300\"", "", "8: reader.driver: found nothing, " + DRIVER),
        change("name = \"scanner\"", "name = \"front\"",
            "15: reader.name: found \"front\" again, expected a name of its own (line 9 has this one)"),
        change("port = \"tty/scanner\"", "port = \"/dev/serial/by-id/./usb-1a86_USB_Serial-if00-port0\"",
            "17: reader.port: found \"/dev/serial/by-id/./usb-1a86_USB_Serial-if00-port0\" again, expected a port of its"
                + " own (line 11 has this one)"),
        change("port = \"tty/scanner\"", "port = \"\"", "17: reader.port: found \"\", expected the path of the reader's"
            + " device"),
        change("removed-after = \"500ms\"", "removed-after = \"99ms\"",
            "12: reader.removed-after: found \"99ms\", " + DURATION.formatted("150ms", "5s")),
        change("removed-after = \"500ms\"", "baud = 9600", "12: reader.baud: found an unknown key, expected one of"
            + " \"name\", \"driver\", \"port\", \"removed-after\""),
        change("baud = 115200", "baud = 299",
            "18: reader.baud: found 299, expected a whole number from 300 to 4000000"),
        change("baud = 115200", "baud = \"9600\"",
            "18: reader.baud: found \"9600\", expected a whole number from 300 to 4000000"),
        change("baud = 115200", "baud = 9600.0",
            "18: reader.baud: found 9600.0, expected a whole number from 300 to 4000000"),
        change("data-bits = 7", "data-bits = 9", "19: reader.data-bits: found 9, expected a whole number from 7 to 8"),
        change("parity = \"even\"", "parity = \"mark\"",
            "20: reader.parity: found \"mark\", expected one of \"none\", \"even\", \"odd\""),
        change("stop-bits = 2", "stop-bits = 0", "21: reader.stop-bits: found 0, expected a whole number from 1 to 2"),
        change("prefix = \"\\u0002\"", "prefix = 2",
            "22: reader.prefix: found 2, expected a text of at most 64 characters in quotes"),
        change("pattern = 'P([0-9]+)'", "pattern = 'P([0-9]+'", "24: reader.pattern: found \"P([0-9]+\", expected a"
            + " regular expression of at most 256 characters (Unclosed group)"),
        change("max-length = 64", "max-length = 4097",
            "25: reader.max-length: found 4097, expected a whole number from 1 to 4096"),
        change("max-length = 64", "max-length = 2",
            "25: reader.max-length: found 2, expected more characters than prefix and suffix have together"),
        change("as = \"auto\"", "as = \"hex\"",
            "26: reader.as: found \"hex\", expected one of \"text\", \"em\", \"uid\","
                + " \"wiegand\", \"auto\""),
        // Store
        change("minimum-free = \"128MiB\"", "minimum-free = \"128\"",
            "30: store.minimum-free: found \"128\", expected a"
                + " size from \"1MB\" to \"1TB\" (a whole number and kB, MB, GB, TB, KiB, MiB, GiB or TiB)"),
        change("minimum-free = \"128MiB\"", "minimum-free = \"999999999999999999TB\"", "30: store.minimum-free: found"
            + " \"999999999999999999TB\", expected a size from \"1MB\" to \"1TB\" (a whole number and kB, MB, GB, TB,"
            + " KiB, MiB, GiB or TiB)"),
        change("directory = \"data\"", "directory = 7",
            "29: store.directory: found 7, expected the path of the data directory"),
        // Ledger
        change("queue = 100", "queue = 100\n[ledger]\nkeep = \"29d\"", "56: ledger.keep: found \"29d\", expected an age"
            + " from \"30d\" to \"100y\" (a whole number and d or y)"),
        change("queue = 100", "queue = 100\n[ledger]\nkeep = \"4\"", "56: ledger.keep: found \"4\", expected an age"
            + " from \"30d\" to \"100y\" (a whole number and d or y)"),
        // MQTT
        change("  \"mqtts://broker-2.example\",", "  \"http://broker-2.example\",",
            "35: mqtt.url: found \"http://broker-2.example\", " + URL),
        change("  \"mqtts://broker-2.example\",", "\n  # the second\n  5", "37: mqtt.url: found 5, " + URL),
        change("  \"mqtts://broker-2.example\",", "  \"mqtts://me:hunter2@broker\",",
            "35: mqtt.url: found \"mqtts://***@broker\", " + URL),
        change("keep-alive = \"20s\"", "keep-alive = 20",
            "37: mqtt.keep-alive: found 20, " + DURATION.formatted("5s", "1h")),
        change("stall-timeout = \"1m\"", "stall-timeout = \"1 m\"",
            "38: mqtt.stall-timeout: found \"1 m\", " + DURATION.formatted("1s", "1h")),
        change("reconnect-min = \"2s\"", "reconnect-min = \"3m\"", "40: mqtt.reconnect-max: found \"2m\", expected"
            + " reconnect-min not longer than reconnect-max (\"1s\" and \"60s\" by default)"),
        change("key = \"/etc/punchpost/tls/door-1.key\"", "", "42: mqtt.tls.key: found nothing, expected the path of a"
            + " PEM file with the private key, as there is a certificate"),
        change("certificate = \"tls/door-1.pem\"", "", "42: mqtt.tls.certificate: found nothing, expected the path of a"
            + " PEM file with the certificate, as there is a key"),
        change("ca = \"tls/ca.pem\"", "",
            "42: mqtt.tls.ca: found nothing, expected the path of a PEM file with the CA's"
                + " certificate"),
        change("key = \"/etc/punchpost/tls/door-1.key\"", "key = \"-----BEGIN PRIVATE KEY-----\\nMIIE\"",
            "45: mqtt.tls.key: found ***, expected the path of a PEM file with the private key"),
        change("keep-alive = \"20s\"", "password = \"hunter2\"", "37: mqtt.password: found an unknown key, expected one"
            + " of \"url\", \"keep-alive\", \"stall-timeout\", \"reconnect-min\", \"reconnect-max\", \"username\", \"password-file\","
            + " \"require-consumer-ack\", \"resend-after\", \"tls\""),
        // Control, punch, panel
        change("socket = \"/run/punchpost/control.sock\"", "socket = \"/" + "s".repeat(107) + "\"",
            "48: control.socket: found \"/" + "s".repeat(79) + "…\", expected a path of at most 107 bytes"),
        change("group = \"punchpost\"", "group = \"Punch Post\"",
            "49: control.group: found \"Punch Post\", expected the name of a group"),
        change("repeat-window = \"0s\"", "repeat-window = \"61m\"",
            "52: punch.repeat-window: found \"61m\", " + DURATION.formatted("0s", "1h")),
        change("longest-shift = \"14h\"", "longest-shift = \"3d\"",
            "53: punch.longest-shift: found \"3d\", " + DURATION.formatted("1h", "48h")),
        change("queue = 100", "queue = 0", "54: punch.queue: found 0, expected a whole number from 1 to 1000"),
        change("queue = 100", "queue = -9223372036854775808",
            "54: punch.queue: found -9223372036854775808, expected a whole number from 1 to 1000"),
        change("driver = \"json-lines\"", "driver = \"json\"",
            "57: panel.driver: found \"json\", expected one of \"log\", \"json-lines\", \"hd44780\", \"ssd1306\","
                + " \"sh1106\", \"framebuffer\""),
        change("driver = \"json-lines\"", "driver = \"log\"",
            "58: panel.path: found \"/dev/stdout\", expected no path with driver \"log\""),
        change("path = \"/dev/stdout\"", "",
            "56: panel.path: found nothing, expected the path of a file, a FIFO or /dev/stdout"),
        // Lines that are not TOML
        change("site = \"plant-a\"", "site =",
            "3: syntax: found the end of the line, expected a value (text stands in quotes)"),
        change("site = \"plant-a\"", "site = plant-a",
            "3: syntax: found 'p', expected a value (text stands in quotes)"),
        change("site = \"plant-a\"", "site = \"plant-a", "3: syntax: found the end of the line, expected a closing \""),
        change("site = \"plant-a\"", "site \"plant-a\"", "3: syntax: found \", expected ="),
        change("site = \"plant-a\"", "site = \"plant-a\" x",
            "3: syntax: found 'x', expected the end of the line"),
        change("site = \"plant-a\"", "site = \"plant-a\"\nsite = \"b\"",
            "4: syntax: found site a second time, expected it once, as in line 3"),
        change("site = \"plant-a\"", "site = \"\\d\"", "3: syntax: found a value that is not TOML (Invalid escape"
            + " sequence '\\d'), expected a value as in TOML 1.0"),
        change("[store]", "[store", "28: syntax: found the end of the line, expected ]"),
        change("[store]", "[terminal]", "28: syntax: found terminal a second time, expected it once, as in line 2"),
        change("queue = 100", "queue = 99999999999999999999",
            "54: syntax: found a value that is not TOML (Integer is too"
                + " large), expected a value as in TOML 1.0"),
        change("queue = 100", "password = \"x\" hunter2", "54: syntax: found ***, expected the end of the line"),
        change("queue = 100", "queue = \"\"\"",
            "54: punch.queue: found \"\\n[panel]\\ndriver = \\\"json-lines\\\"\\npath = \\\"/dev/stdout\\\"\\n\","
                + " expected a whole number from 1 to 1000",
            "59: syntax: found the end of the file, expected a closing \"\"\""));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangeOfOneLineIsFoundInItsPlace(String line, String by, List<String> expected) {
    int at = Arrays.asList(GoodFile.LONGEST.split("\n", -1)).indexOf(line);
    assertTrue(at >= 0, "the good file has the line " + line);
    List<String> lines = new ArrayList<>(Arrays.asList(GoodFile.LONGEST.split("\n", -1)));
    lines.set(at, by);

    List<String> found = mistakes(String.join("\n", lines));

    assertEquals(expected.stream().map(m -> "punchpost.toml:" + m).toList(), found);
  }

  @Test
  void allMistakesOfAFileAreFoundAtOnce() {
    assertEquals(List.of(
        "punchpost.toml:1: terminal.time-zone: found nothing, expected an IANA time zone such as \"Europe/Madrid\"",
        "punchpost.toml:2: terminal.site: found \"Plant\", " + NAME,
        "punchpost.toml:3: syntax: found the end of the line, expected a value (text stands in quotes)",
        "punchpost.toml:6: syntax: found 'garbage', expected the end of the line",
        "punchpost.toml:7: reader.driver: found \"rdm\", " + DRIVER,
        "punchpost.toml:8: mqtt.url: found nothing, " + URL + ", or a list of 1 to 16 of them",
        "punchpost.toml:9: mqtt.ulr: found an unknown key, expected a known key (did you mean \"url\"?)",
        "punchpost.toml:11: mqtt.tls.ca: found 3, expected the path of a PEM file with the CA's certificate",
        "punchpost.toml:12: panle: found an unknown key, expected a known key (did you mean \"panel\"?)"), mistakes("""
            [terminal]
            site = "Plant"
            id =

            [[reader]]
            name = "front" garbage
            driver = "rdm"
            [mqtt]
            ulr = "x"
            [mqtt.tls]
            ca = 3
            [panle]
            """));
  }

  @Test
  void anEmptyFileLacksWhatIsRequired() {
    assertEquals(List.of("punchpost.toml:1: terminal.site: found nothing, " + NAME,
        "punchpost.toml:1: terminal.id: found nothing, " + ID,
        "punchpost.toml:1: terminal.time-zone: found nothing, " + ZONE,
        "punchpost.toml:1: mqtt.url: found nothing, " + URL + ", or a list of 1 to 16 of them"), mistakes(""));
  }

  @Test
  void aTableMustBeATableAndAnArrayAnArray() {
    assertEquals(
        List.of("punchpost.toml:1: reader: found 3, expected a table [[reader]]",
            "punchpost.toml:2: store: found \"x\", expected a table [store]",
            "punchpost.toml:3: panel: found an array, expected a table [panel]"),
        mistakes("reader = [3]\nstore = \"x\"\npanel = [1]\n" + GoodFile.SHORTEST));
    assertEquals(List.of("punchpost.toml:7: reader: found a table, expected tables [[reader]]"),
        mistakes(GoodFile.SHORTEST + "[reader]\nname = \"front\"\n"));
  }

  @Test
  void mqttsNeedsACaAndTlsNeedsMqtts() {
    assertEquals(
        List.of("punchpost.toml:6: mqtt.url: found \"mqtts://b\" without [mqtt.tls], expected [mqtt.tls] with ca"
            + " for mqtts://"),
        mistakes(GoodFile.SHORTEST.replace("mqtt://127.0.0.1:1883", "mqtts://b")));
    assertEquals(List.of("punchpost.toml:7: mqtt.tls: found a table, expected an mqtts:// url, or no [mqtt.tls]"),
        mistakes(GoodFile.SHORTEST + "[mqtt.tls]\nca = \"ca.pem\"\n"));
  }

  @Test
  void anEmptyListOfBrokersIsAMistake() {
    assertEquals(List.of("punchpost.toml:6: mqtt.url: found an array, " + URL + ", or a list of 1 to 16 of them"),
        mistakes(GoodFile.SHORTEST.replace("\"mqtt://127.0.0.1:1883\"", "[]")));
  }

  @Test
  void anOpenBracketIsNotBlamedOnEveryLineAfterIt() {
    List<String> found = mistakes(GoodFile.SHORTEST.replace("url = \"mqtt://127.0.0.1:1883\"", "url = [\"mqtt://a\"\n"
        + "keep-alive = \"30s\"\nstall-timeout = \"30s\"\n[punch]\nqueue = 5"));

    assertEquals(List.of("punchpost.toml:7: syntax: found 'k', expected ], a comma, or a newline"), found);
  }

  @Test
  void bracketsWithoutEndAreAMistakeAndNoOverflow() {
    for (String open : List.of("[", "{a=")) {
      List<String> found = mistakes("a = " + open.repeat(20_000));
      assertTrue(found.getFirst().startsWith("punchpost.toml:1: syntax: found text that the TOML parser gives up on"),
          found.toString());
    }
  }

  @Test
  void aFileOfAnotherKindIsRefusedInFewLines() {
    byte[] bytes = new byte[60_000];
    new Random(7).nextBytes(bytes);
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append((char) (b & 0xFF));
    }

    List<String> found = mistakes(text.toString());

    assertTrue(!found.isEmpty() && found.size() <= 201, "found " + found.size());
    assertTrue(found.stream().allMatch(m -> m.codePoints().noneMatch(Character::isISOControl)));
  }

  @Test
  void secretsAreNeverRepeated() {
    for (String line : List.of("password = hunter2", "password = \"hunter2", "secret = \"a\"\nhunter2 = = \"hunter2\"",
        "queue = \"\"\"\npassword = 'hunter2'", "pin = \"\"\"\nhunter2 \\d \"\"\" hunter2",
        "key-material = [\"a\"\nhunter2", "password = { hunter2 }",
        "broker-password = 'a' hunter2", "url = \"mqtt://me:hunter2@b\"", "tls.key = \"-----BEGIN hunter2\"")) {
      List<String> found = mistakes(GoodFile.SHORTEST.replace("url = \"mqtt://127.0.0.1:1883\"", line));
      assertFalse(found.isEmpty());
      assertFalse(found.toString().contains("hunter2"), found.toString());
    }
  }

  /// Slips of a keyboard and of an editor, at random but always the same: 3,000 in CI, with `-Dpunchpost.full=true`
  /// 100,000.
  @Test
  void anyChangeOfAGoodFileGivesAResult() {
    int rounds = Boolean.getBoolean("punchpost.full") ? 100_000 : 3_000;
    Random random = new Random(20_261_120);
    String[] pieces = {"\"", "'", "[", "]", "[[", "]]", "{", "}", "=", ".", "#", "\n", "\r", "\"\"\"", "'''", "\\",
      "-1",
      "1e99", "0x", "nan", "1979-05-27T07:32:00Z", "\u0000", "\uFEFF", "\uD83D\uDE00", "\uD83D", "password", "reader",
      "mqtt.tls", ",", "true", "\\u0000", "\u202E", " "};
    int good = 0;
    for (int round = 0; round < rounds; round++) {
      StringBuilder text = new StringBuilder(GoodFile.LONGEST);
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, pieces[random.nextInt(pieces.length)]);
          case 2 -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 60)));
          default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
        }
      }
      if (mistakes(text.toString()).isEmpty()) {
        good++;
      }
    }
    assertTrue(good > 0 && good < rounds, "some changes are harmless, most are not; harmless were " + good);
  }
}
