package dev.punchpost.kiosk.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;

/// What `doctor` says of device files.
final class DeviceFiles {
  private DeviceFiles() {}

  /// @param advice if it is not there
  /// @param group that usually has it
  static void check(String name, Path file, String advice, String group, List<Check> checks) {
    if (!Files.exists(file)) {
      checks.add(Check.fail(name, file + " does not exist", advice));
    } else if (!Files.isReadable(file) || !Files.isWritable(file)) {
      checks.add(notAllowed(name, file, group));
    } else {
      checks.add(Check.ok(name, file + " is there and may be used"));
    }
  }

  /// @param advice if this machine has no pins
  static void pins(String name, String advice, List<Check> checks) {
    Path chip = Path.of("/dev/gpiochip0");
    if (!Files.exists(chip)) {
      checks.add(Check.fail(name, "this machine has no GPIO pins (" + chip + ")", advice));
    } else if (!Files.isWritable(chip)) {
      checks.add(notAllowed(name, chip, "gpio"));
    }
  }

  private static Check notAllowed(String name, Path file, String usual) {
    String group;
    try {
      group = Files.readAttributes(file, PosixFileAttributes.class).group().getName();
    } catch (IOException e) {
      group = usual;
    }
    String user = System.getProperty("user.name");
    return Check.fail(name, file + " may not be used by user " + user,
        "make the service's user a member of group " + group + ": sudo usermod -aG " + group + " " + user);
  }
}
