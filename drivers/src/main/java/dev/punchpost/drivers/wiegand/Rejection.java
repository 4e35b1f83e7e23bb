package dev.punchpost.drivers.wiegand;

/// Why pulses made no card.
public enum Rejection {
  /// The kernel saw a pulse that it could not tell: its number is missing.
  LOST_PULSE,
  /// Two pulses nearer than a reader sends them: noise, or an interrupt that came so late that their order is unknown.
  TOO_CLOSE,
  /// A pause inside the frame, too long for one bit after another and too short for the next frame.
  BROKEN_OFF,
  /// No format has so many bits.
  LENGTH,
  /// A parity bit was wrong.
  PARITY
}
