package dev.punchpost.demo;

/// Told what has happened, in words for the person at the keyboard. Any thread.
@FunctionalInterface
public interface Progress {
  void step(String what);
}
