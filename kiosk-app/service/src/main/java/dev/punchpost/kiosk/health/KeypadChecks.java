package dev.punchpost.kiosk.health;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.linux.EvdevKeys;
import dev.punchpost.hal.linux.GpioLines;
import dev.punchpost.hal.linux.GpioRequest;
import dev.punchpost.hal.linux.KeyDevice;
import dev.punchpost.kiosk.config.KeypadSettings;
import dev.punchpost.kiosk.config.ReaderSettings;
import dev.punchpost.kiosk.config.Settings;
import java.util.ArrayList;
import java.util.List;

/// What `doctor` says of keypads. Nothing is driven, no keyboard is taken.
final class KeypadChecks {
  private KeypadChecks() {}

  static List<Check> of(Settings settings) {
    List<Check> checks = new ArrayList<>();
    for (KeypadSettings keypad : settings.keypads()) {
      String name = "keypad " + keypad.name();
      try {
        switch (keypad.device()) {
          case KeypadSettings.Matrix matrix -> checks.add(Check.ok(name, GpioLines.describe(
              new GpioRequest(matrix.chip(), matrix.lines(), GpioRequest.Edge.RISING, Pull.UP))));
          case KeypadSettings.Usb(KeyDevice device) -> checks.add(Check.ok(name,
              EvdevKeys.locate(device) + " is the keyboard"));
          case KeypadSettings.Osdp() -> checks.add(osdp(name, keypad, settings.readers()));
        }
      } catch (HalException e) {
        checks.add(Check.fail(name, String.valueOf(e.getMessage()),
            "look at its wires, or correct [[keypad]]; docs/hardware/keypad.md has them"));
      }
    }
    return checks;
  }

  private static Check osdp(String name, KeypadSettings keypad, List<Settings.Reader> readers) {
    boolean open = readers.stream().anyMatch(reader -> reader.name().equals(keypad.name())
        && reader instanceof ReaderSettings.Osdp osdp && osdp.secure().isEmpty());
    return open
        ? Check.warn(name, "its reader has no secure channel: whoever reaches the line reads PINs",
            "set secure-channel = \"required\" if the reader can")
        : Check.ok(name, "is the one of reader " + keypad.name());
  }
}
