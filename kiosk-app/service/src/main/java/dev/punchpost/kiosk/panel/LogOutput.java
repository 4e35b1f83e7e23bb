package dev.punchpost.kiosk.panel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Screens as lines of the log, without names: for a terminal that has no panel, and beside a display.
public final class LogOutput implements PanelOutput {
  private static final Logger LOG = LoggerFactory.getLogger(LogOutput.class);

  @Override
  public void show(Showing showing) {
    switch (showing.screen()) {
      case Screen.Idle i -> LOG.trace("idle");
      case Screen.Accepted a -> LOG.info("{} {} at reader {}", a.repeat() ? "shown again:" : "recorded:", a.seq(),
          a.reader());
      case Screen.Refused r -> LOG.warn("refused at reader {}: {}", r.reader(), r.reason());
      case Screen.Wait w -> LOG.warn(w.taken()
          ? "reader {}: the store is slow, the tap waits"
          : "reader {} must wait", w.reader());
      case Screen.ReaderState s -> LOG.info("reader {} {}", s.reader(), s.working() ? "works" : "does not work");
      case Screen.Identify i -> LOG.info("identify");
      case Screen.Typing t -> LOG.trace("somebody types at {}", t.reader());
      case Screen.Chosen c -> LOG.debug("{} was chosen at {}", c.choice(), c.reader());
      case Screen.DoorOpened d -> LOG.info("a supervisor opens the door at {}", d.reader());
      case Screen.Message m -> LOG.info("message to a worker, page {}", m.page());
      case Screen.NotSetUp n -> LOG.warn("not set up: {}", n.where());
      case Screen.ConfigurationRejected c -> LOG.warn("configuration rejected: {}", c.where());
    }
  }
}
