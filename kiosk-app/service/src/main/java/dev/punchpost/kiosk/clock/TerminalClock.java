package dev.punchpost.kiosk.clock;

/// The terminal's clock. Thread-safe, quick enough for the punch thread.
@FunctionalInterface
public interface TerminalClock {
  Reading now();
}
