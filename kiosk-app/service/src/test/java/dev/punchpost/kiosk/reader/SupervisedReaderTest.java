package dev.punchpost.kiosk.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.rdm6300.Rdm6300;
import dev.punchpost.drivers.rdm6300.Rdm6300Simulator;
import dev.punchpost.hal.HalException.Kind;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Loss and recovery, in manual time.
class SupervisedReaderTest {
  private static final ReaderName NAME = new ReaderName("front");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Credential.Em4100 TAG = new Credential.Em4100(0x0F, 0x002EC3E3L);

  private final ManualTicker ticker = new ManualTicker();
  private final ManualPause pause = new ManualPause(ticker);
  private final ReplaySerialPort port = new ReplaySerialPort("/dev/serial/by-id/x", SerialScript.of(), pause);
  private final Rdm6300Simulator simulator = new Rdm6300Simulator(port::send,
      time -> port.add(new SerialStep.Silence(time)));
  private final SupervisedReader reader = supervised(this::open);

  private BadgeReader open() {
    return new Rdm6300(NAME, port.open(), ticker, Rdm6300.Options.defaults());
  }

  private SupervisedReader supervised(Supplier<BadgeReader> factory) {
    return new SupervisedReader(NAME, factory, ticker, pause);
  }

  private void openFails(int times) {
    for (int i = 0; i < times; i++) {
      port.add(new SerialStep.OpenFails(Kind.NO_DEVICE));
    }
  }

  private List<ReaderEvent> eventsWithin(Duration duration) {
    List<ReaderEvent> events = new ArrayList<>();
    long end = ticker.micros() + duration.toNanos() / 1_000;
    while (ticker.micros() < end) {
      reader.next(SECOND).ifPresent(events::add);
    }
    return events;
  }

  private static List<String> words(List<ReaderEvent> events) {
    return events.stream().map(event -> switch (event) {
      case ReaderEvent.Presented(_, _, Credential credential) -> credential.id().canonical();
      case ReaderEvent.Unreadable(_, _, ReaderEvent.Reason reason) -> "unreadable " + reason;
      case ReaderEvent.Removed _ -> "removed";
      case ReaderEvent.Faulted(_, _, Kind kind, _) -> "faulted " + kind;
      case ReaderEvent.Recovered _ -> "recovered";
    }).toList();
  }

  @Test
  void aReaderThatIsThereAtTheStartJustWorks() {
    simulator.tap(TAG);
    assertEquals(List.of("em:0F002EC3E3", "removed"), words(eventsWithin(SECOND)));
    assertInstanceOf(ReaderState.Working.class, reader.status().state());
    assertEquals(Map.of(), reader.status().faults());
  }

  @Test
  void aReaderThatIsAbsentAtTheStartIsFaultedOnceAndRecovers() {
    openFails(6);
    simulator.tap(TAG);
    List<ReaderEvent> events = eventsWithin(Duration.ofSeconds(20));
    assertEquals(List.of("faulted NO_DEVICE", "recovered", "em:0F002EC3E3", "removed"), words(events));
    assertEquals(Map.of(Kind.NO_DEVICE, 1L), reader.status().faults());
    assertEquals(1, reader.status().recovered());
  }

  @Test
  void aReaderThatIsUnpluggedIsFaultedOnceAndReadsAgainAfterwards() {
    simulator.tap(TAG);
    port.add(new SerialStep.Silence(SECOND));
    port.add(new SerialStep.Fault(Kind.NO_DEVICE));
    openFails(3);
    simulator.tap(TAG);
    assertEquals(
        List.of("em:0F002EC3E3", "removed", "faulted NO_DEVICE", "recovered", "em:0F002EC3E3", "removed"),
        words(eventsWithin(Duration.ofSeconds(20))));
    assertEquals(new ReaderCounts(2, 0, 0), reader.counts());
    assertEquals(2, port.opened());
  }

  @Test
  void theFaultIsInWordsForATechnician() {
    port.add(new SerialStep.Fault(Kind.NO_DEVICE));
    ReaderEvent.Faulted fault = assertInstanceOf(ReaderEvent.Faulted.class, eventsWithin(SECOND).getFirst());
    assertEquals("reader port /dev/serial/by-id/x is not there (unplugged, or wrong path)", fault.detail());
    assertEquals(NAME, fault.reader());
  }

  @Test
  void theBackOffDoublesFromAQuarterToTwoSeconds() {
    List<Long> attempts = new ArrayList<>();
    SupervisedReader absent = supervised(() -> {
      attempts.add(ticker.micros() / 1_000);
      return open();
    });
    openFails(7);
    while (attempts.size() < 7) {
      absent.next(SECOND);
    }
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < attempts.size(); i++) {
      gaps.add(attempts.get(i) - attempts.get(i - 1));
    }
    assertEquals(List.of(250L, 500L, 1000L, 2000L, 2000L, 2000L), gaps);
  }

  @Test
  void waitingForALostReaderTakesTheTimeOfTheTimeout() {
    openFails(50);
    reader.next(SECOND);
    long before = pause.pauses();
    long start = ticker.micros();
    while (ticker.micros() - start < 60_000_000) {
      reader.next(SECOND);
    }
    assertTrue(pause.pauses() - before <= 100, pause.pauses() - before + " wake-ups in a minute");
  }

  @Test
  void aReaderThatBreaksRightAfterEachOpeningIsNotTriedFasterAndFaster() {
    for (int i = 0; i < 40; i++) {
      port.add(new SerialStep.Fault(Kind.IO));
    }
    long opened = port.opened();
    eventsWithin(Duration.ofSeconds(30));
    assertTrue(port.opened() - opened <= 20, port.opened() + " openings in half a minute");
  }

  @Test
  void aReaderThatWorkedForAWhileIsTriedQuicklyAgain() {
    openFails(8);
    port.add(new SerialStep.Silence(Duration.ofSeconds(10)));
    port.add(new SerialStep.Fault(Kind.NO_DEVICE));
    List<ReaderEvent> events = eventsWithin(Duration.ofSeconds(60));
    assertEquals(List.of("faulted NO_DEVICE", "recovered", "faulted NO_DEVICE", "recovered"), words(events));
    assertEquals(250_000, events.get(3).atMicros() - events.get(2).atMicros());
  }

  @Test
  void faultsAreCountedByTheKindThatBeganThem() {
    for (Kind kind : List.of(Kind.NO_DEVICE, Kind.IO, Kind.IO)) {
      port.add(new SerialStep.Silence(SECOND));
      port.add(new SerialStep.Fault(kind));
    }
    port.add(new SerialStep.OpenFails(Kind.PERMISSION));
    eventsWithin(Duration.ofSeconds(20));
    assertEquals(Map.of(Kind.NO_DEVICE, 1L, Kind.IO, 2L), reader.status().faults());
    assertEquals(3, reader.status().recovered());
  }

  @Test
  void theStateTellsWhatIsWrongNowAndSinceWhenItIsLost() {
    port.add(new SerialStep.Fault(Kind.NO_DEVICE));
    port.add(new SerialStep.OpenFails(Kind.PERMISSION));
    port.add(new SerialStep.OpenFails(Kind.PERMISSION));
    long start = ticker.micros();
    eventsWithin(Duration.ofMillis(300));
    ReaderState.Lost lost = assertInstanceOf(ReaderState.Lost.class, reader.status().state());
    assertEquals(Kind.PERMISSION, lost.kind());
    assertEquals(start, lost.sinceMicros());
  }

  @Test
  void countsGoOnOverOpenings() {
    simulator.tapWithWrongChecksum(TAG);
    port.send(new byte[]{1, 1, 1});
    port.add(new SerialStep.Fault(Kind.NO_DEVICE));
    simulator.tap(TAG);
    simulator.tapWithWrongChecksum(TAG);
    eventsWithin(Duration.ofSeconds(5));
    assertEquals(new ReaderCounts(1, 2, 3), reader.counts());
  }

  @Test
  void aDriverThatThrowsSomethingElseIsAFaultAndTriedAgain() {
    int[] openings = {0};
    SupervisedReader wrong = supervised(() -> {
      if (openings[0]++ < 2) {
        throw new IllegalStateException("a mistake");
      }
      return open();
    });
    ReaderEvent.Faulted fault = assertInstanceOf(ReaderEvent.Faulted.class, wrong.next(SECOND).orElseThrow());
    assertEquals(Kind.IO, fault.kind());
    assertEquals("the driver failed: IllegalStateException", fault.detail());
    Optional<ReaderEvent> event = Optional.empty();
    for (int i = 0; i < 5 && event.isEmpty(); i++) {
      event = wrong.next(SECOND);
    }
    assertInstanceOf(ReaderEvent.Recovered.class, event.orElseThrow());
  }

  @Test
  void aClosedReaderTellsNothingAndHoldsNoLine() {
    eventsWithin(SECOND);
    reader.close();
    reader.close();
    simulator.tap(TAG);
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.empty(), reader.next(SECOND));
    }
    port.open().close();
  }

  @Test
  void aReaderClosedBeforeItsFirstUseOpensNothing() {
    reader.close();
    assertEquals(Optional.empty(), reader.next(SECOND));
    assertEquals(0, port.opened());
  }

  @Test
  void anInterruptEndsTheWaitAndIsKept() {
    openFails(3);
    assertInstanceOf(ReaderEvent.Faulted.class, reader.next(SECOND).orElseThrow());
    Thread.currentThread().interrupt();
    assertEquals(Optional.empty(), reader.next(SECOND));
    assertTrue(Thread.interrupted());
  }
}
