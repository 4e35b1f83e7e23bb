package dev.punchpost.kiosk;

import dev.punchpost.drivers.max17048.BatteryLevel;
import dev.punchpost.hal.linux.BoardHealth;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.config.DoorSettings;
import dev.punchpost.kiosk.config.ContactSettings;
import dev.punchpost.kiosk.config.KeypadSettings;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.contact.ContactThread;
import dev.punchpost.kiosk.device.DeviceThread;
import dev.punchpost.kiosk.door.DoorThread;
import dev.punchpost.kiosk.health.Status;
import dev.punchpost.kiosk.panel.IndicatorOutput;
import dev.punchpost.kiosk.ups.UpsThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the door, the contacts, light and tone, and the board are, for `status`. Any thread.
final class FittingsStatus {
  /// Temperature and flags are asked of the firmware, and nobody needs them newer.
  private static final long BOARD_MICROS = Duration.ofSeconds(5).toNanos() / 1_000;

  private final Settings settings;
  private final Optional<DoorThread> door;
  private final List<ContactThread> contacts;
  private final Optional<IndicatorOutput> indicator;
  private final Keypads keypads;
  private final Optional<UpsThread> ups;
  private final BoardHealth board;
  private final Ticker ticker;
  private Status.@Nullable Board lastBoard;
  private long boardMicros;

  FittingsStatus(Settings settings, Optional<DoorThread> door, List<ContactThread> contacts,
      Optional<IndicatorOutput> indicator, Keypads keypads, Optional<UpsThread> ups, BoardHealth board, Ticker ticker) {
    this.settings = settings;
    this.door = door;
    this.contacts = List.copyOf(contacts);
    this.indicator = indicator;
    this.keypads = keypads;
    this.ups = ups;
    this.board = board;
    this.ticker = ticker;
  }

  Status.Fittings now(Reading now) {
    return new Status.Fittings(door(now), contacts(now), indicator(), Optional.of(board()), keypads(now), battery(now));
  }

  private Optional<Status.Door> door(Reading now) {
    if (door.isEmpty() || settings.door().isEmpty()) {
      return Optional.empty();
    }
    DoorSettings configured = settings.door().get();
    DoorThread.Health health = door.get().health();
    return Optional.of(new Status.Door(configured.port(), state(health.working()),
        Optional.of(now.at(health.sinceMicros()).wall()),
        health.working() ? Optional.empty() : Optional.of(health.fault()), Optional.of(health.unlocked()),
        configured.contact().filter(_ -> health.working())
            .map(_ -> health.contact().name().toLowerCase(Locale.ROOT))));
  }

  private List<Status.Contact> contacts(Reading now) {
    List<Status.Contact> states = new ArrayList<>();
    for (int i = 0; i < contacts.size(); i++) {
      ContactSettings configured = settings.contacts().get(i);
      ContactThread.Health health = contacts.get(i).health();
      states.add(new Status.Contact(configured.which().word(), configured.port(), state(health.working()),
          Optional.of(now.at(health.sinceMicros()).wall()), health.raised(),
          health.working() ? Optional.empty() : Optional.of(health.fault())));
    }
    return states;
  }

  private List<Status.Keypad> keypads(Reading now) {
    List<Status.Keypad> states = new ArrayList<>();
    List<DeviceThread.Health> all = keypads.health();
    for (int i = 0; i < all.size(); i++) {
      KeypadSettings configured = settings.keypads().get(i);
      DeviceThread.Health health = all.get(i);
      states.add(new Status.Keypad(configured.name().value(), configured.driver(), configured.port(),
          state(health.working()), Optional.of(now.at(health.sinceMicros()).wall()),
          health.working() ? Optional.empty() : Optional.of(health.fault())));
    }
    return states;
  }

  private Optional<Status.Battery> battery(Reading now) {
    if (ups.isEmpty() || settings.ups().isEmpty()) {
      return Optional.empty();
    }
    UpsThread.Health health = ups.get().health();
    return Optional.of(new Status.Battery(settings.ups().get().port(), state(health.working()),
        Optional.of(now.at(health.sinceMicros()).wall()),
        health.working() ? Optional.empty() : Optional.of(health.fault()),
        health.level().map(level -> level.permille() / 10), health.level().map(BatteryLevel::millivolts),
        health.level().map(_ -> health.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'))));
  }

  private Optional<Status.Indicator> indicator() {
    return indicator.map(IndicatorOutput::fault).map(fault -> new Status.Indicator(state(fault.isEmpty()),
        Optional.of(fault).filter(words -> !words.isEmpty())));
  }

  private synchronized Status.Board board() {
    Status.Board known = lastBoard;
    long now = ticker.micros();
    if (known == null || now - boardMicros >= BOARD_MICROS) {
      known = Status.Board.of(board);
      lastBoard = known;
      boardMicros = now;
    }
    return known;
  }

  private static Status.ReaderState state(boolean working) {
    return working ? Status.ReaderState.WORKING : Status.ReaderState.FAULTED;
  }
}
