package dev.punchpost.demo;

import dev.punchpost.demo.judge.Tick;

/// What became of a tap.
public sealed interface Answer {
  /// The panel showed the tick.
  record Ticked(Tick tick) implements Answer {}

  /// The panel said why there is no tick, such as `UNIDENTIFIED`.
  record Refused(String reason) implements Answer {}

  /// The panel said nothing.
  ///
  /// @param why in words
  record None(String why) implements Answer {}
}
