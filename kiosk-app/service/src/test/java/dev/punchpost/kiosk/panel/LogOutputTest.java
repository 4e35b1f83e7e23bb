package dev.punchpost.kiosk.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogOutputTest {
  @Test
  void aLineHasSequenceAndReaderAndNoName() {
    Logger logger = (Logger) LoggerFactory.getLogger(LogOutput.class);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.TRACE);
    try (LogOutput output = new LogOutput()) {
      for (Screen screen : Screens.all("Hortensia", "en")) {
        output.show(Screens.showing(screen, List.of("Hello Hortensia")));
      }
    } finally {
      logger.detachAppender(appender);
    }

    List<String> lines = appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertEquals("recorded: 12 at reader front", lines.getFirst());
    assertFalse(lines.toString().contains("Hortensia"));
    assertFalse(lines.toString().contains("1001"));
  }
}
