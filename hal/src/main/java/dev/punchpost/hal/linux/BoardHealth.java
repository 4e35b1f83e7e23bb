package dev.punchpost.hal.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How the board itself is: temperature and supply, from sysfs (Documentation/driver-api/thermal/sysfs-api.rst;
/// Documentation/hwmon/raspberrypi-hwmon.rst; `get_throttled` of the Raspberry Pi's firmware driver). Each question reads
/// anew; what this machine does not tell is unknown, and no error. Any thread.
public final class BoardHealth {
  /// Where the kernel shows it.
  public static final Path SYSFS = Path.of("/sys");

  /// Whether something is so.
  public enum Known {
    YES,
    NO,
    UNKNOWN
  }

  // Bits of get_throttled: now, and the same since boot 16 places higher.
  private static final int UNDER_VOLTAGE = 1;
  private static final int FREQUENCY_CAPPED = 1 << 1;
  private static final int THROTTLED = 1 << 2;
  private static final int SOFT_TEMPERATURE_LIMIT = 1 << 3;
  private static final int SINCE_BOOT = 16;

  private final Path sysfs;

  /// @param sysfs [#SYSFS]
  public BoardHealth(Path sysfs) {
    this.sysfs = sysfs;
  }

  /// Temperature of the processor in thousandths of a degree Celsius.
  public OptionalInt milliCelsius() {
    Optional<String> text = text(sysfs.resolve("class/thermal/thermal_zone0/temp"));
    try {
      return text.isPresent() ? OptionalInt.of(Integer.parseInt(text.get())) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /// Whether the supply is too weak now: below 4.63 V.
  public Known underVoltage() {
    Known firmware = flag(UNDER_VOLTAGE);
    return firmware == Known.UNKNOWN ? alarm() : firmware;
  }

  /// Whether it was since the boot.
  public Known underVoltageSinceBoot() {
    return flag(UNDER_VOLTAGE << SINCE_BOOT);
  }

  /// Whether the processor is slowed down now, by heat or a weak supply.
  public Known slowedDown() {
    return flag(FREQUENCY_CAPPED | THROTTLED | SOFT_TEMPERATURE_LIMIT);
  }

  /// Whether it was since the boot.
  public Known slowedDownSinceBoot() {
    return flag((FREQUENCY_CAPPED | THROTTLED | SOFT_TEMPERATURE_LIMIT) << SINCE_BOOT);
  }

  private Known flag(int bits) {
    OptionalLong flags = throttled();
    return flags.isEmpty() ? Known.UNKNOWN : (flags.getAsLong() & bits) != 0 ? Known.YES : Known.NO;
  }

  private OptionalLong throttled() {
    for (Path soc : entries(sysfs.resolve("devices/platform"), "soc*")) {
      for (Path firmware : entries(soc, "*firmware")) {
        Optional<String> text = text(firmware.resolve("get_throttled"));
        if (text.isPresent()) {
          try {
            return OptionalLong.of(Long.parseLong(text.get().replaceFirst("^0x", ""), 16));
          } catch (NumberFormatException e) {
            return OptionalLong.empty();
          }
        }
      }
    }
    return OptionalLong.empty();
  }

  /// The monitor of kernels that do not show the firmware's flags; it is the same measurement.
  private Known alarm() {
    for (Path monitor : entries(sysfs.resolve("class/hwmon"), "hwmon*")) {
      if (text(monitor.resolve("name")).filter("rpi_volt"::equals).isPresent()) {
        return text(monitor.resolve("in0_lcrit_alarm")).map(alarm -> alarm.equals("0") ? Known.NO : Known.YES)
            .orElse(Known.UNKNOWN);
      }
    }
    return Known.UNKNOWN;
  }

  private static List<Path> entries(Path folder, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      entries.forEach(found::add);
    } catch (IOException e) {
      return List.of();
    }
    return found;
  }

  private static Optional<String> text(Path file) {
    try {
      return Files.isReadable(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
