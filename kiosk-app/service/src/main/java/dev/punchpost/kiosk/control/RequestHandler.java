package dev.punchpost.kiosk.control;

/// Does what a request asks. Any thread, several at once.
@FunctionalInterface
public interface RequestHandler {
  /// @param output takes the lines as they are made, so that an export of any size needs no memory
  ExitCode handle(Request request, Output output);
}
