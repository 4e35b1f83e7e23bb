package dev.punchpost.kiosk.health;

import dev.punchpost.kiosk.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Who asks `doctor`.
///
/// @param stranger whether files that are closed to them may well be open to the service: they are neither root nor the
///   data directory's owner
record Onlooker(boolean stranger) {
  static final String ADVICE = "sudo punchpost doctor";

  static Onlooker of(String user, Settings.Store store) {
    try {
      return new Onlooker(!user.equals("root") && !Files.getOwner(store.directory()).getName().equals(user));
    } catch (IOException e) {
      return new Onlooker(false);
    }
  }

  /// What is said of a file that a stranger cannot look at; empty if it can be looked at, or is certainly not there.
  Optional<Check> closed(String name, Path file) {
    return stranger && !Files.isReadable(file) && !Files.notExists(file)
        ? Optional.of(Check.warn(name, file + " is the service's alone, and was not looked at", ADVICE))
        : Optional.empty();
  }
}
