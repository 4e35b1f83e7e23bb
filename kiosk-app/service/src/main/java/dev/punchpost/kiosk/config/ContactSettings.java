package dev.punchpost.kiosk.config;

import dev.punchpost.drivers.contact.AlarmContact;
import dev.punchpost.hal.gpio.Pull;
import java.time.Duration;
import java.util.Locale;

/// A contact that should be at rest. Ranges are checked by [ContactsSection].
///
/// @param chip as in [dev.punchpost.hal.linux.GpioRequest#chip]
/// @param line its number on the chip, or its name
/// @param alarmHigh level in alarm
/// @param steady how long it must be so
public record ContactSettings(Which which, String chip, String line, boolean alarmHigh, Pull pull, Duration steady) {
  /// What it watches.
  public enum Which {
    /// The cover of the housing.
    TAMPER,
    /// The mains, by the output of a UPS.
    MAINS_FAIL;

    /// As in the configuration and in `status`.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public AlarmContact.Options options() {
    return new AlarmContact.Options(alarmHigh, steady);
  }

  /// Where it is, for `status` and `doctor`.
  public String port() {
    return "line " + line + " of " + (chip.equals("auto") ? "the header" : chip);
  }
}
