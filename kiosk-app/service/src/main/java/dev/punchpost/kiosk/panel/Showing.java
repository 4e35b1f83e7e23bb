package dev.punchpost.kiosk.panel;

import dev.punchpost.hal.panel.Signal;
import dev.punchpost.kiosk.clock.ClockState;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A screen, and what belongs to it at the moment in which it is shown.
///
/// @param marks what is wrong for longer than one screen
/// @param now in the terminal's zone
/// @param clock how good that time is
/// @param text laid out as rows of the terminal's usual display
/// @param signal light and tone; empty to leave them as they are
public record Showing(Screen screen, Set<Mark> marks, ZonedDateTime now, ClockState clock, List<String> text,
    Optional<Signal> signal) {
  public Showing {
    marks = Set.copyOf(marks);
    text = List.copyOf(text);
  }

  /// Whether nobody is here: a screen that stays until somebody comes.
  boolean resting() {
    return screen instanceof Screen.Idle || screen instanceof Screen.NotSetUp;
  }
}
