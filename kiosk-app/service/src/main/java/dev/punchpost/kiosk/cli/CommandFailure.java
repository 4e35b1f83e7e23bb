package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.ExitCode;

/// A command cannot do what it was asked; shown as its message alone.
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  CommandFailure(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  ExitCode code() {
    return code;
  }
}
