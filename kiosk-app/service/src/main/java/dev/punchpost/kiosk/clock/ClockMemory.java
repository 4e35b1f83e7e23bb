package dev.punchpost.kiosk.clock;

import dev.punchpost.kiosk.files.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When the clock was last known to be right, in a small file of the data directory: a restart of the service within a
/// boot does not forget that the clock was synchronised, and a battery-backed clock has a moment to count its drift
/// from. One thread.
///
/// One line, replaced in one step (written beside, flushed, renamed). A file that is cut or altered counts as none:
/// then less is claimed, never more.
public final class ClockMemory {
  /// The file's name in the data directory.
  public static final String NAME = "clock.state";

  private static final Pattern LINE = Pattern.compile(
      "1 (known|lost) boot ([0-9a-f-]{36}) monotonic-us (\\d{1,16}) offset-us (-?\\d{1,16}) error-us (\\d{1,16})\n");
  private static final Logger log = LoggerFactory.getLogger(ClockMemory.class);

  /// What is remembered.
  ///
  /// @param bootId boot of the last synchronisation
  /// @param time of it
  /// @param lost whether a boot since then had no good time: a shutdown in it may have written a wrong time into the
  ///   battery-backed clock, so that nothing may be concluded from that any more
  record Kept(String bootId, KnownTime time, boolean lost) {
    /// Wall time of the last synchronisation, microseconds since 1970.
    long wallUs() {
      return time.monotonicUs() + time.offsetUs();
    }
  }

  private final Path file;
  private boolean failing;

  /// @param directory data directory; need not be there yet
  public ClockMemory(Path directory) {
    this.file = directory.resolve(NAME);
  }

  Optional<Kept> load() {
    try {
      Matcher line = LINE.matcher(Files.readString(file));
      return line.matches()
          ? Optional.of(new Kept(UUID.fromString(line.group(2)).toString(),
              new KnownTime(Long.parseLong(line.group(3)), Long.parseLong(line.group(4)),
                  Long.parseLong(line.group(5)), true),
              line.group(1).equals("lost")))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      log.warn("{} cannot be read: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  /// Replaces the file; costs device flushes. A failure is logged once and tried again at the next call.
  void keep(Kept kept) {
    try {
      PrivateFile.replace(file, ("1 " + (kept.lost() ? "lost" : "known") + " boot " + kept.bootId() + " monotonic-us "
          + kept.time().monotonicUs() + " offset-us " + kept.time().offsetUs() + " error-us " + kept.time().errorUs()
          + "\n").getBytes(StandardCharsets.US_ASCII));
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        log.warn("{} cannot be written: {}", file, e.getMessage());
        failing = true;
      }
    }
  }

}
