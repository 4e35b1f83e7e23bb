package dev.punchpost.kiosk;

import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.kiosk.clock.ClockMemory;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.ClockWatch;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.clock.SystemClock;
import dev.punchpost.kiosk.clock.TerminalClock;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.control.ControlServer;
import dev.punchpost.kiosk.control.Operations;
import dev.punchpost.kiosk.control.Recorder;
import dev.punchpost.kiosk.control.WorkerOperations;
import dev.punchpost.kiosk.evidence.Evidence;
import dev.punchpost.kiosk.evidence.LedgerKey;
import dev.punchpost.kiosk.evidence.Retention;
import dev.punchpost.kiosk.evidence.RetentionThread;
import dev.punchpost.kiosk.forward.Forwarder;
import dev.punchpost.kiosk.health.Status;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.panel.QueuedPanel;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.pin.PinHash;
import dev.punchpost.kiosk.punch.PunchThread;
import dev.punchpost.kiosk.reader.ReaderThread;
import dev.punchpost.kiosk.reader.SupervisedReader;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.RememberingWriter;
import dev.punchpost.kiosk.store.RosterStore;
import dev.punchpost.kiosk.store.StoreException;
import dev.punchpost.kiosk.timeline.DueCorrections;
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
  private final ScheduledExecutorService watching;
  private final ClockWatch clockWatch;
  private final ControlServer control;
  private final LiveStatus status;
  private final RetentionThread retention;
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
    derby.setAside().ifPresent(path -> log.error("the database was damaged; it was set aside as {} and a new ledger"
        + " {} was begun", path, derby.ledger()));
    LedgerKey key = wiring.ledgerKey(settings);
    roster = new Status.Roster(store.roster().version(),
        (int) store.roster().workers().stream().filter(worker -> worker.active()).count());
    ClockMemory memory = new ClockMemory(settings.store().directory());
    SystemClock clock = wiring.clock(settings, memory);
    panel = new QueuedPanel(wiring.panelOutput(settings),
        wiring.screenText(settings.terminal().language()), clock, settings.terminal().zone(),
        wiring.ticker());
    forwarder = Forwarder.start(store.outbox(), wiring.mqttLink(settings), wiring.forwarderOptions(settings),
        wiring.ticker(), wiring.random());
    punches = new PunchThread(new RememberingWriter(store.writer(), store.roster()::version), wiring.rules(settings),
        clock, wiring.ticker(),
        wiring.entryIds(), panel, settings.punch().queue(), forwarder::wake,
        new DueCorrections(settings.clock().driftPpm()), wiring.checkpoints(settings, key));
    punches.start();
    clockWatch = new ClockWatch(clock, memory, punches::clockChanged);
    watching = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "clock"));
    watching.scheduleWithFixedDelay(clockWatch::look, 0, 1, TimeUnit.SECONDS);
    punches.note(new Content.ServiceStarted(Version.value(), store.closedCleanly()));
    for (Content content : first) {
      punches.note(content);
    }
    for (Settings.Reader reader : settings.readers()) {
      readers.add(ReaderThread.start(
          new SupervisedReader(reader.name(), () -> wiring.reader(reader), wiring.ticker(), wiring.pause()),
          this::happened));
    }
    status = new LiveStatus(settings, config, clock, store, forwarder, List.copyOf(readers),
        () -> roster, key.publicKey().hex());
    control = new ControlServer(settings.control().socket(), settings.control().group(),
        new Operations(store, status, settings.terminal().zone(), this::rosterApplied,
            new Evidence(store, Optional.of(key), settings.terminal().zone(), () -> clock.now().wall()),
            new WorkerOperations(store, recorder(clock), settings.terminal().zone(),
                settings.punch().longestShift(), PinHash.COST)),
        ControlServer.Limits.defaults(),
        wiring.pause());
    resting = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "resting-screen"));
    resting.scheduleWithFixedDelay(() -> {
      var delivery = forwarder.state();
      panel.show(new Screen.Idle(delivery.connected(), store.committedThrough() - delivery.deliveredThrough(),
          clock.now().state() != ClockState.UNSET));
    }, 0, 1, TimeUnit.SECONDS);
    retention = new RetentionThread(new Retention(store, key, settings.store().keep(), settings.terminal().zone(),
        clock, punches::note), wiring.pause());
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

  /// For the control socket's threads.
  private Recorder recorder(TerminalClock clock) {
    return new Recorder() {
      @Override
      public StoredEntry record(Content content) {
        try {
          StoredEntry entry = punches.record(content);
          if (content instanceof Content.WorkerErased) {
            roster = new Status.Roster(store.roster().version(),
                (int) store.roster().workers().stream().filter(worker -> worker.active()).count());
          }
          return entry;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new StoreException(StoreException.Kind.FAILED, "interrupted; it may have been recorded", e);
        }
      }

      @Override
      public Reading now() {
        return clock.now();
      }
    };
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

  private void stopWatching() {
    watching.shutdown();
    try {
      if (watching.awaitTermination(1, TimeUnit.SECONDS)) {
        clockWatch.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// No new taps, then everything that waits is recorded, then the rest ends.
  @Override
  public void close() {
    readers.forEach(ReaderThread::close);
    control.close();
    retention.close();
    resting.shutdownNow();
    stopWatching();
    punches.close();
    forwarder.close();
    panel.close();
    store.close();
    log.info("stopped");
  }
}
