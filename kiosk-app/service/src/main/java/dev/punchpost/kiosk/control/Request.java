package dev.punchpost.kiosk.control;

import java.util.Optional;

/// A command that works on a running service, through its socket, and on a stopped one, on the store itself.
/// [RequestJson] is its form on the wire.
public sealed interface Request {
  record Status(boolean json) implements Request {}

  /// @param file name, for messages
  /// @param csv its text
  /// @param force whether it may replace a roster that came from the site
  record RosterImport(String file, String csv, boolean merge, boolean force) implements Request {
    /// Without force.
    public RosterImport(String file, String csv, boolean merge) {
      this(file, csv, merge, false);
    }
  }

  record RosterList() implements Request {}

  record RosterExport() implements Request {}

  /// @param from RFC 3339 time or ISO date in the terminal's zone
  /// @param to likewise, exclusive
  record Punches(Optional<String> from, Optional<String> to, Format format) implements Request {}

  /// @param keys public keys, PEM or 64 hexadecimal digits each, one after another; empty for the terminal's own
  /// @param checkpoints heads that were kept elsewhere, see [dev.punchpost.kiosk.evidence.LedgerVerification#of]
  record LedgerVerify(String keys, String checkpoints) implements Request {}

  /// @param from as for [Punches]
  /// @param to likewise
  record LedgerExport(Optional<String> from, Optional<String> to) implements Request {}

  record LedgerKey() implements Request {}

  /// Entries that were set aside.
  record OutboxList() implements Request {}

  /// Sends entries that were set aside once more.
  ///
  /// @param seq digits of one entry's sequence; empty for all
  record OutboxRetry(Optional<String> seq) implements Request {}

  /// How punches are written.
  enum Format {
    /// For people.
    TABLE,
    /// RFC 4180, with a header line.
    CSV,
    /// JSON Lines: the CloudEvents objects as they are published.
    JSON
  }
}
