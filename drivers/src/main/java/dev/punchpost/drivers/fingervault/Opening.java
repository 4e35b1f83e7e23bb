package dev.punchpost.drivers.fingervault;

import dev.punchpost.drivers.r503.FingerTemplate;

/// What came of opening sealed bytes.
public sealed interface Opening {
  record Opened(FingerTemplate template) implements Opening {}

  /// They are not of this program, or of a later one.
  record NotSealedHere() implements Opening {}

  /// They were sealed with another key.
  record WrongKey() implements Opening {}

  /// They were changed, or belong to another worker, place or version.
  record Changed() implements Opening {}
}
