package dev.punchpost.kiosk.remote.command;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.files.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Correlation ids of commands that were executed, on disk until the commands have expired, so that none is executed a
/// second time, not even over a power cut. One line for each: id in hex, boot, expiry by that boot's monotonic clock in
/// microseconds, expiry by the wall clock in milliseconds (empty if that was not set). A line without its line feed was cut: its
/// command was not executed. One thread.
final class ExecutedCommands {
  /// The file's name in the data directory.
  static final String NAME = "commands";
  /// Bounds the file and the memory. The rate limit and the longest expiry keep far below it.
  static final int MOST = 20_000;
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY = PosixFilePermissions
      .asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /// @param expiryWallMs 0 if the wall clock was not set
  private record Line(String id, String bootId, long expiryUs, long expiryWallMs) {
    String text() {
      return id + " " + bootId + " " + expiryUs + " " + expiryWallMs + "\n";
    }

    static Optional<Line> parse(String text) {
      String[] words = text.split(" ", -1);
      try {
        return words.length == 4
            ? Optional.of(new Line(words[0], words[1], Long.parseLong(words[2]), Long.parseLong(words[3])))
            : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    /// In another boot, with a clock that is not set then or was not set now, nobody knows: then it is kept.
    boolean expired(Reading now) {
      if (bootId.equals(now.bootId())) {
        return now.monotonicUs() > expiryUs;
      }
      return expiryWallMs > 0 && now.state() != ClockState.UNSET && now.wall().toEpochMilli() > expiryWallMs;
    }
  }

  private final Path file;
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private int written;

  /// Reads what is there.
  ///
  /// @throws IOException if it is there and cannot be read: then nobody knows what was executed
  ExecutedCommands(Path directory) throws IOException {
    this.file = directory.resolve(NAME);
    if (Files.exists(file)) {
      String text = Files.readString(file, StandardCharsets.US_ASCII);
      int end = text.lastIndexOf('\n');
      for (String line : end < 0 ? new String[0] : text.substring(0, end).split("\n", -1)) {
        Line.parse(line).ifPresent(known -> lines.put(known.id(), known));
      }
      written = lines.size();
      if (end + 1 < text.length()) {
        rewrite();
      }
    }
  }

  boolean contains(String id, Reading now) {
    Line line = lines.get(id);
    return line != null && !line.expired(now);
  }

  /// Writes an id down; when this returns, a power cut does not undo it.
  ///
  /// @param seconds until the command expires
  /// @return false if there is no more room
  boolean add(String id, long seconds, Reading now) throws IOException {
    if (lines.size() >= MOST || written >= 2 * MOST) {
      lines.values().removeIf(line -> line.expired(now));
      rewrite();
      if (lines.size() >= MOST) {
        return false;
      }
    }
    // A minute more, for what a broker still sends while it is expiring.
    long life = seconds + 60;
    Line line = new Line(id, now.bootId(), now.monotonicUs() + life * 1_000_000,
        now.state() == ClockState.UNSET ? 0 : now.wall().toEpochMilli() + life * 1_000);
    try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        OWNER_ONLY)) {
      write(channel, line.text());
      if (written == 0) {
        PrivateFile.flushFolder(file);
      }
    } catch (IOException e) {
      // Half a line may be there, which the next one must not continue.
      written = 2 * MOST;
      throw e;
    }
    lines.put(id, line);
    written++;
    return true;
  }

  private void rewrite() throws IOException {
    StringBuilder text = new StringBuilder();
    lines.values().forEach(line -> text.append(line.text()));
    PrivateFile.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    written = lines.size();
  }

  private static void write(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }
}
