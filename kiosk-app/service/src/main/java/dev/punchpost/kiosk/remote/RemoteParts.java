package dev.punchpost.kiosk.remote;

import dev.punchpost.drivers.door.Authorisation;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.clock.TerminalClock;
import dev.punchpost.kiosk.door.DoorKey;
import dev.punchpost.kiosk.health.Check;
import dev.punchpost.kiosk.ledger.CanonicalJson;
import dev.punchpost.kiosk.panel.Panel;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.remote.command.CommandActions;
import dev.punchpost.kiosk.remote.command.WorkerMessages;
import dev.punchpost.kiosk.remote.presence.Presence;
import dev.punchpost.kiosk.remote.report.Manifest;
import dev.punchpost.kiosk.remote.report.Replay;
import dev.punchpost.kiosk.remote.report.StatusReport;
import dev.punchpost.kiosk.remote.roster.SiteRoster;
import dev.punchpost.kiosk.remote.settings.CentralSettings;
import dev.punchpost.kiosk.remote.wire.Outbound;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.PunchStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Everything that the remote thread looks after, and what commands do with it. Owned by that thread; one made, one
/// thread.
public final class RemoteParts implements CommandActions, AutoCloseable {
  private static final long LONGEST_US = Duration.ofSeconds(1).toNanos() / 1_000;
  private static final long BLINK_US = Duration.ofSeconds(3).toNanos() / 1_000;
  /// A terminal that starts again takes no tap for a second or two: it waits until nobody has tapped for a while.
  private static final long QUIET_US = Duration.ofSeconds(3).toNanos() / 1_000;
  private static final long LONGEST_PATIENCE_US = Duration.ofSeconds(60).toNanos() / 1_000;

  private final PunchStore store;
  private final Ticker ticker;
  private final TerminalClock clock;
  private final Outbound outbound;
  private final Presence presence;
  private final StatusReport status;
  private final Manifest manifest;
  private final Replay replay;
  private final SiteRoster roster;
  private final Optional<CentralSettings> settings;
  private final WorkerMessages messages;
  private final Panel panel;
  private final String terminal;
  private final Supplier<List<Check>> doctor;
  private final Restart restart;
  private final DoorKey door;
  private long blinkUntil = Long.MIN_VALUE;
  private long blinkAt;
  private long committed;
  private long committedAt;

  /// Starts the terminal again; asked for by commands and by a new configuration. Any thread.
  public static final class Restart {
    private final Runnable action;
    private volatile boolean wanted;

    /// @param action must not wait for the remote thread
    public Restart(Runnable action) {
      this.action = action;
    }

    public void want() {
      wanted = true;
    }
  }

  private long restartWantedAt = Long.MIN_VALUE;

  /// @param doctor what `punchpost doctor` finds
  public RemoteParts(PunchStore store, Ticker ticker, TerminalClock clock, Outbound outbound, Presence presence,
      StatusReport status, Manifest manifest, Replay replay, SiteRoster roster, Optional<CentralSettings> settings,
      WorkerMessages messages, Panel panel, String terminal, Supplier<List<Check>> doctor, Restart restart,
      DoorKey door) {
    this.store = store;
    this.ticker = ticker;
    this.clock = clock;
    this.outbound = outbound;
    this.presence = presence;
    this.status = status;
    this.manifest = manifest;
    this.replay = replay;
    this.roster = roster;
    this.settings = settings;
    this.messages = messages;
    this.panel = panel;
    this.terminal = terminal;
    this.doctor = doctor;
    this.restart = restart;
    this.door = door;
  }

  Presence presence() {
    return presence;
  }

  SiteRoster roster() {
    return roster;
  }

  Optional<CentralSettings> settings() {
    return settings;
  }

  boolean hasOutbound() {
    return !outbound.isEmpty();
  }

  void connected(OptionalLong unconfirmed, long now) {
    status.refresh();
    manifest.refresh();
    presence.opened(now);
    roster.connected();
    replay.connected(unconfirmed);
  }

  /// Does what is due.
  ///
  /// @return microseconds until something else will be, at most a second
  long step(long now) {
    long newest = store.committedThrough();
    if (newest != committed) {
      committed = newest;
      committedAt = now;
    }
    long wait = LONGEST_US;
    wait = Math.min(wait, status.step(now));
    wait = Math.min(wait, presence.step(now));
    wait = Math.min(wait, manifest.step(now, newest));
    wait = Math.min(wait, roster.step(now));
    replay.step();
    messages.step();
    if (now < blinkUntil && now >= blinkAt) {
      panel.show(new Screen.Identify(terminal));
      blinkAt = now + BLINK_US;
    }
    restartIfWanted(now);
    return wait;
  }

  private void restartIfWanted(long now) {
    if (!restart.wanted) {
      return;
    }
    if (restartWantedAt == Long.MIN_VALUE) {
      restartWantedAt = now;
    }
    boolean told = outbound.isEmpty() || now - restartWantedAt > QUIET_US;
    if ((told && now - committedAt >= QUIET_US) || now - restartWantedAt >= LONGEST_PATIENCE_US) {
      restart.wanted = false;
      restartWantedAt = Long.MIN_VALUE;
      restart.action.run();
    }
  }

  @Override
  public void identify(int seconds) {
    blinkAt = ticker.micros();
    blinkUntil = blinkAt + seconds * 1_000_000L;
  }

  @Override
  public long replay(long from, long to) {
    return replay.add(from, to, store.committedThrough());
  }

  @Override
  public CanonicalJson manifest(long from, long to) {
    return manifest.blocks(from, to, store.committedThrough());
  }

  @Override
  public boolean message(WorkerId worker, String text, int hours) {
    return messages.put(worker, text, hours, clock.now());
  }

  @Override
  public void refresh() {
    status.refresh();
    manifest.refresh();
    presence.refresh(ticker.micros());
  }

  @Override
  public void restart() {
    restart.want();
  }

  @Override
  public DoorKey.Answer unlock(String reference) {
    return door.unlock(new Authorisation.Command(reference));
  }

  @Override
  public CanonicalJson doctor() {
    return CanonicalJson.array(doctor.get().stream().map(check -> CanonicalJson.object().put("name", check.name())
        .put("level", check.level().name()).put("words", check.words()).put("advice", check.advice()).build())
        .toList());
  }

  @Override
  public void close() {
    messages.step();
    manifest.close();
    roster.close();
  }
}
