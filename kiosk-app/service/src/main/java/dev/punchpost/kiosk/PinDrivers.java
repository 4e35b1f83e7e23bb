package dev.punchpost.kiosk;

import dev.punchpost.drivers.contact.AlarmContact;
import dev.punchpost.drivers.door.Door;
import dev.punchpost.drivers.door.DoorContact;
import dev.punchpost.drivers.indicator.Buzzer;
import dev.punchpost.drivers.indicator.GpioIndicator;
import dev.punchpost.drivers.indicator.PinLight;
import dev.punchpost.drivers.keypad.Keypad;
import dev.punchpost.drivers.keypad.MatrixKeypad;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.gpio.PinSource;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.linux.SysfsPwm;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.config.ContactSettings;
import dev.punchpost.kiosk.config.DoorSettings;
import dev.punchpost.kiosk.config.IndicatorSettings;
import dev.punchpost.kiosk.config.ReaderSettings;
import dev.punchpost.kiosk.config.KeypadSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Makes what hangs on single pins of settings: the door, contacts, light and tone. Any thread.
final class PinDrivers {
  private final PinSource pins;
  private final Ticker ticker;
  private final Pause pause;

  PinDrivers(PinSource pins, Ticker ticker, Pause pause) {
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

  /// Takes a contact's line.
  ///
  /// @throws HalException if it is not there, or may not be used
  AlarmContact contact(ContactSettings c) {
    return new AlarmContact(pins.input(c.chip(), c.line(), c.pull()), ticker, pause, c.options());
  }

  /// Takes the lines of a keypad. What was taken before a line that cannot be is given back.
  ///
  /// @throws HalException if one is not there, or may not be used
  Keypad keypad(KeypadSettings.Matrix k) {
    List<OutputPin> rows = new ArrayList<>();
    List<InputPin> columns = new ArrayList<>();
    try {
      for (String line : k.rows()) {
        rows.add(pins.output(k.chip(), line, true));
      }
      for (String line : k.columns()) {
        columns.add(pins.input(k.chip(), line, Pull.UP));
      }
    } catch (HalException e) {
      rows.forEach(OutputPin::close);
      columns.forEach(InputPin::close);
      throw e;
    }
    MatrixKeypad.Options usual = MatrixKeypad.Options.defaults();
    return new MatrixKeypad(k.layout(), rows, columns, ticker, pause,
        new MatrixKeypad.Options(k.debounce(), usual.interval(), usual.settle()));
  }

  /// Takes the pins of light and tone. What was taken before a pin that cannot be is given back.
  ///
  /// @param listener hears of parts that fail later
  /// @throws HalException if a pin is not there, or may not be used
  GpioIndicator indicator(IndicatorSettings i, GpioIndicator.Listener listener) {
    Optional<PinLight> light = i.led().map(led -> light(i.chip(), led));
    Optional<Buzzer> buzzer;
    try {
      buzzer = i.sound().map(sound -> buzzer(i.chip(), sound));
    } catch (HalException e) {
      light.ifPresent(PinLight::close);
      throw e;
    }
    if (light.isPresent() && buzzer.isPresent()) {
      return GpioIndicator.of(light.get(), buzzer.get(), ticker, listener);
    }
    return light.isPresent()
        ? GpioIndicator.lightOnly(light.get(), ticker, listener)
        : GpioIndicator.buzzerOnly(buzzer.orElseThrow(), ticker, listener);
  }

  /// Takes a fingerprint module's touch pin.
  ///
  /// @throws HalException if it is not there, or may not be used
  InputPin touch(ReaderSettings.R503.Touch t) {
    return pins.input(t.chip(), t.line(), t.touchedIsHigh() ? Pull.DOWN : Pull.UP);
  }

  private PinLight light(String chip, IndicatorSettings.Led led) {
    List<OutputPin> taken = new ArrayList<>();
    try {
      for (String line : led.lines()) {
        taken.add(pins.output(chip, line, !led.activeHigh()));
      }
    } catch (HalException e) {
      taken.forEach(OutputPin::close);
      throw e;
    }
    return switch (taken.size()) {
      case 1 -> PinLight.single(taken.get(0), led.activeHigh());
      case 2 -> PinLight.redGreen(taken.get(0), taken.get(1), led.activeHigh());
      default -> PinLight.three(taken.get(0), taken.get(1), taken.get(2), led.activeHigh());
    };
  }

  private Buzzer buzzer(String chip, IndicatorSettings.Sound sound) {
    return switch (sound) {
      case IndicatorSettings.ActiveBuzzer(String line, boolean activeHigh) -> new Buzzer.Active(
          pins.output(chip, line, !activeHigh), activeHigh);
      case IndicatorSettings.PassiveBuzzer(String pwm, int channel, int volume) -> new Buzzer.Passive(
          SysfsPwm.open(SysfsPwm.SYSFS, pwm, channel, pause), volume);
    };
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
