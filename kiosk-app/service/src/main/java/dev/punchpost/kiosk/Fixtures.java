package dev.punchpost.kiosk;

import dev.punchpost.drivers.door.Door;
import dev.punchpost.drivers.door.DoorContact;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.gpio.PinSource;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.config.DoorSettings;
import java.util.ArrayDeque;
import java.util.Deque;

/// Makes what hangs on single pins of settings: the door. Any thread.
final class Fixtures {
  private final PinSource pins;
  private final Ticker ticker;
  private final Pause pause;

  Fixtures(PinSource pins, Ticker ticker, Pause pause) {
    this.pins = pins;
    this.ticker = ticker;
    this.pause = pause;
  }

  /// Takes the door's lines; the relay is in its safe state from the first moment. What was taken before a line that
  /// cannot be is given back.
  ///
  /// @throws HalException if a line is not there, or may not be used
  Door door(DoorSettings d) {
    Deque<Runnable> undo = new ArrayDeque<>();
    try {
      OutputPin relay = pins.output(d.chip(), d.relay(), !d.relayActiveHigh());
      undo.push(relay::close);
      DoorContact contact = contact(d, undo);
      undo.push(contact::close);
      if (d.exit().isEmpty()) {
        undo.clear();
        return new Door(relay, contact, ticker, pause, d.options());
      }
      InputPin exit = pins.input(d.chip(), d.exit().get(), Pull.UP);
      undo.clear();
      return new Door(relay, contact, exit, ticker, pause, d.options());
    } catch (HalException e) {
      undo.forEach(Runnable::run);
      throw e;
    }
  }

  private DoorContact contact(DoorSettings d, Deque<Runnable> undo) {
    if (d.contact().isEmpty()) {
      return new DoorContact.None();
    }
    DoorSettings.Contact contact = d.contact().get();
    InputPin closed = pins.input(d.chip(), contact.line(), Pull.UP);
    if (contact.openLine().isEmpty()) {
      return new DoorContact.Single(closed, contact.closedHigh());
    }
    undo.push(closed::close);
    return new DoorContact.Supervised(closed, pins.input(d.chip(), contact.openLine().get(), Pull.UP));
  }
}
