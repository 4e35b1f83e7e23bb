package dev.punchpost.demo;

import dev.punchpost.demo.judge.Delivery;
import dev.punchpost.demo.terminal.PanelLine;

/// Hears of everything that happens on the [Stage], in order, one call at a time; must not block.
public interface Witness {
  /// The panel shows a screen.
  void shown(PanelLine line);

  /// A message arrived for the first time.
  void arrived(Delivery delivery);

  /// Anything else has changed.
  void changed();
}
