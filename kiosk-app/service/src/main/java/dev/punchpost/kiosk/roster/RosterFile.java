package dev.punchpost.kiosk.roster;

import dev.punchpost.hal.credential.CredentialId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;

/// The roster as a CSV file (RFC 4180, UTF-8 with or without a byte order mark, lines ended by CRLF or LF):
///
/// ```csv
/// worker,name,badge,language,roles
/// 1001,Ana Ruiz,em:0F002EC3E3,es,supervisor
/// 1001,,uid:04A224B2C31D80,,
/// ```
///
/// - The header line names the columns, in any order; `language` and `roles` may be left out.
/// - `worker` `[A-Za-z0-9._-]{1,32}`; several rows for one worker give several badges.
/// - `name` 1 to 80 characters on the worker's first row; on later rows the same, or empty. It cannot begin with
///   `=`, `+`, `-` or `@`: no name does, and a spreadsheet that opens an export would take it for a formula.
/// - `badge` as [CredentialId#parse] takes it, or empty for a worker without one.
/// - `language` a BCP 47 tag; `roles` words `[a-z-]`, separated by blanks or `|`.
///
/// Every mistake is told, and a file with one is worth nothing. Thread-safe; no state.
public final class RosterFile {
  /// Largest file that is read, in bytes: some 50,000 badges, as many as the terminal's memory is good for.
  public static final int LARGEST = 2 << 20;

  private static final String[] COLUMNS = {"worker", "name", "badge", "language", "roles"};

  private RosterFile() {}

  /// What a file turned out to be.
  public sealed interface Result {
    /// @param workers in the order of the file, all active
    record Good(List<Worker> workers) implements Result {
      public Good {
        workers = List.copyOf(workers);
      }
    }

    /// @param mistakes all of them, in the order of the file
    record Bad(List<RosterMistake> mistakes) implements Result {
      public Bad {
        mistakes = List.copyOf(mistakes);
      }
    }
  }

  /// The text of a file.
  public sealed interface Decoded {
    record Text(String csv) implements Decoded {}

    record NotText(RosterMistake mistake) implements Decoded {}
  }

  /// Takes off the byte order mark and decodes strictly: a character that a spreadsheet wrote in another encoding
  /// would otherwise end up as a damaged name on the panel.
  ///
  /// @param file its name, for the message
  public static Decoded decode(String file, byte[] bytes) {
    if (bytes.length > LARGEST) {
      return new Decoded.NotText(new RosterMistake(file, 1, "file",
          "has " + bytes.length + " bytes; a roster has at most " + LARGEST));
    }
    boolean bom = bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    int start = bom ? 3 : 0;
    ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
    CharBuffer out = CharBuffer.allocate(bytes.length - start);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      int at = in.position();
      long line = 1;
      int lineStart = start;
      for (int i = start; i < at; i++) {
        if (bytes[i] == '\n') {
          line++;
          lineStart = i + 1;
        }
      }
      return new Decoded.NotText(new RosterMistake(file, line, "file", String.format(Locale.ROOT,
          "not UTF-8: byte 0x%02X at byte %d of the line; save the file as \"CSV UTF-8\"", bytes[at] & 0xFF,
          at - lineStart + 1)));
    }
    decoder.flush(out);
    return new Decoded.Text(out.flip().toString());
  }

  /// @param merge whether the file is to be added to a roster; only then it may hold nobody
  public static Result parse(String file, String csv, boolean merge) {
    return new RosterRows(file).read(csv, merge);
  }

  /// Writes active workers as [#parse] reads them: a row for each badge, and one for a worker without.
  ///
  /// @param lines takes the lines, the header first
  public static void write(List<Worker> workers, Consumer<String> lines) {
    CSVFormat format = CSVFormat.RFC4180.builder().setRecordSeparator("").get();
    lines.accept(format.format((Object[]) COLUMNS));
    for (Worker worker : workers) {
      if (!worker.active()) {
        continue;
      }
      String roles = worker.roles().stream().sorted().collect(Collectors.joining(" "));
      List<String> badges = worker.credentials().isEmpty()
          ? List.of("")
          : worker.credentials().stream().map(CredentialId::canonical).toList();
      for (String badge : badges) {
        lines.accept(row(format, worker, badge, roles));
      }
    }
  }

  private static String row(CSVFormat format, Worker worker, String badge, String roles) {
    StringBuilder line = new StringBuilder();
    try {
      format.printRecord(line, worker.id(), worker.name(), badge, worker.language(), roles);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringBuilder does not throw
    }
    return line.toString();
  }
}
