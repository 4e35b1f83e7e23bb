package dev.punchpost.kiosk;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.config.WithOverlay;
import dev.punchpost.kiosk.door.DoorKey;
import dev.punchpost.kiosk.forward.Correspondent;
import dev.punchpost.kiosk.forward.Forwarder;
import dev.punchpost.kiosk.forward.ForwarderState;
import dev.punchpost.kiosk.forward.paho.ConnectOptions;
import dev.punchpost.kiosk.health.Check;
import dev.punchpost.kiosk.health.Doctor;
import dev.punchpost.kiosk.health.ServiceView;
import dev.punchpost.kiosk.health.Status;
import dev.punchpost.kiosk.health.StatusSource;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.panel.Panel;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.panel.ScreenText;
import dev.punchpost.kiosk.punch.SitePresence;
import dev.punchpost.kiosk.remote.Mailbox;
import dev.punchpost.kiosk.remote.RemoteParts;
import dev.punchpost.kiosk.remote.RemoteThread;
import dev.punchpost.kiosk.remote.command.Commands;
import dev.punchpost.kiosk.remote.command.WorkerMessages;
import dev.punchpost.kiosk.remote.presence.Presence;
import dev.punchpost.kiosk.remote.presence.SitePunches;
import dev.punchpost.kiosk.remote.report.Manifest;
import dev.punchpost.kiosk.remote.report.Replay;
import dev.punchpost.kiosk.remote.report.StatusMessage;
import dev.punchpost.kiosk.remote.report.StatusReport;
import dev.punchpost.kiosk.remote.roster.SiteRoster;
import dev.punchpost.kiosk.remote.settings.CentralSettings;
import dev.punchpost.kiosk.remote.wire.Outbound;
import dev.punchpost.kiosk.remote.wire.RemoteTopics;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.RosterStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the terminal tells and hears over MQTT beside its ledger, put together. Made before the forwarder and the punch
/// thread, which use it; started after them.
final class RemoteSide implements AutoCloseable {
  private final Settings settings;
  private final Wiring wiring;
  private final PunchStore store;
  private final RemoteTopics topics;
  private final Outbound outbound = new Outbound();
  private final Mailbox mailbox;
  private final SitePunches site = new SitePunches();
  private final WorkerMessages messages;
  private volatile @Nullable RemoteThread thread;

  RemoteSide(Settings settings, PunchStore store, Wiring wiring) {
    this.settings = settings;
    this.wiring = wiring;
    this.store = store;
    this.topics = new RemoteTopics(settings.terminal().site(), settings.terminal().id());
    this.mailbox = new Mailbox(topics, wiring.ticker(), outbound);
    this.messages = new WorkerMessages(settings.store().directory());
  }

  /// What the forwarder's connection is shared with.
  Correspondent correspondent() {
    return mailbox;
  }

  /// What the punch thread knows of other terminals.
  SitePresence presence() {
    return site;
  }

  /// What the broker publishes when the terminal is gone.
  ConnectOptions.Will will() {
    byte[] payload = StatusMessage.offline(Version.value(), store.ledger(), wiring.bootId())
        .getBytes(StandardCharsets.UTF_8);
    return new ConnectOptions.Will(topics.status(), payload::clone, "application/json", true);
  }

  /// A panel that shows a worker's message after the tick.
  Panel withMessages(Panel panel, ScreenText text) {
    return screen -> {
      panel.show(screen);
      if (screen instanceof Screen.Accepted accepted && !accepted.repeat()) {
        messages.take(accepted.worker(), wiring.clock().now()).ifPresent(message -> {
          for (int page = 0; page < text.pages(message); page++) {
            panel.show(new Screen.Message(message, page));
          }
        });
      }
    };
  }

  /// Who else a new roster, and what a restart, has to do with.
  ///
  /// @param config as the run was started; empty if nothing may be set centrally
  /// @param file the configuration file, for `doctor`
  /// @param restart starts the terminal again; must not wait for the remote thread
  /// @param door what the command unlock is for
  record Neighbours(Optional<WithOverlay> config, Path file, StatusSource status, Forwarder forwarder, Panel panel,
      Consumer<Content> notes, Consumer<RosterStore.Applied> applied, Runnable restart, DoorKey door) {}

  /// Starts the thread.
  ///
  /// @throws IOException if it cannot be known which commands were executed
  void start(Neighbours with) throws IOException {
    Path directory = settings.store().directory();
    ZoneId zone = settings.terminal().zone();
    RemoteParts.Restart restart = new RemoteParts.Restart(with.restart());
    SiteRoster roster = new SiteRoster(store.roster(), topics, outbound, with.notes(), with.applied());
    Optional<CentralSettings> central = with.config()
        .map(config -> new CentralSettings(config, with.notes(), restart::want));
    RemoteParts parts = new RemoteParts(store, wiring.ticker(), wiring.clock(), outbound,
        new Presence(store, topics, zone, wiring.clock(), site, outbound, with.notes()),
        new StatusReport(with.status(), with.forwarder()::state, roster::version,
            () -> central.map(CentralSettings::version).orElse(""), store.retirement()::oldest, wiring.clock(), zone,
            topics, outbound),
        new Manifest(store.ledger(), store.reader(), directory, topics, outbound),
        new Replay(store.reader(), topics, outbound), roster, central, messages, with.panel(),
        settings.terminal().id(), () -> examine(with), restart, with.door());
    Commands commands = new Commands(store.ledger(), topics, directory, wiring.clock(), parts, outbound, with.notes());
    thread = RemoteThread.start(topics, mailbox, parts, commands, wiring.ticker(), with.forwarder()::wake);
  }

  private List<Check> examine(Neighbours with) {
    ForwarderState delivery = with.forwarder().state();
    Status status = with.status().now();
    return new Doctor(s -> wiring.mqttLink(s, Optional.empty()), () -> wiring.clock().now().state()).examine(
        with.file(), Optional.of(settings), status.config().mistakes(),
        new ServiceView.Running(delivery.connected(), delivery.broker().toString(), delivery.lastError().orElse(""),
            status.clock().map(Status.Clock::state).orElse(ClockState.UNSET).name(),
            status.panel().flatMap(Status.Panel::fault).orElse(""),
            status.fittings().door().flatMap(Status.Door::fault).orElse(""), otherFaults(status.fittings())));
  }

  private static List<String> otherFaults(Status.Fittings fittings) {
    List<String> faults = new ArrayList<>();
    fittings.contacts().forEach(contact -> contact.fault()
        .ifPresent(fault -> faults.add("contact " + contact.name() + " does not work: " + fault)));
    fittings.keypads().forEach(keypad -> keypad.fault()
        .ifPresent(fault -> faults.add("keypad " + keypad.name() + " does not work: " + fault)));
    fittings.battery().flatMap(Status.Battery::fault)
        .ifPresent(fault -> faults.add("the battery's gauge does not work: " + fault));
    fittings.indicator().flatMap(Status.Indicator::fault)
        .ifPresent(fault -> faults.add("light and tone do not work: " + fault));
    return faults;
  }

  /// Something was committed. Any thread.
  void wake() {
    RemoteThread running = thread;
    if (running != null) {
      running.wake();
    }
  }

  @Override
  public void close() {
    RemoteThread running = thread;
    if (running != null) {
      running.close();
    }
  }
}
