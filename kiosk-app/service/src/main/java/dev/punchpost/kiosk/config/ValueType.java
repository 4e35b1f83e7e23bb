package dev.punchpost.kiosk.config;

import java.util.Optional;

/// What may stand behind a key.
interface ValueType<T> {
  /// The value, if it is one of this type.
  ///
  /// @param value as the TOML parser gives it: String, Long, Double, Boolean, a java.time type, TomlArray or TomlTable
  Optional<T> read(Object value);

  /// What is expected, for the mistake.
  String expected();

  /// What is expected when this was found; may add a suggestion.
  default String expectedInsteadOf(Object value) {
    return expected();
  }

  /// The value as TOML, for `config show`.
  default String toml(Object raw, T value) {
    return Shown.toml(raw);
  }
}
