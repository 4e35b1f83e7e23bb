package dev.punchpost.drivers.osdp;

import static dev.punchpost.drivers.osdp.OsdpHarness.OWN;
import static dev.punchpost.drivers.osdp.OsdpHarness.secure;
import static dev.punchpost.drivers.osdp.OsdpHarness.simulator;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.hal.panel.Signal;
import dev.punchpost.hal.time.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The line with its thread, as the terminal uses it, in real time.
class OsdpBusTest {
  private static final ReaderName FRONT = new ReaderName("front");
  private static final ReaderName BACK = new ReaderName("back");
  private static final Credential CARD = new Credential.Wiegand(26, 1, 2);

  private final OsdpSimulator front = simulator(1, OWN);
  private final OsdpSimulator back = simulator(2, OWN);
  private final List<OsdpEvent> events = new CopyOnWriteArrayList<>();
  private final OsdpSimulatorLine wire = new OsdpSimulatorLine(List.of(front, back), OsdpBusTest::wait);
  private final OsdpBus bus = OsdpBus.start(wire, () -> System.nanoTime() / 1000, OsdpOptions.defaults(), events::add,
      new Random(3));

  private static void wait(Duration duration) {
    try {
      Pause.real().pause(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void close() {
    bus.close();
    assertEquals(0, wire.openLinks(), "links left open");
  }

  private static List<ReaderEvent> events(OsdpReader reader, int count) {
    List<ReaderEvent> all = new ArrayList<>();
    long end = System.nanoTime() + 5_000_000_000L;
    while (all.size() < count && System.nanoTime() < end) {
      reader.next(Duration.ofMillis(200)).ifPresent(all::add);
    }
    return all;
  }

  private void tap(OsdpSimulator reader) {
    reader.present(WiegandFormat.H10301.encode(1, 2), 26);
  }

  @Test
  void aCardIsPresentedOnceAndRemovedWhenItStaysAway() {
    OsdpReader reader = bus.open(FRONT, secure(1));
    tap(front);
    tap(front);
    List<ReaderEvent> told = events(reader, 2);
    assertEquals(CARD, assertInstanceOf(ReaderEvent.Presented.class, told.get(0)).credential());
    assertInstanceOf(ReaderEvent.Removed.class, told.get(1));
    assertEquals(1, reader.counts().presented());
  }

  @Test
  void anotherCardEndsTheFirstOne() {
    OsdpReader reader = bus.open(FRONT, secure(1));
    tap(front);
    front.present(WiegandFormat.H10301.encode(1, 3), 26);
    List<ReaderEvent> told = events(reader, 3);
    assertInstanceOf(ReaderEvent.Presented.class, told.get(0));
    assertInstanceOf(ReaderEvent.Removed.class, told.get(1));
    assertEquals(new Credential.Wiegand(26, 1, 3), ((ReaderEvent.Presented) told.get(2)).credential());
  }

  @Test
  void twoReadersOnALineKeepTheirCardsApart() {
    OsdpReader one = bus.open(FRONT, secure(1));
    OsdpReader two = bus.open(BACK, secure(2));
    tap(back);
    assertEquals(BACK, events(two, 1).getFirst().reader());
    assertEquals(Optional.empty(), one.next(Duration.ofMillis(100)));
    assertEquals(1, wire.openLinks());
  }

  @Test
  void aReaderThatIsNotThereCannotBeOpenedAndDisturbsNobody() {
    OsdpReader one = bus.open(FRONT, secure(1));
    OsdpReaderOptions options = secure(7);
    OsdpReaderOptions quick = new OsdpReaderOptions(7, options.security(), options.formats(), false, false,
        options.removedAfter(), Duration.ofMillis(700));
    HalException e = assertThrows(HalException.class, () -> bus.open(BACK, quick));
    assertEquals(HalException.Kind.TIMEOUT, e.kind());
    tap(front);
    assertEquals(1, events(one, 1).size());
  }

  @Test
  void aReaderThatIsNotTrustedCannotBeOpened() {
    front.key(OsdpKey.DEFAULT);
    HalException e = assertThrows(HalException.class, () -> bus.open(FRONT, secure(1)));
    assertEquals(HalException.Kind.PROTOCOL, e.kind());
    assertTrue(events.stream().anyMatch(OsdpEvent.NotTrusted.class::isInstance));
  }

  @Test
  void anAddressIsOpenedOnce() {
    bus.open(FRONT, secure(1));
    assertEquals(HalException.Kind.BUSY,
        assertThrows(HalException.class, () -> bus.open(BACK, secure(1))).kind());
  }

  @Test
  void tamperEndsTheReaderAfterTheCardsBeforeIt() {
    OsdpReader reader = bus.open(FRONT, secure(1));
    tap(front);
    front.tamper(true);
    await().until(() -> events.stream().anyMatch(OsdpEvent.NotTrusted.class::isInstance));
    assertInstanceOf(ReaderEvent.Presented.class, reader.next(Duration.ofMillis(100)).orElseThrow());
    HalException e = assertThrows(HalException.class, () -> events(reader, 2));
    assertEquals(HalException.Kind.PROTOCOL, e.kind());
    reader.close();
    front.tamper(false);
    try (OsdpReader again = bus.open(FRONT, secure(1))) {
      tap(front);
      assertEquals(1, events(again, 1).size());
    }
  }

  @Test
  void anAdapterThatIsPulledEndsAllReadersAndTheyCanBeOpenedAgain() {
    OsdpReader one = bus.open(FRONT, secure(1));
    OsdpReader two = bus.open(BACK, secure(2));
    wire.unplugged(true);
    for (OsdpReader reader : List.of(one, two)) {
      assertEquals(HalException.Kind.NO_DEVICE, assertThrows(HalException.class, () -> events(reader, 1)).kind());
      reader.close();
    }
    assertEquals(HalException.Kind.NO_DEVICE,
        assertThrows(HalException.class, () -> bus.open(FRONT, secure(1))).kind());
    wire.unplugged(false);
    OsdpReader again = bus.open(FRONT, secure(1));
    tap(front);
    assertEquals(1, events(again, 1).size());
  }

  @Test
  void aReaderCanBeClosedAndOpenedTwoHundredTimes() {
    for (int i = 0; i < 200; i++) {
      bus.open(FRONT, secure(1)).close();
    }
    await().until(() -> wire.openLinks() == 0);
    assertEquals(1, Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("osdp " + wire.name())).count());
  }

  @Test
  void theIndicatorOfAnAddressOutlivesTheReader() {
    var indicator = bus.indicator(1);
    bus.open(FRONT, secure(1)).close();
    bus.open(FRONT, secure(1));
    indicator.play(new Signal(List.of(new Signal.Step(Signal.Light.GREEN, 2000, Duration.ofMillis(100)))));
    await().until(() -> front.lights().equals(List.of("GREEN")) && front.beeps() == 1);
  }

  @Test
  void aClosedLineOpensNothing() {
    bus.close();
    assertThrows(HalException.class, () -> bus.open(FRONT, secure(1)));
  }
}
