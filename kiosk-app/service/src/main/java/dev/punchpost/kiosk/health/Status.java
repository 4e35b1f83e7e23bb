package dev.punchpost.kiosk.health;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.linux.BoardHealth;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.ledger.LedgerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// The state of a terminal at one moment: what `punchpost status` shows. [StatusText] writes it for people and, with
/// field names that stay, as JSON.
///
/// @param site empty while the terminal is not set up; `terminal` likewise
/// @param uptime of the service; empty when it is stopped
/// @param ledger empty when there is no store, or it cannot be opened
/// @param clock empty when the service is stopped
/// @param diskFree bytes free where the store lives; empty when that is not known
/// @param bootId the machine's boot, `/proc/sys/kernel/random/boot_id`
/// @param panel empty while the terminal is not set up
/// @param fittings door, contacts, light and tone, board
public record Status(String version, Optional<String> site, Optional<String> terminal, boolean running,
    Optional<Duration> uptime, Optional<Ledger> ledger, Mqtt mqtt, List<Reader> readers, Optional<Clock> clock,
    Optional<Roster> roster, OptionalLong diskFree, Config config, String bootId, Optional<Panel> panel,
    Fittings fittings) {
  public Status {
    readers = List.copyOf(readers);
  }

  /// Of a terminal without a door and the like.
  public Status(String version, Optional<String> site, Optional<String> terminal, boolean running,
      Optional<Duration> uptime, Optional<Ledger> ledger, Mqtt mqtt, List<Reader> readers, Optional<Clock> clock,
      Optional<Roster> roster, OptionalLong diskFree, Config config, String bootId, Optional<Panel> panel) {
    this(version, site, terminal, running, uptime, ledger, mqtt, readers, clock, roster, diskFree, config, bootId,
        panel, Fittings.NONE);
  }

  /// Of a terminal whose panel is not known.
  public Status(String version, Optional<String> site, Optional<String> terminal, boolean running,
      Optional<Duration> uptime, Optional<Ledger> ledger, Mqtt mqtt, List<Reader> readers, Optional<Clock> clock,
      Optional<Roster> roster, OptionalLong diskFree, Config config, String bootId) {
    this(version, site, terminal, running, uptime, ledger, mqtt, readers, clock, roster, diskFree, config, bootId,
        Optional.empty());
  }

  /// @param lastSequence newest committed entry, 0 when there is none
  /// @param deliveredThrough every entry up to it was acknowledged by the broker
  /// @param quarantined entries that were set aside: undelivered, although `deliveredThrough` has passed them
  /// @param head where the ledger ends, to be kept elsewhere; empty when that is not known
  /// @param key public key that signs it, 64 hexadecimal digits; empty when there is none yet
  public record Ledger(LedgerId id, long lastSequence, long deliveredThrough, int quarantined,
      Optional<LedgerHead> head, Optional<String> key) {
    /// Of a ledger about which nothing more is known.
    public Ledger(LedgerId id, long lastSequence, long deliveredThrough) {
      this(id, lastSequence, deliveredThrough, 0, Optional.empty(), Optional.empty());
    }

    /// Entries that the broker has not acknowledged yet.
    public long waiting() {
      return Math.max(0, lastSequence - deliveredThrough);
    }
  }

  /// @param broker the one in use, or tried last; empty when none was tried
  /// @param since when `connected` last changed; empty when it never did
  /// @param lastError why the last connection failed or ended
  /// @param certificateDays whole days until this terminal's certificate ends, below zero once it has; empty when there
  ///   is none, or the service does not run
  public record Mqtt(boolean connected, Optional<String> broker, Optional<Instant> since, Optional<String> lastError,
      OptionalLong certificateDays) {
    /// Without a certificate.
    public Mqtt(boolean connected, Optional<String> broker, Optional<Instant> since, Optional<String> lastError) {
      this(connected, broker, since, lastError, OptionalLong.empty());
    }

    /// Of a service that does not run.
    public static final Mqtt STOPPED = new Mqtt(false, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// @param driver as in the configuration, such as `rdm6300`
  /// @param since when the state last changed
  /// @param reads badges read since the service started
  /// @param errors counters by name, such as `rejected`; never a card number
  public record Reader(ReaderName name, String driver, String port, ReaderState state, Optional<Instant> since,
      long reads, SortedMap<String, Long> errors) {
    public Reader {
      errors = new TreeMap<>(errors);
    }
  }

  /// Where screens go.
  ///
  /// @param driver as in the configuration, such as `hd44780`
  /// @param port may be empty
  /// @param since when the state last changed
  /// @param fault why it does not work
  public record Panel(String driver, String port, ReaderState state, Optional<Instant> since,
      Optional<String> fault) {}

  /// What hangs on single pins, and the board itself.
  ///
  /// @param door empty for a terminal without one
  /// @param indicator light and tone on pins; empty for a terminal without them, or one that is stopped
  /// @param board empty while the terminal is stopped or not set up
  public record Fittings(Optional<Door> door, List<Contact> contacts, Optional<Indicator> indicator,
      Optional<Board> board, List<Keypad> keypads, Optional<Battery> battery) {
    public static final Fittings NONE = new Fittings(Optional.empty(), List.of(), Optional.empty(), Optional.empty(),
        List.of(), Optional.empty());

    public Fittings {
      contacts = List.copyOf(contacts);
      keypads = List.copyOf(keypads);
    }
  }

  /// The battery of a UPS.
  ///
  /// @param since when the state last changed
  /// @param fault why its gauge does not work
  /// @param percent of its capacity; empty when it is not known, and so are the two after it
  /// @param millivolts of one cell
  /// @param supply `mains`, `battery`, `low`, `shut-down`
  public record Battery(String port, ReaderState state, Optional<Instant> since, Optional<String> fault,
      Optional<Integer> percent, Optional<Integer> millivolts, Optional<String> supply) {}

  /// A keypad for number and PIN.
  ///
  /// @param driver as in the configuration, such as `matrix`
  /// @param since when the state last changed
  /// @param fault why it does not work
  public record Keypad(String name, String driver, String port, ReaderState state, Optional<Instant> since,
      Optional<String> fault) {}

  /// A contact that should be at rest.
  ///
  /// @param name `tamper` or `mains-fail`
  /// @param since when `state` or `alarm` last changed
  /// @param alarm as it was told last
  public record Contact(String name, String port, ReaderState state, Optional<Instant> since, boolean alarm,
      Optional<String> fault) {}

  /// Light and tone on pins.
  public record Indicator(ReaderState state, Optional<String> fault) {}

  /// The board; what this machine does not tell is empty.
  ///
  /// @param milliCelsius of the processor
  /// @param underVoltage whether the supply is too weak now, and `underVoltageSinceBoot` whether it was
  /// @param slowedDown whether heat or a weak supply slow the processor down, and `slowedDownSinceBoot` whether they did
  public record Board(OptionalInt milliCelsius, Optional<Boolean> underVoltage, Optional<Boolean> underVoltageSinceBoot,
      Optional<Boolean> slowedDown, Optional<Boolean> slowedDownSinceBoot) {
    /// What the kernel tells now.
    public static Board of(BoardHealth health) {
      return new Board(health.milliCelsius(), known(health.underVoltage()), known(health.underVoltageSinceBoot()),
          known(health.slowedDown()), known(health.slowedDownSinceBoot()));
    }

    private static Optional<Boolean> known(BoardHealth.Known known) {
      return switch (known) {
        case YES -> Optional.of(true);
        case NO -> Optional.of(false);
        case UNKNOWN -> Optional.empty();
      };
    }
  }

  /// The door that the terminal opens.
  ///
  /// @param port the relay's line
  /// @param since when the state last changed
  /// @param fault why it does not work
  /// @param unlocked whether the relay is driven now; empty when the service is stopped
  /// @param contact `closed`, `open` or `tampered`; empty without a contact, or when it is not known
  public record Door(String port, ReaderState state, Optional<Instant> since, Optional<String> fault,
      Optional<Boolean> unlocked, Optional<String> contact) {}

  /// How a reader, the panel or the door is.
  public enum ReaderState {
    WORKING,
    FAULTED,
    /// The service does not run.
    STOPPED
  }

  /// @param uncertaintyMs bound of the wall clock's error; empty when nothing is known
  public record Clock(ClockState state, OptionalLong uncertaintyMs) {}

  /// @param version 0 if there never was a roster
  /// @param workers active ones
  public record Roster(long version, int workers) {}

  /// @param file the one that was asked for
  /// @param mistakes of the file, one line each; empty when it is good
  public record Config(String file, ConfigState state, List<String> mistakes) {
    public Config {
      mistakes = List.copyOf(mistakes);
    }
  }

  /// Which configuration is in force.
  public enum ConfigState {
    /// The file's.
    GOOD,
    /// The file has mistakes: the last good one is in force.
    LAST_GOOD,
    /// The file has mistakes and none was good before: the terminal waits to be set up.
    NOT_SET_UP,
    /// The file has mistakes, and the service, which would know a good one, does not run.
    BAD
  }
}
