package dev.punchpost.kiosk;

import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.control.ControlServer;
import dev.punchpost.kiosk.control.Operations;
import dev.punchpost.kiosk.evidence.Evidence;
import dev.punchpost.kiosk.evidence.LedgerKey;
import dev.punchpost.kiosk.evidence.Retention;
import dev.punchpost.kiosk.evidence.RetentionThread;
import dev.punchpost.kiosk.forward.Forwarder;
import dev.punchpost.kiosk.health.Status;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.panel.QueuedPanel;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.punch.PunchThread;
import dev.punchpost.kiosk.reader.ReaderThread;
import dev.punchpost.kiosk.reader.SupervisedReader;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.RosterStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running terminal: starts the parts in the order in which they need each other, and stops them the other way.
public final class Terminal implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Terminal.class);

  private final PunchStore store;
  private final QueuedPanel panel;
  private final Forwarder forwarder;
  private final PunchThread punches;
  private final List<ReaderThread> readers = new ArrayList<>();
  private final ScheduledExecutorService resting;
  private final ControlServer control;
  private final LiveStatus status;
  private final RetentionThread retention;
  private final UndeliveredMarker marker;
  private volatile Status.Roster roster;

  /// Opens the store and starts everything. When this returns, a tap is accepted.
  ///
  /// @param config which configuration is in force, for `status`
  /// @param first entries that belong at the beginning of this run
  /// @throws dev.punchpost.kiosk.store.StoreException if the store cannot be opened
  /// @throws IOException if the control socket cannot be made
  public Terminal(Settings settings, Status.Config config, List<Content> first, Wiring wiring)
      throws IOException, InterruptedException {
    var derby = wiring.store(settings);
    store = derby;
    marker = new UndeliveredMarker(settings.store().directory());
    marker.raise();
    derby.setAside().ifPresent(path -> log.error("the database was damaged; it was set aside as {} and a new ledger"
        + " {} was begun", path, derby.ledger()));
    LedgerKey key = wiring.ledgerKey(settings);
    roster = new Status.Roster(store.roster().version(),
        (int) store.roster().workers().stream().filter(worker -> worker.active()).count());
    panel = new QueuedPanel(wiring.panelOutput(settings),
        wiring.screenText(settings.terminal().language()), wiring.clock(), settings.terminal().zone(),
        wiring.ticker());
    forwarder = Forwarder.start(store.outbox(), wiring.mqttLink(settings), wiring.forwarderOptions(settings),
        wiring.ticker(), wiring.random());
    punches = new PunchThread(store.writer(), wiring.rules(settings), wiring.clock(), wiring.ticker(),
        wiring.entryIds(), panel, settings.punch().queue(), forwarder::wake, wiring.checkpoints(settings, key));
    punches.start();
    punches.note(new Content.ServiceStarted(Version.value(), store.closedCleanly()));
    for (Content content : first) {
      punches.note(content);
    }
    for (Settings.Reader reader : settings.readers()) {
      readers.add(ReaderThread.start(
          new SupervisedReader(reader.name(), () -> wiring.reader(reader), wiring.ticker(), wiring.pause()),
          this::happened));
    }
    status = new LiveStatus(settings, config, wiring.clock(), store, forwarder, List.copyOf(readers),
        () -> roster, key.publicKey().hex());
    control = new ControlServer(settings.control().socket(), settings.control().group(),
        new Operations(store, status, settings.terminal().zone(), this::rosterApplied,
            new Evidence(store, Optional.of(key), settings.terminal().zone(), () -> wiring.clock().now().wall())),
        ControlServer.Limits.defaults(),
        wiring.pause());
    resting = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "resting-screen"));
    resting.scheduleWithFixedDelay(() -> {
      var delivery = forwarder.state();
      panel.show(new Screen.Idle(delivery.connected(), store.committedThrough() - delivery.deliveredThrough(),
          wiring.clock().now().state() != ClockState.UNSET));
    }, 0, 1, TimeUnit.SECONDS);
    retention = new RetentionThread(new Retention(store, key, settings.store().keep(), settings.terminal().zone(),
        wiring.clock(), punches::note), wiring.pause());
    log.info("ready: {}/{}, ledger {}, {} entries", settings.terminal().site(), settings.terminal().id(),
        store.ledger(), store.committedThrough());
  }

  /// Called by reader threads.
  private void happened(ReaderEvent event) {
    try {
      switch (event) {
        case ReaderEvent.Presented presented -> punches.tap(presented);
        case ReaderEvent.Unreadable(var reader, var _, var reason) -> unreadable(reader, reason);
        case ReaderEvent.Removed _ -> {}
        case ReaderEvent.Faulted(var reader, var _, var kind, var detail) -> {
          log.warn("reader {} lost: {}", reader, detail);
          panel.show(new Screen.ReaderState(reader, false));
          punches.note(new Content.ReaderLost(reader, kind));
        }
        case ReaderEvent.Recovered(var reader, var _) -> {
          log.info("reader {} works", reader);
          panel.show(new Screen.ReaderState(reader, true));
          punches.note(new Content.ReaderFound(reader));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void unreadable(ReaderName reader, ReaderEvent.Reason reason) throws InterruptedException {
    panel.show(new Screen.Refused(reader, switch (reason) {
      case SEVERAL_CARDS -> Screen.Refused.Reason.ONE_CARD_PLEASE;
      case RANDOM_UID -> Screen.Refused.Reason.NO_IDENTITY;
      case NOT_AUTHENTIC -> Screen.Refused.Reason.NOT_GENUINE;
      case TAKEN_TOO_SOON -> Screen.Refused.Reason.HOLD_LONGER;
    }, ""));
    if (reason == ReaderEvent.Reason.NOT_AUTHENTIC) {
      log.warn("reader {}: a badge could not prove that it is one of ours", reader);
      punches.note(new Content.BadgeNotGenuine(reader));
    }
  }

  /// Called by the control socket's threads.
  private void rosterApplied(RosterStore.Applied applied) {
    roster = new Status.Roster(applied.version(), applied.workers());
    log.info("roster version {} is in force", applied.version());
    try {
      punches.note(new Content.RosterApplied(applied.version(), applied.workers(), applied.credentials()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Shows something at the panel.
  public void show(Screen screen) {
    panel.show(screen);
  }

  /// What `punchpost status` shows. Any thread.
  public Status status() {
    return status.now();
  }

  /// Turns of the punch thread, for a watchdog.
  public long turns() {
    return punches.turns();
  }

  /// No new taps, then everything that waits is recorded, then the rest ends.
  @Override
  public void close() {
    readers.forEach(ReaderThread::close);
    control.close();
    retention.close();
    resting.shutdownNow();
    punches.close();
    forwarder.close();
    panel.close();
    marker.settle(store);
    store.close();
    log.info("stopped");
  }
}
