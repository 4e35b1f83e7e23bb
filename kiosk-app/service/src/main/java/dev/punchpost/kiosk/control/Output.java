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
}
