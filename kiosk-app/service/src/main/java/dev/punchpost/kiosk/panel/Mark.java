package dev.punchpost.kiosk.panel;

/// What is wrong with the terminal for longer than one screen, and is marked on the idle screen.
public enum Mark {
  /// At least one reader is gone.
  READER_LOST,
  /// The configuration file has mistakes and the last good one is in force.
  SETTINGS_REJECTED
}
