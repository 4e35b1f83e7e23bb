package dev.punchpost.kiosk.config;

import dev.punchpost.kiosk.config.ValueTypes.Choice;
import dev.punchpost.kiosk.config.ValueTypes.Regex;
import dev.punchpost.kiosk.config.ValueTypes.Text;
import dev.punchpost.kiosk.config.ValueTypes.WholeNumber;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The keys that say how a line of text becomes a credential: of readers that send lines, and of those that type them.
final class LineKeys {
  private LineKeys() {}

  static Supplier<ReaderSettings.Line> read(Section s) {
    Optional<String> prefix = s.optional("prefix", new Text(64), "");
    Optional<String> suffix = s.optional("suffix", new Text(64), "");
    Optional<Pattern> pattern = s.optional("pattern", new Regex(), ".*");
    Optional<Integer> longest = s.optional("max-length", new WholeNumber(1, 4096), 256L);
    Optional<String> as = s.optional("as", Choice.of("text", "em", "uid", "wiegand", "auto"), "text");
    if (prefix.isPresent() && suffix.isPresent() && longest.isPresent()
        && prefix.get().length() + suffix.get().length() >= longest.get()) {
      s.mistake("max-length", longest.get().toString(), "more characters than prefix and suffix have together");
    }
    return () -> new ReaderSettings.Line(prefix.orElseThrow(), suffix.orElseThrow(), pattern.orElseThrow(),
        longest.orElseThrow(), as.orElseThrow());
  }
}
