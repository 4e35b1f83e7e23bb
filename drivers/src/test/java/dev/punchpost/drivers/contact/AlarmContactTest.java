package dev.punchpost.drivers.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.playback.ManualInputPin;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlarmContactTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTicker ticker = new ManualTicker();
  private final ManualPause pause = new ManualPause(ticker);
  private final ManualInputPin pin = new ManualInputPin(false, pause);

  private AlarmContact open(AlarmContact.Options options) {
    return new AlarmContact(pin, ticker, pause, options);
  }

  @Test
  void anOpenedCoverIsToldOnceAndThatItIsShutAgain() {
    AlarmContact cover = open(AlarmContact.Options.tamperSwitch());
    assertEquals(Optional.empty(), cover.next(SECOND));
    pin.put(true);
    long since = ticker.micros();
    assertEquals(since + 50_000, cover.next(SECOND).orElseThrow().atMicros());
    assertTrue(cover.raised());
    assertEquals(Optional.empty(), cover.next(SECOND));
    pin.put(false);
    assertTrue(cover.next(SECOND).orElseThrow() instanceof AlarmEvent.Cleared);
    assertFalse(cover.raised());
  }

  @Test
  void anAlarmAtTheStartIsTold() {
    pin.put(true);
    assertTrue(open(AlarmContact.Options.tamperSwitch()).next(SECOND).orElseThrow() instanceof AlarmEvent.Raised);
  }

  @Test
  void mainsThatFlickerHaveNotFailed() {
    AlarmContact mains = open(AlarmContact.Options.mainsFail());
    for (int i = 0; i < 20; i++) {
      pin.put(true);
      assertEquals(Optional.empty(), mains.next(Duration.ofMillis(900)));
      pin.put(false);
      assertEquals(Optional.empty(), mains.next(Duration.ofMillis(100)));
    }
    pin.put(true);
    assertTrue(mains.next(Duration.ofSeconds(2)).orElseThrow() instanceof AlarmEvent.Raised);
  }

  @Test
  void theOtherPolarity() {
    AlarmContact contact = open(new AlarmContact.Options(false, Duration.ofMillis(50)));
    assertTrue(contact.next(SECOND).orElseThrow() instanceof AlarmEvent.Raised);
    pin.put(true);
    assertTrue(contact.next(SECOND).orElseThrow() instanceof AlarmEvent.Cleared);
  }

  @Test
  void aPinThatFailsIsAnError() {
    AlarmContact contact = open(AlarmContact.Options.tamperSwitch());
    pin.breakDown(Optional.of(Kind.NO_DEVICE));
    assertEquals(Kind.NO_DEVICE, assertThrows(HalException.class, () -> contact.next(SECOND)).kind());
    assertThrows(HalException.class, () -> open(AlarmContact.Options.tamperSwitch()));
    assertTrue(pin.closed());
  }
}
