package dev.punchpost.drivers.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import dev.punchpost.hal.playback.ReplaySerialPort;
import dev.punchpost.hal.playback.SerialScript;
import dev.punchpost.hal.playback.SerialStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What every [BadgeReader] on a serial line does. Time is manual: nothing here waits.
///
/// The noise test feeds 50,000 bytes, with `-Dpunchpost.full=true` 1,000,000, from a fixed seed.
public abstract class BadgeReaderContract {
  protected static final ReaderName NAME = new ReaderName("front");
  protected static final Duration SECOND = Duration.ofSeconds(1);

  protected final ManualTicker ticker = new ManualTicker();
  protected final ReplaySerialPort port = new ReplaySerialPort(SerialScript.of(), new ManualPause(ticker));

  /// The driver under test, on a new opening of [#port].
  protected abstract BadgeReader open();

  /// A badge that the reader can read; different for different numbers.
  protected abstract Credential badge(int number);

  /// What the device sends for it, once.
  protected abstract byte[] frame(Credential badge);

  /// The driver's own time after which a badge has gone.
  protected abstract Duration removedAfter();

  /// Steps that the device takes while a badge is held.
  protected void hold(Credential badge, Duration duration) {
    Duration step = Duration.ofMillis(65);
    for (Duration left = duration; left.isPositive(); left = left.minus(step)) {
      port.send(frame(badge));
      port.add(new SerialStep.Silence(step));
    }
  }

  protected void silence(Duration duration) {
    port.add(new SerialStep.Silence(duration));
  }

  /// Everything the reader tells until the script is played and a while after.
  protected List<ReaderEvent> play(BadgeReader reader) {
    List<ReaderEvent> events = new ArrayList<>();
    int quiet = 0;
    while (quiet < 3) {
      Optional<ReaderEvent> event = reader.next(SECOND.multipliedBy(2));
      event.ifPresent(events::add);
      quiet = event.isEmpty() && port.finished() ? quiet + 1 : 0;
    }
    return events;
  }

  protected static List<String> told(List<ReaderEvent> events) {
    return events.stream().map(event -> switch (event) {
      case ReaderEvent.Presented(_, _, Credential credential) -> credential.id().canonical();
      case ReaderEvent.Unreadable(_, _, ReaderEvent.Reason reason) -> "unreadable " + reason;
      case ReaderEvent.Removed _ -> "removed";
      case ReaderEvent.Faulted _ -> "faulted";
      case ReaderEvent.Recovered _ -> "recovered";
    }).toList();
  }

  private String id(int number) {
    return badge(number).id().canonical();
  }

  @Test
  void aBadgeThatIsTappedIsPresentedAndThenRemoved() {
    BadgeReader reader = open();
    port.send(frame(badge(1)));
    List<ReaderEvent> events = play(reader);
    assertEquals(List.of(id(1), "removed"), told(events));
    assertEquals(NAME, events.getFirst().reader());
    assertTrue(events.getLast().atMicros() - events.getFirst().atMicros() >= removedAfter().toNanos() / 1_000);
    assertEquals(new ReaderCounts(1, 0, 0), reader.counts());
  }

  @Test
  void aBadgeThatIsHeldForAMinuteIsPresentedOnce() {
    BadgeReader reader = open();
    hold(badge(1), Duration.ofMinutes(1));
    assertEquals(List.of(id(1), "removed"), told(play(reader)));
  }

  @Test
  void aBadgeThatComesBackIsPresentedAgain() {
    BadgeReader reader = open();
    hold(badge(1), SECOND);
    silence(removedAfter().multipliedBy(2));
    hold(badge(1), SECOND);
    assertEquals(List.of(id(1), "removed", id(1), "removed"), told(play(reader)));
  }

  @Test
  void aGapShorterThanTheLimitIsTheSamePresentation() {
    BadgeReader reader = open();
    port.send(frame(badge(1)));
    silence(removedAfter().minusMillis(20));
    port.send(frame(badge(1)));
    assertEquals(List.of(id(1), "removed"), told(play(reader)));
  }

  @Test
  void anotherBadgeWithoutAGapEndsTheFirstOnesPresentation() {
    BadgeReader reader = open();
    hold(badge(1), SECOND);
    hold(badge(2), SECOND);
    assertEquals(List.of(id(1), "removed", id(2), "removed"), told(play(reader)));
  }

  @Test
  void severalBadgesInOneReadAreAllPresented() {
    BadgeReader reader = open();
    byte[] one = frame(badge(1));
    byte[] two = frame(badge(2));
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    port.send(both);
    assertEquals(List.of(id(1), "removed", id(2), "removed"), told(play(reader)));
  }

  @Test
  void aFrameThatComesByteByByteIsOneFrame() {
    BadgeReader reader = open();
    for (byte b : frame(badge(1))) {
      port.send(new byte[]{b});
      silence(Duration.ofMillis(1));
    }
    assertEquals(List.of(id(1), "removed"), told(play(reader)));
    assertEquals(new ReaderCounts(1, 0, 0), reader.counts());
  }

  @Test
  void halfAFrameIsCountedAndSpoilsNothingThatComesASecondLater() {
    BadgeReader reader = open();
    byte[] whole = frame(badge(1));
    port.send(Arrays.copyOf(whole, whole.length / 2));
    silence(Duration.ofMillis(1_500));
    port.send(frame(badge(2)));
    assertEquals(List.of(id(2), "removed"), told(play(reader)));
    assertEquals(1, reader.counts().rejected());
  }

  @Test
  void framesThatWaitedInTheKernelCountAsHeld() {
    BadgeReader reader = open();
    port.send(frame(badge(1)));
    assertInstanceOf(ReaderEvent.Presented.class, reader.next(SECOND).orElseThrow());
    // The thread does not run for a while; the badge is held all the time.
    port.send(frame(badge(1)));
    ticker.advance(removedAfter().multipliedBy(3));
    assertEquals(Optional.empty(), reader.next(Duration.ofMillis(10)));
    assertInstanceOf(ReaderEvent.Removed.class, reader.next(SECOND.multipliedBy(5)).orElseThrow());
  }

  @Test
  void silenceIsNoEventAfterTheTimeout() {
    BadgeReader reader = open();
    long start = ticker.micros();
    assertEquals(Optional.empty(), reader.next(SECOND));
    assertEquals(start + 1_000_000, ticker.micros());
  }

  @Test
  void everyKindOfFaultGoesToTheSupervisorAtEveryByteOfAFrame() {
    byte[] whole = frame(badge(1));
    for (HalException.Kind kind : HalException.Kind.values()) {
      for (int at = 0; at < whole.length; at++) {
        BadgeReader reader = open();
        if (at > 0) {
          port.send(Arrays.copyOf(whole, at));
        }
        port.add(new SerialStep.Fault(kind));
        assertEquals(kind, assertThrows(HalException.class, () -> play(reader)).kind());
        reader.close();
      }
    }
    BadgeReader reader = open();
    port.send(whole);
    assertEquals(List.of(id(1), "removed"), told(play(reader)));
  }

  @Test
  void closingGivesTheLineBack() {
    BadgeReader reader = open();
    reader.close();
    reader.close();
    assertThrows(HalException.class, () -> reader.next(SECOND));
    open().close();
    assertEquals(2, port.opened());
  }

  @Test
  void noiseIsCountedAndNeverAnExceptionAndABadgeIsReadAfterIt() {
    int bytes = Boolean.getBoolean("punchpost.full") ? 1_000_000 : 50_000;
    Random random = new Random(20_250_731);
    BadgeReader reader = open();
    for (int sent = 0; sent < bytes;) {
      byte[] piece = new byte[1 + random.nextInt(300)];
      random.nextBytes(piece);
      if (random.nextInt(4) == 0) {
        mangle(piece, random);
      }
      port.send(piece);
      sent += piece.length;
      if (random.nextInt(50) == 0) {
        silence(Duration.ofMillis(random.nextInt(500) + 1));
      }
    }
    play(reader);
    long before = reader.counts().presented();
    assertTrue(reader.counts().rejected() + reader.counts().noiseBytes() > 0);
    silence(SECOND.multipliedBy(2));
    port.send(frame(badge(7)));
    assertTrue(told(play(reader)).contains(id(7)));
    assertEquals(before + 1, reader.counts().presented());
  }

  /// Real frames with a few bytes changed reach deeper than plain noise.
  private void mangle(byte[] piece, Random random) {
    byte[] whole = frame(badge(random.nextInt(1_000)));
    for (int i = 0; i < piece.length; i++) {
      piece[i] = whole[i % whole.length];
    }
    for (int i = 0; i < 3; i++) {
      piece[random.nextInt(piece.length)] = (byte) random.nextInt(256);
    }
  }
}
