package dev.punchpost.kiosk;

import dev.punchpost.drivers.contactless.CardStation;
import dev.punchpost.drivers.door.Authorisation;
import dev.punchpost.drivers.desfire.DesfireIssuer;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.access.PinGate;
import dev.punchpost.kiosk.clock.ClockMemory;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.ClockWatch;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.clock.SystemClock;
import dev.punchpost.kiosk.clock.TerminalClock;
import dev.punchpost.kiosk.config.ContactSettings.Which;
import dev.punchpost.kiosk.config.ReaderSettings;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.config.WithOverlay;
import dev.punchpost.kiosk.contact.ContactThread;
import dev.punchpost.kiosk.control.ControlServer;
import dev.punchpost.kiosk.control.DoorRequests;
import dev.punchpost.kiosk.control.FingerRequests;
import dev.punchpost.kiosk.control.Operations;
import dev.punchpost.kiosk.control.ReaderRequests;
import dev.punchpost.kiosk.control.Recorder;
import dev.punchpost.kiosk.control.ScreenRequests;
import dev.punchpost.kiosk.control.WorkerOperations;
import dev.punchpost.kiosk.door.DoorKey;
import dev.punchpost.kiosk.door.DoorThread;
import dev.punchpost.kiosk.door.RelaySafe;
import dev.punchpost.kiosk.evidence.Evidence;
import dev.punchpost.kiosk.evidence.LedgerKey;
import dev.punchpost.kiosk.evidence.Retention;
import dev.punchpost.kiosk.evidence.RetentionThread;
import dev.punchpost.kiosk.finger.FingerLibrary;
import dev.punchpost.kiosk.finger.FingerStations;
import dev.punchpost.kiosk.forward.Forwarder;
import dev.punchpost.kiosk.forward.Notices;
import dev.punchpost.kiosk.forward.Surroundings;
import dev.punchpost.kiosk.forward.wire.TlsFiles;
import dev.punchpost.kiosk.health.CertificateWatch;
import dev.punchpost.kiosk.health.Status;
import dev.punchpost.kiosk.keypad.KeypadThread;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.panel.IndicatorOutput;
import dev.punchpost.kiosk.panel.Panel;
import dev.punchpost.kiosk.panel.PanelOutput;
import dev.punchpost.kiosk.panel.QueuedPanel;
import dev.punchpost.kiosk.panel.ReaderFeedback;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.pin.PinHash;
import dev.punchpost.kiosk.punch.PunchThread;
import dev.punchpost.kiosk.punch.Wishes;
import dev.punchpost.kiosk.reader.BadgeLearning;
import dev.punchpost.kiosk.reader.CardIssuing;
import dev.punchpost.kiosk.reader.OsdpReports;
import dev.punchpost.kiosk.reader.ReaderThread;
import dev.punchpost.kiosk.reader.SupervisedReader;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.RememberingWriter;
import dev.punchpost.kiosk.store.RosterStore;
import dev.punchpost.kiosk.store.StoreException;
import dev.punchpost.kiosk.timeline.DueCorrections;
import dev.punchpost.kiosk.ups.UpsThread;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running terminal: starts the parts in the order in which they need each other, and stops them the other way.
public final class Terminal implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Terminal.class);

  private final Settings settings;
  private final Wiring wiring;
  private final BadgeLearning learning = new BadgeLearning();
  private final PunchStore store;
  private final QueuedPanel panel;
  private final Panel panels;
  private final DriverCatalogue drivers;
  private final OsdpReports osdp;
  private final FingerLibrary library;
  private final FingerStations fingers;
  private final List<QueuedPanel> beside;
  private final Forwarder forwarder;
  private final RemoteSide remote;
  private final PunchThread punches;
  private final Optional<DoorThread> door;
  private final List<ContactThread> contacts;
  private final List<ReaderThread> readers = new ArrayList<>();
  private final Wishes wishes;
  private final Keypads keypads;
  private final Optional<UpsThread> ups;
  private final ScheduledExecutorService resting;
  private final ScheduledExecutorService watching;
  private final ClockWatch clockWatch;
  private final ControlServer control;
  private final LiveStatus status;
  private final RetentionThread retention;
  private final UndeliveredMarker marker;
  private volatile Status.Roster roster;
  private volatile long progress;

  /// Opens the store and starts everything. When this returns, a tap is accepted.
  ///
  /// @param config which configuration is in force, for `status`
  /// @param first entries that belong at the beginning of this run
  /// @throws dev.punchpost.kiosk.store.StoreException if the store cannot be opened
  /// @throws IOException if the control socket cannot be made
  public Terminal(Settings settings, Status.Config config, List<Content> first, Wiring wiring)
      throws IOException, InterruptedException {
    this(settings, Optional.empty(), config, first, wiring, () -> log.warn("nobody starts this terminal again"),
        () -> log.warn("nobody switches this machine off"));
  }

  /// @param central the settings' file and what a central system has set; empty if it may set nothing
  /// @param restart asks for this terminal to be closed and started again; any thread, must not wait
  /// @param powerOff asks for this terminal to be closed and the machine to be switched off; any thread, must not wait
  public Terminal(Settings settings, Optional<WithOverlay> central, Status.Config config, List<Content> first,
      Wiring wiring, Runnable restart, Runnable powerOff) throws IOException, InterruptedException {
    this.settings = settings;
    this.wiring = wiring;
    var derby = wiring.store(settings);
    store = derby;
    marker = new UndeliveredMarker(settings.store().directory());
    marker.raise();
    derby.setAside().ifPresent(path -> log.error("the database was damaged; it was set aside as {} and a new ledger"
        + " {} was begun", path, derby.ledger()));
    contacts = settings.contacts().stream().map(c -> new ContactThread(c, () -> wiring.contact(c), wiring.ticker(),
        wiring.pause(), this::note)).toList();
    LedgerKey key = wiring.ledgerKey(settings);
    roster = new Status.Roster(store.roster().version(),
        store.roster().activeWorkers());
    ClockMemory memory = new ClockMemory(settings.store().directory());
    SystemClock clock = wiring.clock(settings, memory);
    osdp = new OsdpReports(this::note, this::showEverywhere);
    wishes = new Wishes(wiring.ticker());
    keypads = new Keypads(settings.keypads(), wiring);
    library = new FingerLibrary(store.fingers(), this::recorded);
    drivers = wiring.drivers(event -> {
      if (!keypads.accept(event)) {
        osdp.accept(event);
      }
    }, Optional.of(library));
    panel = queued(wiring.panelOutput(settings, drivers, this::mainsFailed), clock);
    List<QueuedPanel> others = new ArrayList<>();
    wiring.recordOfScreens(settings).ifPresent(record -> others.add(queued(record, clock)));
    List<ReaderFeedback.Place> places = wiring.feedback(settings, drivers);
    if (!places.isEmpty()) {
      others
          .add(queued(new ReaderFeedback(places, () -> clock.now().wall().atZone(settings.terminal().zone())), clock));
    }
    Optional<IndicatorOutput> indicator = settings.indicator()
        .filter(i -> i.led().isPresent() || i.sound().isPresent()).map(i -> new IndicatorOutput(
            () -> wiring.indicator(i, settings.terminal().zone()), wiring.ticker()));
    indicator.ifPresent(output -> others.add(queued(output, clock)));
    beside = List.copyOf(others);
    panels = this::showEverywhere;
    RelaySafe.note(wiring.runtimeDirectory(), settings.door());
    door = settings.door().map(d -> new DoorThread(() -> wiring.door(d), d.pulse(), wiring.ticker(), wiring.pause(),
        this::offer));
    ups = settings.ups().map(u -> new UpsThread(u, () -> wiring.battery(u, drivers), this::mainsSurelyFailed,
        this::note, powerOff, wiring.ticker(), wiring.pause()));
    // The forwarder is up before the punch thread, which wakes it.
    remote = new RemoteSide(settings, store, wiring);
    AtomicReference<Notices> notices = new AtomicReference<>(_ -> false);
    forwarder = Forwarder.start(store.outbox(), wiring.mqttLink(settings, Optional.of(remote.will())),
        wiring.forwarderOptions(settings),
        new Surroundings(wiring.ticker(), wiring.random(), InstantSource.system(), remote.correspondent(),
            content -> Objects.requireNonNull(notices.get()).offer(content)));
    punches = new PunchThread(new RememberingWriter(store.writer(), store.roster()::version), wiring.rules(settings),
        remote.presence(), clock, wiring.ticker(), wiring.entryIds(),
        opening(remote.withMessages(panels, wiring.screenText(settings.terminal().language()))),
        settings.punch().queue(),
        () -> {
          forwarder.wake();
          remote.wake();
        }, new DueCorrections(settings.clock().driftPpm()), wiring.checkpoints(settings, key));
    punches.start();
    notices.set(punches::offer);
    clockWatch = new ClockWatch(clock, memory, punches::clockChanged);
    watching = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "clock"));
    watching.scheduleWithFixedDelay(clockWatch::look, 0, 1, TimeUnit.SECONDS);
    punches.note(new Content.ServiceStarted(Version.value(), store.closedCleanly()));
    for (Content content : first) {
      punches.note(content);
    }
    door.ifPresent(DoorThread::start);
    contacts.forEach(ContactThread::start);
    ups.ifPresent(UpsThread::start);
    Recorder recorder = recorder(clock);
    keypads.start(new KeypadThread.Surroundings(store.roster(),
        new PinGate(store.access(), recorder::record, recorder::now), this::note, recorder::record, panels, punches,
        wishes));
    for (Settings.Reader reader : settings.readers()) {
      readers.add(ReaderThread.start(
          new SupervisedReader(reader.name(), () -> drivers.open(reader), () -> DriverCatalogue.reset(reader),
              wiring.ticker(), wiring.pause()),
          this::happened));
    }
    fingers = new FingerStations(fingerModules(), library, this::hint);
    CertificateWatch certificate = new CertificateWatch(
        () -> wiring.tlsFiles(settings).flatMap(TlsFiles::certificateEnds),
        days -> punches.offer(new Content.CertificateExpiring(days)));
    status = new LiveStatus(settings, config, clock, store, forwarder, List.copyOf(readers),
        () -> roster, key.publicKey().hex(), certificate, panel,
        new FittingsStatus(settings, door, contacts, indicator, keypads, ups, wiring.board(), wiring.ticker()));
    Operations operations = new Operations(store, status, settings.terminal().zone(), this::rosterApplied,
        new Evidence(store, Optional.of(key), settings.terminal().zone(), () -> clock.now().wall()),
        new WorkerOperations(store, recorder, settings.terminal().zone(), settings.punch().longestShift(),
            PinHash.COST),
        forwarder::again);
    control = new ControlServer(settings.control().socket(), settings.control().group(),
        new FingerRequests(new DoorRequests(
            new ScreenRequests(new ReaderRequests(operations, operations::workers, learning, this::issue),
                () -> panel.newest().map(wiring.screenViews(settings)::of)),
            doorKey()), store, recorder(clock), Optional.of(fingers)),
        ControlServer.Limits.defaults(),
        wiring.pause());
    remote.start(new RemoteSide.Neighbours(central, Path.of(config.file()), status, forwarder, panel, this::note,
        this::rosterInForce, restart, doorKey()));
    resting = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "resting-screen"));
    resting.scheduleWithFixedDelay(() -> {
      var delivery = forwarder.state();
      panels.show(new Screen.Idle(delivery.connected(), store.committedThrough() - delivery.deliveredThrough(),
          clock.now().state() != ClockState.UNSET));
    }, 0, 1, TimeUnit.SECONDS);
    resting.scheduleWithFixedDelay(() -> certificate.look(clock.now().wall()), 0, 1, TimeUnit.HOURS);
    retention = new RetentionThread(new Retention(store, key, settings.store().keep(), settings.terminal().zone(),
        clock, punches::note), wiring.pause());
    log.info("ready: {}/{}, ledger {}, {} entries", settings.terminal().site(), settings.terminal().id(),
        store.ledger(), store.committedThrough());
  }

  /// Called by reader threads.
  private void happened(ReaderEvent event) {
    try {
      switch (event) {
        case ReaderEvent.Presented presented -> {
          // A finger, or a token that nobody can check, is nothing that a roster could hold.
          if (presented.credential().id().scheme().hasNumber() && learning.take(presented)) {
            panels.show(new Screen.Refused(presented.reader(), Screen.Refused.Reason.LEARNING, ""));
          } else {
            punches.tap(presented, wishes.take());
          }
        }
        case ReaderEvent.Unreadable(var reader, var _, var reason) -> unreadable(reader, reason);
        case ReaderEvent.Removed _ -> {}
        case ReaderEvent.Faulted(var reader, var _, var kind, var detail) -> {
          log.warn("reader {} lost: {}", reader, detail);
          panels.show(new Screen.ReaderState(reader, false));
          punches.note(new Content.ReaderLost(reader, kind));
        }
        case ReaderEvent.Recovered(var reader, var _) -> {
          log.info("reader {} works", reader);
          panels.show(new Screen.ReaderState(reader, true));
          punches.note(new Content.ReaderFound(reader));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void unreadable(ReaderName reader, ReaderEvent.Reason reason) throws InterruptedException {
    panels.show(new Screen.Refused(reader, switch (reason) {
      case SEVERAL_CARDS -> Screen.Refused.Reason.ONE_CARD_PLEASE;
      case RANDOM_UID -> Screen.Refused.Reason.NO_IDENTITY;
      case NOT_AUTHENTIC -> Screen.Refused.Reason.NOT_GENUINE;
      case TAKEN_TOO_SOON -> Screen.Refused.Reason.HOLD_LONGER;
      case PRESS_HARDER -> Screen.Refused.Reason.PRESS_HARDER;
      case DRY_THE_FINGER -> Screen.Refused.Reason.DRY_THE_FINGER;
      case HOLD_STILL -> Screen.Refused.Reason.HOLD_STILL;
      case MOVE_TO_THE_CENTRE -> Screen.Refused.Reason.MOVE_TO_THE_CENTRE;
      case PRESS_AGAIN -> Screen.Refused.Reason.PRESS_AGAIN;
    }, ""));
    if (reason == ReaderEvent.Reason.NOT_AUTHENTIC) {
      log.warn("reader {}: a badge could not prove that it is one of ours", reader);
      punches.note(new Content.BadgeNotGenuine(reader));
    }
  }

  /// Called by the control socket's threads; the work is done by the reader's own.
  private Optional<DesfireIssuer.Result> issue(ReaderName name, Duration patience)
      throws ReaderRequests.NotPossible, InterruptedException {
    for (int i = 0; i < readers.size(); i++) {
      Settings.Reader configured = settings.readers().get(i);
      if (configured.name().equals(name)) {
        ReaderSettings.Desfire desfire = DriverCatalogue.desfire(configured)
            .orElseThrow(() -> new ReaderRequests.NotPossible("reader " + name + " cannot write cards: that takes"
                + " driver \"pn532\" or \"pcsc\", and [desfire] in the configuration"));
        CardIssuing issuing = new CardIssuing(DriverCatalogue.application(desfire), patience, wiring.ticker(),
            wiring.pause());
        try {
          return readers.get(i).borrow(driver -> {
            if (driver.isPresent() && driver.get() instanceof CardStation station) {
              return issuing.at(station);
            }
            throw new HalException(HalException.Kind.NO_DEVICE, "reader " + name + " does not work now");
          }).get(patience.plusSeconds(30).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
          throw e.getCause() instanceof HalException broken
              ? broken
              : new IllegalStateException("the card was not written", e);
        } catch (TimeoutException e) {
          throw new HalException(HalException.Kind.TIMEOUT, "reader " + name + " does not end", e);
        }
      }
    }
    throw new ReaderRequests.NotPossible("there is no reader " + name + " in the configuration");
  }

  /// Called by the control socket's threads.
  private void rosterApplied(RosterStore.Applied applied) {
    rosterInForce(applied);
    note(new Content.RosterApplied(applied.version(), applied.workers(), applied.credentials()));
  }

  private void rosterInForce(RosterStore.Applied applied) {
    roster = new Status.Roster(applied.version(), applied.workers());
    library.changed();
    log.info("roster version {} is in force", applied.version());
  }

  private DoorKey doorKey() {
    return door.<DoorKey>map(d -> d).orElse(DoorKey.NO_DOOR);
  }

  /// A panel that opens the door after the tick, also for a repeated tap: whoever it belongs to stands at the door. A
  /// supervisor who wants nothing but the door is told what became of it.
  private Panel opening(Panel shown) {
    DoorKey key = doorKey();
    return screen -> {
      switch (screen) {
        case Screen.Accepted accepted -> {
          shown.show(screen);
          if (accepted.passage() == Screen.Accepted.Passage.DENIED) {
            return;
          }
          key.unlock(new Authorisation.AcceptedIdentification(accepted.worker().value(), accepted.seq()));
        }
        case Screen.DoorOpened opened -> shown.show(switch (key.unlock(bySupervisor(opened))) {
          case TAKEN -> opened;
          case NO_DOOR, NOT_WORKING -> new Screen.Refused(opened.reader(), Screen.Refused.Reason.DOOR_FAULT,
              opened.language());
        });
        default -> shown.show(screen);
      }
    };
  }

  private static Authorisation bySupervisor(Screen.DoorOpened opened) {
    return new Authorisation.Supervisor(opened.worker().value(), "door key and "
        + (opened.means() == CredentialId.Scheme.PIN ? "PIN at " : "badge at ") + opened.reader());
  }

  /// For the panel's thread.
  private boolean mainsFailed() {
    return contacts.stream().anyMatch(contact -> contact.which() == Which.MAINS_FAIL && contact.health().raised());
  }

  /// For the battery's thread: a contact that does not work says nothing.
  private boolean mainsSurelyFailed() {
    return contacts.stream().anyMatch(contact -> contact.which() == Which.MAINS_FAIL && contact.health().working()
        && contact.health().raised());
  }

  /// For threads that must not wait.
  private boolean offer(Content content) {
    return punches.offer(content);
  }

  private void note(Content content) {
    try {
      punches.note(content);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// For threads that wait until something is stored: not the readers'.
  private StoredEntry recorded(Content content) {
    try {
      return punches.record(content);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(StoreException.Kind.FAILED, "interrupted; it may have been recorded", e);
    }
  }

  private Map<ReaderName, ReaderThread> fingerModules() {
    Map<ReaderName, ReaderThread> modules = new HashMap<>();
    for (int i = 0; i < readers.size(); i++) {
      if (settings.readers().get(i) instanceof ReaderSettings.R503 r) {
        modules.put(r.name(), readers.get(i));
      }
    }
    return modules;
  }

  private void hint(ReaderName reader, ReaderEvent.Reason reason) {
    try {
      unreadable(reader, reason);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// For the control socket's threads.
  private Recorder recorder(TerminalClock clock) {
    return new Recorder() {
      @Override
      public StoredEntry record(Content content) {
        StoredEntry entry = recorded(content);
        if (content instanceof Content.WorkerErased erased) {
          roster = new Status.Roster(store.roster().version(), store.roster().activeWorkers());
          fingers.changed(erased.worker());
        }
        return entry;
      }

      @Override
      public Reading now() {
        return clock.now();
      }
    };
  }

  /// Shows something at the panel.
  public void show(Screen screen) {
    panels.show(screen);
  }

  /// Each output has a thread of its own, so that a slow or dead one keeps no other waiting.
  private QueuedPanel queued(PanelOutput output, TerminalClock clock) {
    return new QueuedPanel(output, wiring.screenText(settings.terminal().language()), clock,
        settings.terminal().zone(), wiring.ticker());
  }

  /// At the panel, in the log beside it, and at the readers that can show something. Any thread; never blocks.
  private void showEverywhere(Screen screen) {
    panel.show(screen);
    beside.forEach(other -> other.show(screen));
  }

  /// What `punchpost status` shows. Any thread.
  public Status status() {
    return status.now();
  }

  /// Turns of the punch thread, for a watchdog; they stand still while the door is unlocked and nobody looks when that
  /// ends.
  public long turns() {
    if (door.filter(d -> d.hangsOpen(wiring.ticker().micros())).isEmpty()) {
      progress = punches.turns();
    }
    return progress;
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
    keypads.close();
    control.close();
    retention.close();
    resting.shutdownNow();
    stopWatching();
    remote.close();
    osdp.close();
    door.ifPresent(DoorThread::close);
    ups.ifPresent(UpsThread::close);
    contacts.forEach(ContactThread::close);
    library.close();
    punches.close();
    forwarder.close();
    panel.close();
    beside.forEach(QueuedPanel::close);
    drivers.close();
    marker.settle(store);
    store.close();
    log.info("stopped");
  }
}
