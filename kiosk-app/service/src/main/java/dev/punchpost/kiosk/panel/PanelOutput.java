package dev.punchpost.kiosk.panel;

/// One way to show screens: displays and indicators, a file, a log. [QueuedPanel]'s thread owns it; it may be slow.
public interface PanelOutput extends AutoCloseable {
  /// Shows a screen in place of the one before.
  ///
  /// For implementers: after a failure the same screen comes again, so release what is broken and open it anew then.
  ///
  /// @throws RuntimeException if the screen was not shown
  void show(Showing showing);

  /// The screen stays: called about once a second with what is shown, at the time of the call. For outputs that turn
  /// pages, or look whether their device is still there. Does nothing by default.
  ///
  /// @throws RuntimeException if the screen is not shown any more
  default void stay(Showing showing) {}

  /// How many pages this output makes of it, from 1; the screen stays long enough for all of them. Does not touch the
  /// device.
  default int pages(Showing showing) {
    return 1;
  }

  /// Whether a screen that could not be shown in its time is worth nothing afterwards: then it is dropped. False for an
  /// output that is a record.
  default boolean momentary() {
    return false;
  }

  /// Releases the device. Does nothing by default.
  @Override
  default void close() {}
}
