package dev.punchpost.drivers.wiegand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.wiegand.Wiegand.BitOrder;
import dev.punchpost.drivers.wiegand.Wiegand.Options;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.hal.credential.WiegandFormat.Field;
import dev.punchpost.hal.credential.WiegandFormat.Parity;
import dev.punchpost.hal.gpio.EdgeEvent;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import dev.punchpost.hal.playback.ReplayEdges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Behaviour, against the simulator, and the pulses of the standard's frame one by one. Time is manual: nothing waits.
class WiegandTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final byte[] CARD = WiegandFormat.H10301.encode(123, 45678);

  private final ManualTicker ticker = new ManualTicker();
  private final ReplayEdges lines = new ReplayEdges(ticker, new ManualPause(ticker));
  private final WiegandSimulator simulator = new WiegandSimulator(lines::add, ticker.micros(),
      WiegandSimulator.INTERVAL);

  private Wiegand open() {
    return open(Options.defaults());
  }

  private Wiegand open(Options options) {
    return new Wiegand(new ReaderName("door"), lines, ticker, options);
  }

  private List<ReaderEvent> play(Wiegand reader) {
    List<ReaderEvent> events = new ArrayList<>();
    int quiet = 0;
    while (quiet < 3) {
      Optional<ReaderEvent> event = reader.next(SECOND);
      event.ifPresent(events::add);
      quiet = event.isEmpty() && lines.finished() ? quiet + 1 : 0;
    }
    return events;
  }

  private List<String> told(Wiegand reader) {
    return play(reader).stream().map(event -> event instanceof ReaderEvent.Presented card
        ? card.credential().id().canonical()
        : event.getClass().getSimpleName()).toList();
  }

  private void expect(Wiegand reader, Rejection why) {
    assertEquals(List.of(), told(reader));
    assertEquals(Map.of(why, 1L), reader.rejections());
    assertEquals(new ReaderCounts(0, 1, 0), reader.counts());
  }

  /// SIA AC-01-1996: even parity over the first 12 bits, facility, number, odd parity over the last 12; D0 is line 0.
  @Test
  void theStandardsFrameIsReadPulseByPulse() {
    Wiegand reader = open();
    for (char bit : ("1" + "01111011" + "1011001001101110" + "1").toCharArray()) {
      simulator.pulse(bit - '0');
    }
    assertEquals(List.of("wiegand:26:123:45678", "Removed"), told(reader));
    assertEquals(new ReaderCounts(1, 0, 0), reader.counts());
  }

  @Test
  void theFormatsAreToldApartByTheirLength() {
    Wiegand reader = open(Options.with(List.of(WiegandFormat.H10301, WiegandFormat.H10306, WiegandFormat.H10304)));
    simulator.present(WiegandFormat.H10301, 255, 65535);
    simulator.present(WiegandFormat.H10306, 65535, 1);
    simulator.present(WiegandFormat.H10304, 4660, 524287);
    assertEquals(List.of("wiegand:26:255:65535", "Removed", "wiegand:34:65535:1", "Removed",
        "wiegand:37:4660:524287", "Removed"), told(reader));
  }

  @Test
  void aSitesOwnFormatIsRead() {
    WiegandFormat own = new WiegandFormat("own", 32, List.of(Parity.odd(31, 0, 30)), new Field(0, 7), new Field(7, 24));
    Wiegand reader = open(Options.with(List.of(own)));
    simulator.present(own, 99, 0xABCDEF);
    assertEquals(List.of("wiegand:32:99:11259375", "Removed"), told(reader));
  }

  @Test
  void theEventHasTheTimeOfTheLastPulse() {
    Wiegand reader = open();
    long start = simulator.micros();
    simulator.present(WiegandFormat.H10301, 1, 2);
    assertEquals(start + 25 * 2_000, play(reader).getFirst().atMicros());
  }

  @Test
  void everySpeedOfTheStandardIsRead() {
    for (int micros : new int[]{200, 500, 1_000, 5_000, 20_000}) {
      WiegandSimulator other = new WiegandSimulator(lines::add, ticker.micros(), Duration.ofNanos(micros * 1_000L));
      ReplayEdges own = new ReplayEdges(ticker, new ManualPause(ticker));
      WiegandSimulator at = new WiegandSimulator(own::add, other.micros(), Duration.ofNanos(micros * 1_000L));
      at.present(WiegandFormat.H10301, 123, 45678);
      Wiegand reader = new Wiegand(new ReaderName("door"), own, ticker, Options.defaults());
      assertTrue(reader.next(SECOND.multipliedBy(2)).orElseThrow() instanceof ReaderEvent.Presented, micros + " µs");
    }
  }

  @Test
  void backwardsFramesAreReadWithTheOtherOrderOnly() {
    Options defaults = Options.defaults();
    Options backwards = new Options(defaults.formats(), BitOrder.FIRST_IS_LOWEST, defaults.shortest(),
        defaults.bitTimeout(), defaults.frameGap(), defaults.removedAfter());
    List<Integer> bits = new ArrayList<>();
    for (int i = 0; i < 26; i++) {
      bits.addFirst(CARD[i / 8] >> (7 - i % 8) & 1);
    }
    bits.forEach(simulator::pulse);
    assertEquals(List.of("wiegand:26:123:45678", "Removed"), told(open(backwards)));
  }

  @Test
  void swappedWiresAreRejectedAndNeverAnotherCard() {
    Wiegand reader = open();
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      for (EdgeEvent pulse : simulator.pulses(WiegandFormat.H10301.encode(random.nextInt(256), random.nextInt(65536)),
          26)) {
        lines.add(new EdgeEvent(1 - pulse.line(), pulse.atNanos(), pulse.sequence()));
      }
      simulator.silence(WiegandSimulator.REST);
    }
    assertEquals(List.of(), told(reader));
    assertEquals(Map.of(Rejection.PARITY, 300L), reader.rejections());
  }

  @Test
  void aWrongBitIsRejected() {
    Wiegand reader = open();
    byte[] wrong = CARD.clone();
    wrong[1] ^= 0x10;
    simulator.send(wrong, 26);
    expect(reader, Rejection.PARITY);
  }

  @Test
  void aLostPulseIsRejectedWhicheverItIs() {
    for (int i = 0; i < 26; i++) {
      simulator.sendWithLostPulse(CARD, 26, i);
      simulator.silence(SECOND);
    }
    simulator.present(WiegandFormat.H10301, 1, 2);
    simulator.present(WiegandFormat.H10301, 1, 3);
    Wiegand reader = open();
    // Without its last pulse a frame is too short, and only the next one shows that a number is missing.
    assertEquals(List.of("wiegand:26:1:3", "Removed"), told(reader));
    assertEquals(Map.of(Rejection.LOST_PULSE, 26L, Rejection.LENGTH, 1L), reader.rejections());
  }

  @Test
  void aLostPulseDoesNotMakeTheNextShorterFormatOfALongerOne() {
    WiegandFormat one = new WiegandFormat("27", 27, List.of(), Field.NONE, new Field(0, 27));
    WiegandFormat two = new WiegandFormat("26", 26, List.of(), Field.NONE, new Field(0, 26));
    Wiegand reader = open(Options.with(List.of(one, two)));
    simulator.sendWithLostPulse(one.encode(0, 0x5555555), 27, 12);
    expect(reader, Rejection.LOST_PULSE);
  }

  @Test
  void aSpikeOnALineIsRejectedWhereverItIs() {
    for (int line = 0; line < 2; line++) {
      for (int i = 0; i < 26; i++) {
        simulator.sendWithSpike(CARD, 26, i, line, Duration.ofNanos(30_000));
      }
    }
    Wiegand reader = open();
    assertEquals(List.of(), told(reader));
    assertEquals(Map.of(Rejection.TOO_CLOSE, 52L), reader.rejections());
  }

  @Test
  void aBitTooManyIsRejected() {
    Wiegand reader = open();
    simulator.sendWithSpike(CARD, 26, 3, 1, Duration.ofMillis(1));
    expect(reader, Rejection.LENGTH);
  }

  @Test
  void aPauseInsideAFrameIsRejected() {
    Wiegand reader = open();
    simulator.sendWithPause(CARD, 26, 13, Duration.ofMillis(40));
    expect(reader, Rejection.BROKEN_OFF);
  }

  @Test
  void twoHalvesOfAFrameAreTwoFramesThatAreRejected() {
    Wiegand reader = open();
    simulator.sendWithPause(CARD, 26, 13, Duration.ofMillis(60));
    assertEquals(List.of(), told(reader));
    assertEquals(Map.of(Rejection.LENGTH, 2L), reader.rejections());
  }

  @Test
  void sparksAreNoiseAndSpoilNothingThatComesLater() {
    Wiegand reader = open();
    simulator.pulse(1);
    simulator.silence(SECOND);
    simulator.pulse(0);
    simulator.pulse(0);
    simulator.silence(SECOND);
    simulator.send(CARD, 26);
    assertEquals(List.of("wiegand:26:123:45678", "Removed"), told(reader));
    assertEquals(new ReaderCounts(1, 0, 3), reader.counts());
  }

  @Test
  void edgesToldOutOfOrderAreReadInTheOrderOfTheirNumbers() {
    Wiegand reader = open();
    Random random = new Random(7);
    for (int card = 0; card < 200; card++) {
      List<EdgeEvent> pulses = simulator.pulses(WiegandFormat.H10301.encode(9, card), 26);
      long last = pulses.getLast().atNanos();
      // Each of the two interrupt threads is late in its own way; those of one line stay in order.
      Collections.shuffle(pulses, random);
      for (EdgeEvent pulse : pulses) {
        lines.addLate(pulse, Duration.ofNanos(last - pulse.atNanos()));
      }
      simulator.silence(SECOND);
    }
    assertEquals(200, play(reader).stream().filter(ReaderEvent.Presented.class::isInstance).count());
    assertEquals(Map.of(), reader.rejections());
  }

  @Test
  void aPulseToldAfterTheGapIsWaitedForOnceMore() {
    Wiegand reader = open();
    List<EdgeEvent> pulses = simulator.pulses(CARD, 26);
    EdgeEvent late = pulses.remove(20);
    pulses.forEach(lines::add);
    lines.addLate(late, Duration.ofMillis(80));
    assertEquals(List.of("wiegand:26:123:45678", "Removed"), told(reader));
  }

  @Test
  void aPauseOfTheJvmCostsTimeAndNoCard() {
    Wiegand reader = open();
    for (int i = 0; i < 5; i++) {
      simulator.present(WiegandFormat.H10301, 1, i);
    }
    ticker.advance(Duration.ofSeconds(30));
    assertEquals(List.of("wiegand:26:1:0", "Removed", "wiegand:26:1:1", "Removed", "wiegand:26:1:2", "Removed",
        "wiegand:26:1:3", "Removed", "wiegand:26:1:4", "Removed"), told(reader));
  }

  @Test
  void aCardSentAgainAndAgainWhileItIsHeldIsPresentedOnce() {
    Wiegand reader = open();
    for (int i = 0; i < 20; i++) {
      simulator.send(CARD, 26);
    }
    simulator.silence(SECOND);
    simulator.send(CARD, 26);
    assertEquals(List.of("wiegand:26:123:45678", "Removed", "wiegand:26:123:45678", "Removed"), told(reader));
  }

  @Test
  void noiseWithoutEndNeitherHangsNorKeepsACardThatHasGone() {
    Wiegand reader = open();
    simulator.send(CARD, 26);
    for (int i = 0; i < 5_000; i++) {
      simulator.pulse(i & 1);
    }
    List<ReaderEvent> events = new ArrayList<>();
    while (ticker.micros() < simulator.micros() - 1_000_000) {
      reader.next(Duration.ofMillis(100)).ifPresent(events::add);
    }
    assertEquals(2, events.size(), events.toString());
    assertTrue(events.getLast().atMicros() < simulator.micros() - 5_000_000, "removed while the noise went on");
  }

  @Test
  void aDeadChipGoesToTheSupervisor() {
    Wiegand reader = open();
    simulator.pulse(0);
    lines.addFault(simulator.micros(), HalException.Kind.NO_DEVICE);
    assertEquals(HalException.Kind.NO_DEVICE, assertThrows(HalException.class, () -> play(reader)).kind());
  }

  @Test
  void closingGivesTheLinesBack() {
    Wiegand reader = open();
    reader.close();
    reader.close();
    assertThrows(HalException.class, () -> reader.next(SECOND));
  }

  @Test
  void silenceIsNoEventAfterTheTimeout() {
    long start = ticker.micros();
    assertEquals(Optional.empty(), open().next(SECOND));
    assertEquals(start + 1_000_000, ticker.micros());
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    List<WiegandFormat> both = List.of(WiegandFormat.H10302, WiegandFormat.H10304);
    assertThrows(IllegalArgumentException.class, () -> Options.with(both));
    assertThrows(IllegalArgumentException.class, () -> Options.with(List.of()));
    assertThrows(IllegalArgumentException.class, () -> times(5_000, 30, 50, 500));
    assertThrows(IllegalArgumentException.class, () -> times(100_000, 50, 50, 500));
    assertThrows(IllegalArgumentException.class, () -> times(100_000, 30, 2_001, 5_000));
    assertThrows(IllegalArgumentException.class, () -> times(100_000, 30, 50, 50));
  }

  private static Options times(long shortestNanos, long bit, long gap, long removed) {
    return new Options(WiegandFormat.common(), BitOrder.FIRST_IS_HIGHEST, Duration.ofNanos(shortestNanos),
        Duration.ofMillis(bit), Duration.ofMillis(gap), Duration.ofMillis(removed));
  }
}
