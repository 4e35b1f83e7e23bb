package dev.punchpost.hal.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A clock chip with a battery of its own, as the kernel shows it in sysfs (Documentation/ABI/testing/sysfs-class-rtc,
/// Documentation/admin-guide/rtc.rst). Immutable; any thread.
///
/// A Raspberry Pi 5 has the chip, but a battery only if somebody plugged one in; its driver tells the voltage.
public final class RealTimeClock {
  /// Where the kernel lists them.
  public static final Path SYSFS = Path.of("/sys/class/rtc");

  /// Below this a lithium cell holds no clock; an empty socket reads close to zero.
  private static final long LEAST_BATTERY_MICROVOLTS = 1_500_000;

  private final Path directory;
  private final String name;

  private RealTimeClock(Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  /// The clocks that may be believed to have run while the power was off; simulated ones and ones without a battery
  /// are left out. Empty where there is no such folder or it cannot be read.
  public static List<RealTimeClock> batteryBacked(Path sysfs) {
    List<RealTimeClock> clocks = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(sysfs, "rtc[0-9]*")) {
      for (Path entry : entries) {
        String name = text(entry.resolve("name")).orElse("");
        if (!name.isEmpty() && !name.startsWith("rtc-test") && hasBattery(entry)) {
          clocks.add(new RealTimeClock(entry, name));
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return clocks;
  }

  /// The driver's name and device, such as `rtc-ds1307 1-0068`.
  public String name() {
    return name;
  }

  /// Whether the kernel set the system's clock from this one at boot (or at its last wake).
  public boolean setTheSystemClock() {
    return text(directory.resolve("hctosys")).filter("1"::equals).isPresent();
  }

  /// What it shows now, whole seconds since 1970, if it can be read and knows the time itself.
  public OptionalLong secondsSince1970() {
    return number(directory.resolve("since_epoch"));
  }

  private static boolean hasBattery(Path entry) {
    for (Path file : List.of(entry.resolve("battery_voltage"), entry.resolve("device/battery_voltage"))) {
      OptionalLong microvolts = number(file);
      if (microvolts.isPresent() && microvolts.getAsLong() < LEAST_BATTERY_MICROVOLTS) {
        return false;
      }
    }
    return true;
  }

  private static OptionalLong number(Path file) {
    Optional<String> text = text(file);
    try {
      return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static Optional<String> text(Path file) {
    try {
      return Files.isReadable(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException e) {
      // A chip that does not answer gives an error in place of its time.
      return Optional.empty();
    }
  }
}
