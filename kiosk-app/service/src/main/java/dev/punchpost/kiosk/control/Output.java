package dev.punchpost.kiosk.control;

/// Where a command's lines go: to the terminal's console, or through the socket to the one who asked.
/// One thread at a time.
public interface Output {
  /// A line of the result, without its line end.
  ///
  /// @throws java.io.UncheckedIOException if nobody can read it any more; the command then stops
  void out(String line);

  /// A line that tells what went wrong.
  ///
  /// @throws java.io.UncheckedIOException likewise
  void err(String line);

  /// Lets the lines so far be read now, in a conversation.
  ///
  /// @throws java.io.UncheckedIOException likewise
  default void flush() {}

  /// Finds out whether somebody still waits for the end, without a line.
  ///
  /// @throws java.io.UncheckedIOException if nobody does
  default void awaken() {}
}
