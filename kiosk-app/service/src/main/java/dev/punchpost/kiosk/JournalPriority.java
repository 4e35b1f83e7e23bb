package dev.punchpost.kiosk;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Map;

/// Writes the priority in front of a log line as sd-daemon(3) has it, so that `journalctl -p warning` works. The journal
/// has a time of its own for each line, therefore a line for it has none.
public final class JournalPriority extends ClassicConverter {
  /// Names the pattern that `logback.xml` uses instead of its own.
  static final String PATTERN_PROPERTY = "punchpost.log.pattern";
  private static final String PATTERN = "%priority%logger{0}: %msg%n";

  /// Chooses the journal's form if standard error goes to the journal. To be called before anything logs.
  public static void choose(Map<String, String> environment) {
    if (environment.containsKey("JOURNAL_STREAM") && System.getProperty(PATTERN_PROPERTY) == null) {
      System.setProperty(PATTERN_PROPERTY, PATTERN);
    }
  }

  @Override
  public String convert(ILoggingEvent event) {
    return switch (event.getLevel().toInt()) {
      case Level.ERROR_INT -> "<3>";
      case Level.WARN_INT -> "<4>";
      case Level.INFO_INT -> "<6>";
      default -> "<7>";
    };
  }
}
