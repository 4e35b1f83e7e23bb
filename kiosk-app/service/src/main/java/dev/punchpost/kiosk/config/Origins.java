package dev.punchpost.kiosk.config;

import java.util.List;
import java.util.Optional;

/// Every key with its value in force and where that comes from, in the order of the documentation.
public record Origins(List<Effective> values) {
  public Origins {
    values = List.copyOf(values);
  }

  /// One key.
  ///
  /// @param header the table's header line, such as `[terminal]` or `[[reader]]`
  /// @param table counts the tables from 0, so that two `[[reader]]` are told apart
  /// @param key inside its table
  /// @param toml the value as TOML; empty if the key is not set and has no default
  /// @param origin where the value comes from
  public record Effective(String header, int table, String key, String toml, Origin origin) {}

  /// The origin of the first value under this header and key.
  public Optional<Origin> of(String header, String key) {
    return values.stream().filter(v -> v.header().equals(header) && v.key().equals(key)).map(Effective::origin)
        .findFirst();
  }
}
