package dev.punchpost.kiosk.door;

import dev.punchpost.kiosk.config.DoorSettings;
import dev.punchpost.kiosk.files.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Leaves a note in the service's runtime directory: which line must have which level when the process is gone. systemd
/// runs `relay-safe` with it after each end of the service (`ExecStopPost=`), while the directory is still there.
public final class RelaySafe {
  /// The note's name.
  public static final String NAME = "relay-safe";
  private static final Logger LOG = LoggerFactory.getLogger(RelaySafe.class);

  private RelaySafe() {}

  /// Writes the note before the relay is touched for the first time, or takes an old one away. Without a runtime directory
  /// (nobody would read it) nothing happens.
  ///
  /// @param directory as systemd's `RUNTIME_DIRECTORY` has it
  public static void note(Optional<Path> directory, Optional<DoorSettings> door) {
    if (directory.isEmpty()) {
      return;
    }
    Path file = directory.get().resolve(NAME);
    try {
      if (door.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        PrivateFile.replace(file, text(door.get()).getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      LOG.error("{} cannot be written: after a crash only the resistor locks the door: {}", file, e.getMessage());
    }
  }

  /// `LINE LEVEL` or `LINE LEVEL CHIP`, as the script's arguments.
  static String text(DoorSettings door) {
    String level = door.relayActiveHigh() ? "0" : "1";
    if (!door.chip().equals("auto")) {
      return door.relay() + " " + level + " " + door.chip() + "\n";
    }
    // On the header's chip a line is found by its name, whatever the chip's number is this time.
    String line = door.relay().matches("[0-9]+") ? "GPIO" + door.relay() : door.relay();
    return line + " " + level + "\n";
  }
}
