package dev.punchpost.kiosk.panel;

import dev.punchpost.hal.panel.Signal;
import java.util.List;
import java.util.Optional;

/// One way to show screens: displays and indicators, a file, a log. [QueuedPanel]'s thread owns it; it may be slow.
public interface PanelOutput extends AutoCloseable {
  /// Shows a screen in place of the one before.
  ///
  /// For implementers: after a failure the same screen comes again, so release what is broken and open it anew then.
  ///
  /// @param text the display's rows
  /// @param signal light and tone; empty to leave them as they are
  /// @throws RuntimeException if the screen was not shown
  void show(Screen screen, List<String> text, Optional<Signal> signal);

  /// Releases the device. Does nothing by default.
  @Override
  default void close() {}
}
