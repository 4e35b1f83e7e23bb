package dev.punchpost.kiosk.config;

import dev.punchpost.kiosk.config.ValueTypes.Age;
import dev.punchpost.kiosk.config.ValueTypes.Broker;
import dev.punchpost.kiosk.config.ValueTypes.Choice;
import dev.punchpost.kiosk.config.ValueTypes.FilePath;
import dev.punchpost.kiosk.config.ValueTypes.ListOf;
import dev.punchpost.kiosk.config.ValueTypes.Size;
import dev.punchpost.kiosk.config.ValueTypes.Text;
import dev.punchpost.kiosk.config.ValueTypes.Time;
import dev.punchpost.kiosk.config.ValueTypes.WholeNumber;
import dev.punchpost.kiosk.config.ValueTypes.Word;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.ledger.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every key of the file: its type, range and default, and what must hold between keys.
///
/// Each part is read at once, and built later, when it is known that the file has no mistake at all.
final class SettingsSections {
  static final String DEFAULT_DIRECTORY = "/var/lib/punchpost";

  private static final Set<String> RESERVED = Set.of("presence", "roster", "policy", "config", "worker-info");

  /// `sun_path` of unix(7) holds 108 bytes, the last of them 0.
  private static final int LONGEST_SOCKET = 107;

  private static final Pattern CONSUMER = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final Path folder;
  private Optional<Path> directory = Optional.empty();

  SettingsSections(Path folder) {
    this.folder = folder;
  }

  /// The data directory, once read and if it is in order.
  Optional<Path> directory() {
    return directory;
  }

  Supplier<Settings> all(Section file) {
    Supplier<Settings.Terminal> terminal = terminal(file.table("terminal"));
    ReaderClaims claims = new ReaderClaims();
    List<Section> readerTables = file.tables("reader");
    Supplier<List<Settings.Reader>> readers = new ReaderSections(folder, claims).all(readerTables,
        file.table("desfire"));
    Supplier<Settings.Store> store = store(file.table("store"), file.table("ledger"));
    Supplier<Settings.Mqtt> mqtt = mqtt(file.table("mqtt"));
    Supplier<Settings.Control> control = control(file.table("control"));
    List<Section> keypadTables = file.tables("keypad");
    Supplier<Settings.Punch> punch = punch(file.table("punch"), names(readerTables, keypadTables));
    Section panelTable = file.table("panel");
    Supplier<Settings.Panel> panel = PanelSection.read(panelTable, folder, claims);
    Supplier<Optional<IndicatorSettings>> indicator = IndicatorSection.read(panelTable.table("indicator"), claims);
    panelTable.finish();
    Supplier<Settings.Clock> clock = clock(file.table("clock"));
    Supplier<Optional<DoorSettings>> door = DoorSection.read(file.table("door"), claims);
    Section contactTable = file.table("contacts");
    Supplier<List<ContactSettings>> contacts = ContactsSection.read(contactTable, claims);
    Supplier<Optional<UpsSettings>> ups = UpsSection.read(file.table("ups"), claims,
        contactTable.has("mains-fail-gpio"));
    Supplier<List<KeypadSettings>> keypads = new KeypadSections(claims, osdpReaders(readerTables),
        file.has("door")).all(keypadTables);
    file.finish();
    return () -> new Settings(terminal.get(), readers.get(), store.get(), mqtt.get(), control.get(), punch.get(),
        panel.get(), clock.get(), door.get(), contacts.get(), indicator.get(), keypads.get(), ups.get());
  }

  private static Set<String> osdpReaders(List<Section> readers) {
    return readers.stream().filter(reader -> reader.is("driver", "osdp"))
        .flatMap(reader -> reader.text("name").stream())
        .collect(Collectors.toSet());
  }

  private static Supplier<Settings.Terminal> terminal(Section s) {
    Optional<String> site = s.required("site", Word.name("a name"));
    Word name = Word.name("a name");
    Optional<String> id = s.required("id", new Word(name.form(), RESERVED, name.expected()
        + ", other than presence, roster, policy, config and worker-info"));
    var zone = s.required("time-zone", new ValueTypes.Zone());
    Optional<String> language = s.optional("language", new ValueTypes.Language(), "en");
    s.finish();
    return () -> new Settings.Terminal(site.orElseThrow(), id.orElseThrow(), zone.orElseThrow(),
        language.orElseThrow());
  }

  private Supplier<Settings.Store> store(Section s, Section ledger) {
    directory = s.optional("directory", new FilePath(folder, "the data directory"), DEFAULT_DIRECTORY);
    Optional<Long> minimumFree = s.optional("minimum-free", new Size("1MB", "1TB"), "64MB");
    s.finish();
    Optional<Duration> keep = ledger.optional("keep", new Age("30d", "100y"), "4y");
    ledger.finish();
    return () -> new Settings.Store(directory.orElseThrow(), minimumFree.orElseThrow(), keep.orElseThrow());
  }

  private Supplier<Settings.Mqtt> mqtt(Section s) {
    Optional<List<BrokerUrl>> urls = s.required("url", new ListOf<>(new Broker(), 16));
    Optional<Duration> keepAlive = s.optional("keep-alive", new Time("5s", "1h"), "30s");
    Optional<Duration> stallTimeout = s.optional("stall-timeout", new Time("1s", "1h"), "30s");
    Optional<Duration> min = s.optional("reconnect-min", new Time("100ms", "10m"), "1s");
    Optional<Duration> max = s.optional("reconnect-max", new Time("100ms", "1h"), "60s");
    if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
      String key = s.has("reconnect-max") ? "reconnect-max" : "reconnect-min";
      s.mistake(key, s.found(key), "reconnect-min not longer than reconnect-max (\"1s\" and \"60s\" by default)");
    }
    Optional<String> username = s.ifGiven("username", new Text(256));
    Optional<Path> passwordFile = s.ifGiven("password-file", new FilePath(folder, "a file with the password"));
    if (s.has("password-file") && !s.has("username")) {
      s.missing("username", "the user name that the password belongs to");
    }
    Optional<String> consumer = s.ifGiven("require-consumer-ack",
        new Word(CONSUMER, Set.of(), "the name of a consumer: 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'"));
    Optional<Duration> resendAfter = s.optional("resend-after", new Time("10s", "24h"), "10m");
    Supplier<Optional<Settings.Tls>> tls = tls(s, s.table("tls"), urls);
    s.finish();
    return () -> new Settings.Mqtt(urls.orElseThrow(), tls.get(), keepAlive.orElseThrow(), stallTimeout.orElseThrow(),
        min.orElseThrow(), max.orElseThrow(), username.map(name -> new Settings.Login(name, passwordFile)), consumer,
        resendAfter.orElseThrow());
  }

  private Supplier<Optional<Settings.Tls>> tls(Section mqtt, Section s, Optional<List<BrokerUrl>> urls) {
    boolean wanted = urls.isPresent() && urls.get().stream().anyMatch(BrokerUrl::tls);
    if (!s.present()) {
      // Without a CA of its own the terminal would believe any certificate that the public trusts.
      if (wanted && !mqtt.has("tls")) {
        mqtt.mistake("url", mqtt.found("url") + " without [mqtt.tls]", "[mqtt.tls] with ca for mqtts://");
      }
      return Optional::empty;
    }
    if (urls.isPresent() && !wanted) {
      mqtt.mistake("tls", "a table", "an mqtts:// url, or no [mqtt.tls]");
    }
    Optional<Path> ca = s.required("ca", new FilePath(folder, "a PEM file with the CA's certificate"));
    Optional<Path> certificate = s.ifGiven("certificate", new FilePath(folder, "a PEM file with the certificate"));
    Optional<Path> key = s.ifGiven("key", new FilePath(folder, "a PEM file with the private key"));
    if (s.has("certificate") && !s.has("key")) {
      s.missing("key", "the path of a PEM file with the private key, as there is a certificate");
    }
    if (s.has("key") && !s.has("certificate")) {
      s.missing("certificate", "the path of a PEM file with the certificate, as there is a key");
    }
    Optional<String> oldest = s.optional("oldest", Choice.of("1.3", "1.2"), "1.3");
    s.finish();
    return () -> Optional.of(new Settings.Tls(ca.orElseThrow(), certificate, key, oldest.orElseThrow().equals("1.2")));
  }

  private Supplier<Settings.Control> control(Section s) {
    Path data = directory.orElse(Path.of(DEFAULT_DIRECTORY));
    Optional<Path> socket = s.optional("socket", new FilePath(folder, "the control socket"),
        data.resolve(Settings.Control.SOCKET).toString());
    if (socket.isPresent() && socket.get().toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
      s.mistake("socket", s.has("socket") ? s.found("socket") : Shown.quoted(socket.get().toString()),
          "a path of at most " + LONGEST_SOCKET + " bytes");
    }
    Optional<String> group = s.ifGiven("group",
        new Word(Pattern.compile("[a-z_][a-z0-9_-]{0,31}"), Set.of(), "the name of a group"));
    s.finish();
    return () -> new Settings.Control(socket.orElseThrow(), group);
  }

  private static Set<String> names(List<Section> readers, List<Section> keypads) {
    return Stream.concat(readers.stream(), keypads.stream()).flatMap(each -> each.text("name").stream())
        .collect(Collectors.toSet());
  }

  /// @param names of readers and keypads
  private static Supplier<Settings.Punch> punch(Section s, Set<String> names) {
    Optional<Duration> repeatWindow = s.optional("repeat-window", new Time("0s", "1h"), "60s");
    Optional<Duration> longestShift = s.optional("longest-shift", new Time("1h", "48h"), "16h");
    Optional<Integer> queue = s.optional("queue", new WholeNumber(1, 1000), 64L);
    Map<ReaderName, Kind> directions = new HashMap<>();
    for (Kind kind : Kind.values()) {
      String key = kind.name().toLowerCase(Locale.ROOT) + "-readers";
      for (String name : s.ifGiven(key, new ListOf<>(Word.name("a name"), 16)).orElse(List.of())) {
        if (!names.contains(name)) {
          s.mistake(key, Shown.quoted(name), "names of readers or keypads");
        } else if (directions.put(new ReaderName(name), kind) != null) {
          s.mistake(key, Shown.quoted(name) + " again", "each reader once, in in-readers or out-readers");
        }
      }
    }
    s.finish();
    return () -> new Settings.Punch(repeatWindow.orElseThrow(), longestShift.orElseThrow(), queue.orElseThrow(),
        directions);
  }

  private static Supplier<Settings.Clock> clock(Section s) {
    Optional<Integer> driftPpm = s.optional("drift-ppm", new WholeNumber(1, 500),
        (long) Settings.Clock.USUAL_DRIFT_PPM);
    Optional<String> rtc = s.optional("rtc", Choice.of("auto", "trusted", "ignored"), "auto");
    s.finish();
    return () -> new Settings.Clock(driftPpm.orElseThrow(),
        Settings.Rtc.valueOf(rtc.orElseThrow().toUpperCase(Locale.ROOT)));
  }
}
