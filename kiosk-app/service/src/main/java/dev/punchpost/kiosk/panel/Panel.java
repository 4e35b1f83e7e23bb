package dev.punchpost.kiosk.panel;

/// Where screens go. Any thread; never blocks, never throws: a dead panel does not stop a punch.
@FunctionalInterface
public interface Panel {
  void show(Screen screen);
}
