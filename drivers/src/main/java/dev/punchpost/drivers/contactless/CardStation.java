package dev.punchpost.drivers.contactless;

/// A reader that cards can be written with. Used by the reader's own thread, instead of its waiting for badges.
public interface CardStation {
  /// One look into the field. If it shows one card, [#channel()] leads to it until the next look.
  ///
  /// @throws dev.punchpost.hal.HalException if the reader is broken
  FieldView look();

  /// To the card that the last look found.
  CardChannel channel();
}
