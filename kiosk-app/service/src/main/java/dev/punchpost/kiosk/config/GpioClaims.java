package dev.punchpost.kiosk.config;

import java.util.List;
import java.util.Optional;

/// Takes GPIO lines for one section, so that no two things use the same line.
///
/// @param chip of all its lines; empty if it has a mistake
record GpioClaims(Section section, Optional<String> chip, ReaderClaims claims) {
  /// @param line a number on the chip, or a name; empty if there is none, or a mistake
  void take(String key, Optional<String> line) {
    take(key, line, line.map(name -> section.has(key) ? section.found(key) : name));
  }

  /// Takes every line of a list.
  void takeEach(String key, Optional<List<String>> lines) {
    lines.ifPresent(all -> all.forEach(line -> take(key, Optional.of(line), Optional.of(line))));
  }

  private void take(String key, Optional<String> line, Optional<String> shown) {
    if (chip.isPresent() && line.isPresent()) {
      // GPIO17 is the name of line 17 on the Raspberry Pi's header.
      String name = line.get();
      String thing = chip.get().equals("auto")
          ? "gpio " + (name.matches("GPIO[0-9]+") ? name.substring(4) : name)
          : "line " + name + " of " + chip.get();
      claims.take(section, key, thing, shown.orElse(name), "a GPIO of its own");
    }
  }
}
