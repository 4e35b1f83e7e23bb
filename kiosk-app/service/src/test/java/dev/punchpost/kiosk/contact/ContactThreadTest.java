package dev.punchpost.kiosk.contact;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.punchpost.drivers.contact.AlarmContact;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.playback.ManualPins;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.config.ContactSettings;
import dev.punchpost.kiosk.config.ContactSettings.Which;
import dev.punchpost.kiosk.ledger.Content;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContactThreadTest {
  private static final ContactSettings TAMPER = new ContactSettings(Which.TAMPER, "auto", "25", true, Pull.UP,
      Duration.ofMillis(20));

  private final Ticker ticker = BootTicker.system();
  private final Pause pause = Pause.real();
  private final ManualPins pins = new ManualPins(pause);
  private final List<Content> ledger = new CopyOnWriteArrayList<>();
  private Optional<ContactThread> started = Optional.empty();

  private ContactThread start() {
    ContactThread contact = new ContactThread(TAMPER,
        () -> new AlarmContact(pins.input(TAMPER.chip(), TAMPER.line(), TAMPER.pull()), ticker, pause,
            TAMPER.options()),
        ticker, pause, ledger::add);
    started = Optional.of(contact);
    contact.start();
    return contact;
  }

  @AfterEach
  void end() {
    started.ifPresent(ContactThread::close);
  }

  @Test
  void anAlarmAndItsEndAreEntries() {
    pins.put("25", false);
    ContactThread contact = start();
    await().until(() -> contact.health().working());
    assertFalse(contact.health().raised());
    pins.put("25", true);
    await().until(() -> contact.health().raised());
    pins.put("25", false);
    await().until(() -> ledger.size() == 2);
    assertEquals(List.of(new Content.ContactRaised(Content.Contact.TAMPER),
        new Content.ContactCleared(Content.Contact.TAMPER)), ledger);
  }

  @Test
  void anAlarmAtTheStartIsTold() {
    pins.put("25", true);
    start();
    await().until(() -> ledger.equals(List.of(new Content.ContactRaised(Content.Contact.TAMPER))));
  }

  @Test
  void aLineThatDoesNotWorkIsTakenAgainAndNothingIsToldTwice() {
    pins.put("25", true);
    ContactThread contact = start();
    await().until(() -> contact.health().raised());
    pins.breakDown(Optional.of(HalException.Kind.IO));
    await().until(() -> !contact.health().working());
    pins.breakDown(Optional.empty());
    await().atMost(Duration.ofSeconds(10)).until(() -> contact.health().working());
    pins.breakDown(Optional.of(HalException.Kind.IO));
    await().until(() -> !contact.health().working());
    // At rest while nobody could look.
    pins.put("25", false);
    pins.breakDown(Optional.empty());
    await().atMost(Duration.ofSeconds(10)).until(() -> ledger.size() == 2);
    assertEquals(List.of(new Content.ContactRaised(Content.Contact.TAMPER),
        new Content.ContactCleared(Content.Contact.TAMPER)), ledger);
  }
}
