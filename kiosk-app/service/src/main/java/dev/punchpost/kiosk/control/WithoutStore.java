package dev.punchpost.kiosk.control;

import dev.punchpost.kiosk.health.StatusSource;
import dev.punchpost.kiosk.health.StatusText;

/// Answers on a terminal that runs without a store (not set up, or its store cannot be opened): status only.
public final class WithoutStore implements RequestHandler {
  private final StatusSource status;
  private final ExitCode code;
  private final String reason;

  /// @param code what the other commands end with
  /// @param reason why there is no store, in a sentence
  public WithoutStore(StatusSource status, ExitCode code, String reason) {
    this.status = status;
    this.code = code;
    this.reason = reason;
  }

  @Override
  public ExitCode handle(Request request, Output output) {
    if (request instanceof Request.Status(boolean json)) {
      StatusText.lines(status.now(), json).forEach(output::out);
      return ExitCode.OK;
    }
    output.err(reason);
    return code;
  }
}
