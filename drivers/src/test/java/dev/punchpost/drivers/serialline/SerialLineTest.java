package dev.punchpost.drivers.serialline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.presence.BadgeReaderContract;
import dev.punchpost.drivers.serialline.SerialLine.Options;
import dev.punchpost.drivers.text.BadgeText;
import dev.punchpost.drivers.text.BadgeText.As;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderCounts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Behaviour against the simulator, and the lines byte by byte.
class SerialLineTest extends BadgeReaderContract {
  private final SerialLineSimulator simulator = new SerialLineSimulator(port::send);

  @Override
  protected BadgeReader open() {
    return with(Options.defaults());
  }

  @Override
  protected Credential badge(int number) {
    return new Credential.Text("visitor-" + number);
  }

  @Override
  protected byte[] frame(Credential badge) {
    List<byte[]> lines = new ArrayList<>();
    new SerialLineSimulator(lines::add).scan(((Credential.Text) badge).value());
    return lines.getFirst();
  }

  @Override
  protected Duration removedAfter() {
    return Options.defaults().removedAfter();
  }

  private BadgeReader with(Options options) {
    return new SerialLine(NAME, port.open(), ticker, options);
  }

  private static Options as(As as) {
    return new Options(new BadgeText("", "", Pattern.compile(".*"), 64, as), Duration.ofMillis(500));
  }

  private static Options matching(String prefix, String suffix, String pattern) {
    return new Options(new BadgeText(prefix, suffix, Pattern.compile(pattern), 64, As.TEXT), Duration.ofMillis(500));
  }

  /// What the reader makes of these bytes, each line far enough from the next.
  private List<String> read(BadgeReader reader, String... sent) {
    for (String text : sent) {
      port.send(text.getBytes(StandardCharsets.UTF_8));
      silence(Duration.ofMillis(50));
    }
    return told(play(reader)).stream().filter(word -> !word.equals("removed")).toList();
  }

  @Test
  void aLineEndsWithCrOrLfOrBoth() {
    BadgeReader reader = open();
    assertEquals(List.of("text:a", "text:b", "text:c", "text:d"), read(reader, "a\r", "b\n", "c\r\nd\n\r\n\r\r"));
    assertEquals(new ReaderCounts(4, 0, 0), reader.counts());
  }

  @Test
  void prefixAndSuffixAreTakenOffAndALineWithoutThemIsRejected() {
    BadgeReader reader = with(matching("<", ">", ".+"));
    assertEquals(List.of("text:42", "text:<"), read(reader, "<42>\r", "42>\r", "<42\r", "<\r", ">\r", "<<>\r"));
    assertEquals(4, reader.counts().rejected());
  }

  @Test
  void aPrefixAndASuffixMayNotShareTheirCharacters() {
    BadgeReader reader = with(matching("ab", "ba", ".*x?"));
    assertEquals(List.of(), read(reader, "aba\r"));
    assertEquals(1, reader.counts().rejected());
  }

  @Test
  void controlCharactersAroundALineCanBePrefixAndSuffix() {
    BadgeReader reader = with(matching("\u0002", "\u0003", ".+"));
    assertEquals(List.of("text:42"), read(reader, "\u000242\u0003\r\n"));
  }

  @Test
  void thePatternMatchesTheWholeLineAndItsGroupIsTheValue() {
    BadgeReader reader = with(matching("", "", "ID=(\\d+);.*"));
    assertEquals(List.of("text:4711"), read(reader, "ID=4711;x\r", "ID=;x\r", "xID=4711;\r", "ID=4712\r"));
    assertEquals(3, reader.counts().rejected());
  }

  @Test
  void aGroupThatTookNoPartIsRejected() {
    BadgeReader reader = with(matching("", "", "(?:(\\d+)|[a-z]+)"));
    assertEquals(List.of("text:12"), read(reader, "abc\r", "12\r"));
    assertEquals(1, reader.counts().rejected());
  }

  @Test
  void theOptionAsSaysWhatTheValueIs() {
    assertEquals(List.of("em:0F002EC3E3"), readAs(As.EM, "0f002ec3e3\r", "0f002ec3\r", "0F002EC3E3 \r"));
    assertEquals(List.of("uid:04A224B2C31D80"), readAs(As.UID, "04a224b2c31d80\r", "04a224\r"));
    assertEquals(List.of("wiegand:26:123:45678"), readAs(As.WIEGAND, "26:0123:45678\r", "26-123-45678\r"));
    assertEquals(List.of("text:0f002ec3e3"), readAs(As.TEXT, "0f002ec3e3\r"));
    assertEquals(List.of("em:0F002EC3E3", "uid:04A224B2", "text:x"),
        readAs(As.AUTO, "em:0f002ec3e3\r", "UID:04A224B2\r", "0F002EC3E3\r", "text:x\r", "what:ever\r"));
  }

  private List<String> readAs(As as, String... sent) {
    try (BadgeReader reader = with(as(as))) {
      List<String> found = read(reader, sent);
      assertEquals(sent.length - found.size(), reader.counts().rejected(), as.name());
      return found;
    }
  }

  @Test
  void aLineTooLongIsRejectedAndSkippedToItsEnd() {
    BadgeReader reader = with(as(As.TEXT));
    assertEquals(List.of("text:" + "x".repeat(64), "text:next"),
        read(reader, "x".repeat(64) + "\r", "y".repeat(65) + "\r", "z".repeat(100_000) + "\rnext\r"));
    assertEquals(2, reader.counts().rejected());
    assertTrue(reader.counts().noiseBytes() > 90_000);
  }

  @Test
  void lengthIsCountedInCharactersNotBytes() {
    BadgeReader reader = with(as(As.TEXT));
    assertEquals(List.of("text:" + "漢".repeat(64)), read(reader, "漢".repeat(64) + "\r", "漢".repeat(65) + "\r"));
    assertEquals(1, reader.counts().rejected());
  }

  @Test
  void bytesThatAreNotUtf8AreRejected() {
    BadgeReader reader = open();
    port.send(new byte[]{'a', (byte) 0xE4, 'b', '\r', 'o', 'k', '\r'});
    assertEquals(List.of("text:ok"), read(reader));
    assertEquals(1, reader.counts().rejected());
  }

  @Test
  void controlCharactersInsideAValueAreRejected() {
    BadgeReader reader = open();
    assertEquals(List.of("text:ok"), read(reader, "a\u0000b\r", "a\tb\r", "\u001B[2Jx\r", "ok\r"));
    assertEquals(3, reader.counts().rejected());
  }

  @Test
  void aScanBrokenOffDoesNotJoinTheNextOne() {
    BadgeReader reader = open();
    simulator.halfScan("4711");
    silence(Duration.ofSeconds(5));
    simulator.scan("4712");
    assertEquals(List.of("text:4712", "removed"), told(play(reader)));
    assertEquals(1, reader.counts().rejected());
  }

  @Test
  void aPatternThatBacktracksWithoutEndCostsALineAndNotTheReader() {
    BadgeReader reader = with(matching("", "", "(a|aa)+b?c"));
    assertEquals(List.of("text:a"), read(reader, "a".repeat(60) + "\r", "ac\r"));
    assertEquals(1, reader.counts().rejected());
  }

  @Test
  void aPatternThatRecursesForEachCharacterCostsALineAndNotTheReader() {
    BadgeText slow = new BadgeText("", "", Pattern.compile("(?:a|b|cd)*"), 4096, As.TEXT);
    Options deep = new Options(slow, Duration.ofMillis(500));
    BadgeReader reader = with(deep);
    assertEquals(List.of("text:ab"), read(reader, "ab".repeat(2048) + "\r", "ab\r"));
    assertEquals(1, reader.counts().rejected());
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    Pattern any = Pattern.compile(".*");
    assertThrows(IllegalArgumentException.class, () -> new BadgeText("", "", any, 0, As.TEXT));
    assertThrows(IllegalArgumentException.class, () -> new BadgeText("", "", any, 4097, As.TEXT));
    assertThrows(IllegalArgumentException.class, () -> new Options(BadgeText.any(), Duration.ZERO));
  }
}
