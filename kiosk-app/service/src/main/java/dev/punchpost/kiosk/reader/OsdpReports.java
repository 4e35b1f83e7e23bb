package dev.punchpost.kiosk.reader;

import dev.punchpost.drivers.osdp.OsdpEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.panel.Panel;
import dev.punchpost.kiosk.panel.Screen;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What OSDP readers tell besides cards: into the ledger what an auditor must know, to the worker why a card gave no
/// tick, into the log the rest.
///
/// [#accept] is called by the lines' threads and returns at once. A doubt is entered once for as long as it lasts,
/// however often the supervisor tries the reader again.
public final class OsdpReports implements AutoCloseable {
  /// Takes an entry; may wait for a place in the queue.
  @FunctionalInterface
  public interface Ledger {
    void note(Content content) throws InterruptedException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(OsdpReports.class);
  /// Entries that wait. There are a few for each reader in a bad hour, and each is wanted.
  private static final int ROOM = 1_000;

  private final Ledger ledger;
  private final Panel panel;
  private final BlockingQueue<Content> waiting = new LinkedBlockingQueue<>(ROOM);
  private final Map<ReaderName, OsdpEvent.Doubt> doubts = new HashMap<>();
  private final Set<ReaderName> installing = new HashSet<>();
  private @Nullable Thread writer;

  public OsdpReports(Ledger ledger, Panel panel) {
    this.ledger = ledger;
    this.panel = panel;
  }

  /// Takes an event of a line's thread.
  public void accept(OsdpEvent event) {
    switch (event) {
      case OsdpEvent.Online(var reader, var identity, var secure) -> {
        synchronized (this) {
          doubts.remove(reader);
          installing.remove(reader);
        }
        LOG.info("reader {} is an OSDP reader of vendor {}, model {}, firmware {}{}", reader, identity.vendor(),
            identity.model(), identity.firmware(), secure ? "" : ", without secure channel");
      }
      case OsdpEvent.Offline(var reader) -> LOG.debug("reader {} does not answer on its OSDP line", reader);
      case OsdpEvent.NotTrusted(var reader, var doubt) -> notTrusted(reader, doubt);
      case OsdpEvent.PowerFault(var reader, var present) ->
        LOG.warn("reader {}: its power supply {}", reader, present ? "has a fault" : "is well again");
      case OsdpEvent.DefaultKeyUsed(var reader) -> {
        boolean first;
        synchronized (this) {
          first = installing.add(reader);
        }
        if (first) {
          enter(new Content.ReaderDefaultKeyUsed(reader));
        }
      }
      case OsdpEvent.KeyInstalled(var reader) -> {
        LOG.warn("reader {} took our key: switch its install-mode off now", reader);
        enter(new Content.ReaderKeyInstalled(reader));
      }
      case OsdpEvent.KeysPressed(var reader, var keys) ->
        LOG.debug("reader {}: {} keys, which nobody waits for", reader, keys.length());
      case OsdpEvent.Unreadable(var reader, var fault, var bits) -> {
        LOG.info("reader {}: a card of {} bits was not understood: {}", reader, bits, fault);
        panel.show(new Screen.Refused(reader, switch (fault) {
          case RANDOM_UID, UNKNOWN_FORMAT -> Screen.Refused.Reason.NO_IDENTITY;
          case PARITY, MALFORMED -> Screen.Refused.Reason.HOLD_LONGER;
          case OVERFLOW -> Screen.Refused.Reason.NOT_RECORDED;
        }, ""));
      }
    }
  }

  private void notTrusted(ReaderName reader, OsdpEvent.Doubt doubt) {
    boolean fresh;
    synchronized (this) {
      fresh = doubts.put(reader, doubt) != doubt;
    }
    if (fresh) {
      enter(new Content.ReaderNotTrusted(reader, switch (doubt) {
        case NO_SECURE_CHANNEL -> Content.ReaderNotTrusted.Doubt.NO_SECURE_CHANNEL;
        case DEFAULT_KEY -> Content.ReaderNotTrusted.Doubt.DEFAULT_KEY;
        case WRONG_KEY -> Content.ReaderNotTrusted.Doubt.WRONG_KEY;
        case KEY_REFUSED -> Content.ReaderNotTrusted.Doubt.KEY_REFUSED;
        case TAMPER -> Content.ReaderNotTrusted.Doubt.TAMPER;
      }));
    }
  }

  private void enter(Content content) {
    if (!waiting.offer(content)) {
      LOG.error("no room for an entry of {}: it is not recorded", content.type());
    }
    synchronized (this) {
      if (writer == null) {
        writer = Thread.ofPlatform().daemon().name("osdp-reports").start(this::write);
      }
    }
  }

  private void write() {
    try {
      while (true) {
        ledger.note(waiting.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Writes what waits, for at most a second, and ends. After the last line was closed.
  @Override
  public void close() {
    Thread thread;
    synchronized (this) {
      thread = writer;
    }
    if (thread == null) {
      return;
    }
    try {
      for (int i = 0; i < 20 && !waiting.isEmpty(); i++) {
        thread.join(Duration.ofMillis(50));
      }
      thread.interrupt();
      thread.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
