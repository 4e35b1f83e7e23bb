package dev.punchpost.kiosk.config;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.serial.SerialOptions;
import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.ledger.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The whole configuration, checked. Paths, pins and baud rates are named here and in `Wiring`, nowhere else.
public record Settings(Terminal terminal, List<Reader> readers, Store store, Mqtt mqtt, Control control, Punch punch,
    Panel panel, Clock clock, Optional<DoorSettings> door, List<ContactSettings> contacts,
    Optional<IndicatorSettings> indicator, List<KeypadSettings> keypads, Optional<UpsSettings> ups) {
  public Settings {
    readers = List.copyOf(readers);
    contacts = List.copyOf(contacts);
    keypads = List.copyOf(keypads);
  }

  /// Of a terminal that opens no door and has nothing on single pins.
  public Settings(Terminal terminal, List<Reader> readers, Store store, Mqtt mqtt, Control control, Punch punch,
      Panel panel, Clock clock) {
    this(terminal, readers, store, mqtt, control, punch, panel, clock, Optional.empty(), List.of(), Optional.empty(),
        List.of(), Optional.empty());
  }

  /// @param site `[a-z0-9-]{1,31}`
  /// @param id `[a-z0-9-]{1,31}`, not one of the reserved topic words
  /// @param language BCP 47 tag of the panel when the worker's is not known
  public record Terminal(String site, String id, ZoneId zone, String language) {
    /// Client id and certificate name.
    public String clientId() {
      return site + "." + id;
    }
  }

  /// One driver, with its own keys: the driver catalogue is this type and the one switch over it in `Wiring`.
  public sealed interface Reader
      permits Rdm6300, SerialLine, ReaderSettings.Mfrc522, ReaderSettings.Pn532, ReaderSettings.Osdp,
      ReaderSettings.Wiegand, ReaderSettings.KeyboardWedge, ReaderSettings.Pcsc, ReaderSettings.BleBadge, ReaderSettings.R503 {
    ReaderName name();

    /// Where it is, for `status` and `doctor`: the device's path as configured, or in words what has no path.
    String port();

    /// The driver's name in the configuration.
    String driver();
  }

  /// @param removedAfter silence after which the badge has gone
  public record Rdm6300(ReaderName name, String port, Duration removedAfter) implements Reader {
    @Override
    public String driver() {
      return "rdm6300";
    }
  }

  /// @param prefix text before the credential, taken off; may be empty
  /// @param suffix text after it, before the line's end, taken off; may be empty
  /// @param pattern what is left must match; its group 1, if it has one, is the credential
  /// @param longest longest line in characters, 1 .. 4096
  /// @param as the credential's kind: `text`, `em`, `uid` or `wiegand` canonical value, or `auto` for a line with its
  ///   own prefix
  /// @param removedAfter an equal line within this time is the same presentation
  public record SerialLine(ReaderName name, String port, SerialOptions options, String prefix, String suffix,
      Pattern pattern, int longest, String as, Duration removedAfter) implements Reader {
    @Override
    public String driver() {
      return "serial-line";
    }
  }

  /// @param minimumFree bytes that must stay free on the data directory's file system
  /// @param keep how long entries stay in the ledger at least
  public record Store(Path directory, long minimumFree, Duration keep) {
    /// As long as the law of most places asks for, and a year counted as 366 days.
    public static final Duration KEEP = Duration.ofDays(4 * 366);

    public Store(Path directory, long minimumFree) {
      this(directory, minimumFree, KEEP);
    }
  }

  /// @param urls tried in turn; not empty
  /// @param stallTimeout time without an acknowledgement, with something in flight, before a new connection
  /// @param reconnectMin shortest wait before a new connection
  /// @param reconnectMax longest wait before a new connection
  /// @param login if the broker wants a user name
  /// @param requireConsumerAck the consumer whose acknowledgement moves the delivery mark; empty: the broker's does
  /// @param resendAfter silence of that consumer after which what it has not confirmed is sent again
  public record Mqtt(List<BrokerUrl> urls, Optional<Tls> tls, Duration keepAlive, Duration stallTimeout,
      Duration reconnectMin, Duration reconnectMax, Optional<Login> login, Optional<String> requireConsumerAck,
      Duration resendAfter) {
    public Mqtt {
      urls = List.copyOf(urls);
    }

    /// No login; the broker's acknowledgement moves the mark.
    public Mqtt(List<BrokerUrl> urls, Optional<Tls> tls, Duration keepAlive, Duration stallTimeout,
        Duration reconnectMin, Duration reconnectMax) {
      this(urls, tls, keepAlive, stallTimeout, reconnectMin, reconnectMax, Optional.empty(), Optional.empty(),
          Duration.ofMinutes(10));
    }
  }

  /// @param passwordFile empty: the systemd credential `punchpost.mqtt-password`
  public record Login(String username, Optional<Path> passwordFile) {}

  /// PEM files.
  ///
  /// @param allow12 whether TLS 1.2 will do where a broker has no TLS 1.3
  public record Tls(Path ca, Optional<Path> certificate, Optional<Path> key, boolean allow12) {
    /// TLS 1.3 only.
    public Tls(Path ca, Optional<Path> certificate, Optional<Path> key) {
      this(ca, certificate, key, false);
    }
  }

  /// @param socket Unix domain socket
  /// @param group group that may use it (0660), else the owner only (0600)
  public record Control(Path socket, Optional<String> group) {
    /// The socket's name in the data directory, where it is unless the configuration says otherwise.
    public static final String SOCKET = "control.sock";
  }

  /// @param repeatWindow a second tap within it records nothing new; zero switches it off
  /// @param longestShift an IN older than this is not turned into an OUT
  /// @param queue places in the queue of taps
  /// @param directions readers and keypads at which one only comes, or only leaves
  public record Punch(Duration repeatWindow, Duration longestShift, int queue, Map<ReaderName, Kind> directions) {
    public Punch {
      directions = Map.copyOf(directions);
    }

    /// Each reader serves both ways.
    public Punch(Duration repeatWindow, Duration longestShift, int queue) {
      this(repeatWindow, longestShift, queue, Map.of());
    }
  }

  /// @param driftPpm how far an unsteered clock may drift, parts per million, 1 .. 500
  public record Clock(int driftPpm, Rtc rtc) {
    /// The tolerance of the crystal on a usual single-board computer.
    public static final int USUAL_DRIFT_PPM = 20;
  }

  /// Whether a battery-backed clock is believed after the power was off.
  public enum Rtc {
    /// If the kernel says that it set the system's clock from it.
    AUTO,
    /// Also if something else did.
    TRUSTED,
    /// Never.
    IGNORED
  }

  /// Where screens go.
  public sealed interface Panel permits LogPanel, JsonLinesPanel, PanelSettings.Display {
    /// The driver's name in the configuration.
    String driver();

    /// Where it is, for `status` and `doctor`; empty for a panel that is nowhere.
    String port();
  }

  /// Screens are only logged.
  public record LogPanel() implements Panel {
    @Override
    public String driver() {
      return "log";
    }

    @Override
    public String port() {
      return "";
    }
  }

  /// Every screen as one line of JSON.
  ///
  /// @param path file, FIFO or `/dev/stdout`
  public record JsonLinesPanel(Path path) implements Panel {
    @Override
    public String driver() {
      return "json-lines";
    }

    @Override
    public String port() {
      return path.toString();
    }
  }
}
