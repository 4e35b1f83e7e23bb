package dev.punchpost.kiosk.control;

import java.util.Optional;

/// A command that works on a running service, through its socket, and on a stopped one, on the store itself.
/// [RequestJson] is its form on the wire.
public sealed interface Request {
  record Status(boolean json) implements Request {}

  /// @param file name, for messages
  /// @param csv its text
  record RosterImport(String file, String csv, boolean merge) implements Request {}

  record RosterList() implements Request {}

  record RosterExport() implements Request {}

  /// @param from RFC 3339 time or ISO date in the terminal's zone
  /// @param to likewise, exclusive
  record Punches(Optional<String> from, Optional<String> to, Format format) implements Request {}

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
