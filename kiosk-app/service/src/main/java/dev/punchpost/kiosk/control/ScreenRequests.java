package dev.punchpost.kiosk.control;

import dev.punchpost.hal.panel.View;
import dev.punchpost.kiosk.panel.ViewJson;
import java.util.Optional;
import java.util.function.Supplier;

/// Answers what the panel shows, and hands all other requests on. Thread-safe.
public final class ScreenRequests implements RequestHandler {
  private final RequestHandler others;
  private final Supplier<Optional<View>> shown;

  /// @param others answers every other request
  /// @param shown the panel's newest screen; any thread
  public ScreenRequests(RequestHandler others, Supplier<Optional<View>> shown) {
    this.others = others;
    this.shown = shown;
  }

  @Override
  public ExitCode handle(Request request, Output output) {
    if (!(request instanceof Request.Screen)) {
      return others.handle(request, output);
    }
    Optional<View> view = shown.get();
    if (view.isEmpty()) {
      output.err("nothing has been shown yet; try again in a moment");
      return ExitCode.TRY_AGAIN;
    }
    output.out(ViewJson.write(view.get()));
    return ExitCode.OK;
  }

  /// What a terminal that shows nothing says.
  public static ExitCode notHere(Output output) {
    output.err("the service must run to show a screen (sudo systemctl start punchpost); --screen NAME draws a sample");
    return ExitCode.TRY_AGAIN;
  }
}
