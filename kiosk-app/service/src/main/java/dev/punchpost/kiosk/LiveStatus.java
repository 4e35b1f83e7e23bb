package dev.punchpost.kiosk;

import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.clock.TerminalClock;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.forward.Forwarder;
import dev.punchpost.kiosk.forward.ForwarderState;
import dev.punchpost.kiosk.health.CertificateWatch;
import dev.punchpost.kiosk.health.Status;
import dev.punchpost.kiosk.health.StatusSource;
import dev.punchpost.kiosk.panel.QueuedPanel;
import dev.punchpost.kiosk.reader.ReaderState;
import dev.punchpost.kiosk.reader.ReaderStatus;
import dev.punchpost.kiosk.reader.ReaderThread;
import dev.punchpost.kiosk.store.PunchStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// The state of the running service. Any thread: reads counters and marks only.
final class LiveStatus implements StatusSource {
  private final Settings settings;
  private final Status.Config config;
  private final TerminalClock clock;
  private final PunchStore store;
  private final Forwarder forwarder;
  private final List<ReaderThread> readers;
  private final RosterSize roster;
  private final String ledgerKey;
  private final CertificateWatch certificate;
  private final QueuedPanel panel;
  private final FittingsStatus fittings;
  private final long startedMicros;

  /// The roster in force, as it was counted when it was applied.
  interface RosterSize {
    Status.Roster now();
  }

  LiveStatus(Settings settings, Status.Config config, TerminalClock clock, PunchStore store, Forwarder forwarder,
      List<ReaderThread> readers, RosterSize roster, String ledgerKey, CertificateWatch certificate,
      QueuedPanel panel, FittingsStatus fittings) {
    this.panel = panel;
    this.fittings = fittings;
    this.ledgerKey = ledgerKey;
    this.settings = settings;
    this.config = config;
    this.clock = clock;
    this.store = store;
    this.forwarder = forwarder;
    this.readers = readers;
    this.roster = roster;
    this.certificate = certificate;
    this.startedMicros = clock.now().monotonicUs();
  }

  @Override
  public Status now() {
    Reading now = clock.now();
    ForwarderState delivery = forwarder.state();
    return new Status(Version.value(), Optional.of(settings.terminal().site()), Optional.of(settings.terminal().id()),
        true, Optional.of(Duration.ofNanos((now.monotonicUs() - startedMicros) * 1_000)),
        Optional.of(new Status.Ledger(store.ledger(), store.committedThrough(), delivery.deliveredThrough(),
            delivery.setAside().size(), Optional.of(store.head()), Optional.of(ledgerKey))),
        new Status.Mqtt(delivery.connected(), Optional.of(delivery.broker().toString()),
            Optional.of(now.at(delivery.sinceMicros()).wall()), delivery.lastError(), certificate.daysLeft()),
        readers(now), Optional.of(new Status.Clock(now.state(), now.uncertaintyMs())), Optional.of(roster.now()),
        diskFree(), config, now.bootId(), Optional.of(panel(now)), fittings.now(now));
  }

  private List<Status.Reader> readers(Reading now) {
    List<Status.Reader> states = new ArrayList<>();
    for (int i = 0; i < readers.size(); i++) {
      Settings.Reader configured = settings.readers().get(i);
      ReaderStatus status = readers.get(i).status();
      SortedMap<String, Long> errors = new TreeMap<>();
      errors.put("rejected", status.counts().rejected());
      errors.put("noise-bytes", status.counts().noiseBytes());
      if (status.recovered() > 0) {
        errors.put("restarts", status.recovered());
      }
      if (status.remedies() > 0) {
        errors.put("resets", status.remedies());
      }
      status.faults()
          .forEach((kind, count) -> errors.put(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), count));
      states.add(new Status.Reader(status.name(), configured.driver(), configured.port(),
          status.state() instanceof ReaderState.Working ? Status.ReaderState.WORKING : Status.ReaderState.FAULTED,
          Optional.of(at(now, status.state().sinceMicros())), status.counts().presented(), errors));
    }
    return states;
  }

  private Status.Panel panel(Reading now) {
    QueuedPanel.Health health = panel.health();
    return new Status.Panel(settings.panel().driver(), settings.panel().port(),
        health.working() ? Status.ReaderState.WORKING : Status.ReaderState.FAULTED,
        Optional.of(at(now, health.sinceMicros())), health.working() ? Optional.empty() : Optional.of(health.fault()));
  }

  private static Instant at(Reading now, long micros) {
    return now.at(micros).wall();
  }

  private OptionalLong diskFree() {
    try {
      return OptionalLong.of(Files.getFileStore(settings.store().directory()).getUsableSpace());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
