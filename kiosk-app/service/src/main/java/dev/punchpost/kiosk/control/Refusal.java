package dev.punchpost.kiosk.control;

/// What was asked cannot be done; nothing was changed. Its message is for the one who asked.
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  Refusal(String message) {
    this(ExitCode.DATA, message);
  }

  Refusal(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  ExitCode code() {
    return code;
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
