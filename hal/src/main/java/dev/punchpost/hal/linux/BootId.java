package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// The kernel's name for this boot (random(4)).
public final class BootId {
  private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  /// Lower-case UUID, the same until the next boot.
  ///
  /// @throws HalException IO if `/proc` cannot be read
  public static String current() {
    try {
      return UUID.fromString(Files.readString(FILE).strip()).toString();
    } catch (IOException | IllegalArgumentException e) {
      throw new HalException(HalException.Kind.IO, "cannot read " + FILE, e);
    }
  }
}
