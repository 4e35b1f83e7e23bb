package dev.punchpost.hal.gpio;

/// The resistor at an input.
public enum Pull {
  NONE,
  UP,
  DOWN
}
