package dev.punchpost.kiosk.config;

import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.kiosk.config.ReaderValueTypes.Format;
import dev.punchpost.kiosk.config.ValueTypes.ListOf;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlArray;

/// The key `formats` of readers that give card data as bits.
final class FormatKeys {
  private static final int MOST = 8;
  private static final TomlArray COMMON = Objects
      .requireNonNull(Toml.parse("formats = [\"H10301\", \"H10306\", \"H10302\"]").getArray("formats"));

  private FormatKeys() {}

  static Optional<List<WiegandFormat>> read(Section s) {
    Optional<List<WiegandFormat>> formats = s.optional("formats", new ListOf<>(new Format(), MOST), COMMON);
    Set<Integer> lengths = new HashSet<>();
    for (WiegandFormat format : formats.orElse(List.of())) {
      if (!lengths.add(format.bits())) {
        s.mistake("formats", "two formats of " + format.bits() + " bits", "formats of different lengths, because"
            + " nothing else tells them apart");
      }
    }
    return formats;
  }
}
