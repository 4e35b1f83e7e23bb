package dev.punchpost.kiosk.health;

import dev.punchpost.kiosk.config.ContactSettings;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.config.UpsSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `doctor` says of a UPS. The gauge is the service's, and is not asked.
final class UpsChecks {
  private static final String NAME = "ups";
  private static final Path POWER_OFF = Path.of("/usr/share/punchpost/power-off");

  private UpsChecks() {}

  static List<Check> of(UpsSettings ups, Settings settings) {
    List<Check> checks = new ArrayList<>();
    DeviceFiles.check(NAME, Path.of(ups.port()), "switch I2C on: raspi-config, or dtparam=i2c_arm=on", "i2c", checks);
    boolean mains = settings.contacts().stream()
        .anyMatch(contact -> contact.which() == ContactSettings.Which.MAINS_FAIL);
    if (!mains) {
      checks.add(Check.warn(NAME, "nobody says that the mains are gone: the machine runs until the battery is empty",
          "set [contacts] mains-fail-gpio, if the HAT has such an output"));
    } else if (!Files.isExecutable(POWER_OFF)) {
      checks.add(Check.warn(NAME, "there is no " + POWER_OFF + ": the service ends on an empty battery, and nobody"
          + " switches the machine off", "install the package"));
    }
    return checks;
  }
}
