package dev.punchpost.drivers.contactless;

/// What one look into the field showed.
public sealed interface FieldView {
  /// Nobody answered.
  record Empty() implements FieldView {}

  /// One card, and no other.
  record One(TypeACard card) implements FieldView {}

  /// More cards than one.
  record Several() implements FieldView {}

  /// Somebody answered and could not be understood: a card at the edge of the field, or noise.
  record Unclear() implements FieldView {}
}
