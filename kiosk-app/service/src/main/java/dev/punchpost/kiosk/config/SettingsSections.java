package dev.punchpost.kiosk.config;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.serial.SerialOptions;
import dev.punchpost.hal.serial.SerialOptions.Parity;
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
import dev.punchpost.kiosk.forward.BrokerUrl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    Supplier<List<Settings.Reader>> readers = readers(file.tables("reader"));
    Supplier<Settings.Store> store = store(file.table("store"), file.table("ledger"));
    Supplier<Settings.Mqtt> mqtt = mqtt(file.table("mqtt"));
    Supplier<Settings.Control> control = control(file.table("control"));
    Supplier<Settings.Punch> punch = punch(file.table("punch"));
    Supplier<Settings.Panel> panel = panel(file.table("panel"));
    file.finish();
    return () -> new Settings(terminal.get(), readers.get(), store.get(), mqtt.get(), control.get(), punch.get(),
        panel.get());
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

  private Supplier<List<Settings.Reader>> readers(List<Section> sections) {
    Map<String, Integer> names = new HashMap<>();
    Map<Path, Integer> ports = new HashMap<>();
    List<Supplier<Settings.Reader>> readers = new ArrayList<>();
    for (Section s : sections) {
      Optional<String> name = s.required("name", Word.name("a name"));
      Optional<String> driver = s.required("driver", Choice.of("rdm6300", "serial-line"));
      Optional<Path> port = s.required("port", new FilePath(folder, "the reader's device"));
      name.ifPresent(n -> once(s, "name", names.putIfAbsent(n, s.lineOf("name")), "a name of its own"));
      port.ifPresent(p -> once(s, "port", ports.putIfAbsent(p, s.lineOf("port")), "a port of its own"));
      Supplier<ReaderName> readerName = () -> new ReaderName(name.orElseThrow());
      Supplier<String> readerPort = () -> port.orElseThrow().toString();
      switch (driver.orElse("")) {
        case "rdm6300" -> readers.add(rdm6300(s, readerName, readerPort));
        case "serial-line" -> readers.add(serialLine(s, readerName, readerPort));
        // Without a driver nobody knows which of the drivers' keys are unknown.
        default ->
          s.alsoKnown("removed-after", "baud", "data-bits", "parity", "stop-bits", "prefix", "suffix", "pattern",
              "max-length", "as");
      }
      s.finish();
    }
    return () -> readers.stream().map(Supplier::get).toList();
  }

  private static void once(Section s, String key, @Nullable Integer first, String expected) {
    if (first != null) {
      s.mistake(key, s.found(key) + " again", expected + " (line " + first + " has this one)");
    }
  }

  private static Supplier<Settings.Reader> rdm6300(Section s, Supplier<ReaderName> name, Supplier<String> port) {
    Optional<Duration> removedAfter = s.optional("removed-after", new Time("150ms", "5s"), "300ms");
    return () -> new Settings.Rdm6300(name.get(), port.get(), removedAfter.orElseThrow());
  }

  private static Supplier<Settings.Reader> serialLine(Section s, Supplier<ReaderName> name, Supplier<String> port) {
    Optional<Integer> baud = s.optional("baud", new WholeNumber(300, 4_000_000), 9600L);
    Optional<Integer> dataBits = s.optional("data-bits", new WholeNumber(7, 8), 8L);
    Optional<String> parity = s.optional("parity", Choice.of("none", "even", "odd"), "none");
    Optional<Integer> stopBits = s.optional("stop-bits", new WholeNumber(1, 2), 1L);
    Optional<String> prefix = s.optional("prefix", new Text(64), "");
    Optional<String> suffix = s.optional("suffix", new Text(64), "");
    Optional<Pattern> pattern = s.optional("pattern", new ValueTypes.Regex(), ".*");
    Optional<Integer> longest = s.optional("max-length", new WholeNumber(1, 4096), 256L);
    Optional<String> as = s.optional("as", Choice.of("text", "em", "uid", "wiegand", "auto"), "text");
    Optional<Duration> removedAfter = s.optional("removed-after", new Time("100ms", "60s"), "1s");
    if (prefix.isPresent() && suffix.isPresent() && longest.isPresent()
        && prefix.get().length() + suffix.get().length() >= longest.get()) {
      s.mistake("max-length", longest.get().toString(), "more characters than prefix and suffix have together");
    }
    return () -> new Settings.SerialLine(name.get(), port.get(),
        new SerialOptions(baud.orElseThrow(), dataBits.orElseThrow(),
            Parity.valueOf(parity.orElseThrow().toUpperCase(Locale.ROOT)), stopBits.orElseThrow()),
        prefix.orElseThrow(), suffix.orElseThrow(), pattern.orElseThrow(), longest.orElseThrow(), as.orElseThrow(),
        removedAfter.orElseThrow());
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

  private static Supplier<Settings.Punch> punch(Section s) {
    Optional<Duration> repeatWindow = s.optional("repeat-window", new Time("0s", "1h"), "60s");
    Optional<Duration> longestShift = s.optional("longest-shift", new Time("1h", "48h"), "16h");
    Optional<Integer> queue = s.optional("queue", new WholeNumber(1, 1000), 64L);
    s.finish();
    return () -> new Settings.Punch(repeatWindow.orElseThrow(), longestShift.orElseThrow(), queue.orElseThrow());
  }

  private Supplier<Settings.Panel> panel(Section s) {
    Optional<String> driver = s.optional("driver", Choice.of("log", "json-lines"), "log");
    FilePath type = new FilePath(folder, "a file, a FIFO or /dev/stdout");
    if (driver.isPresent() && driver.get().equals("json-lines")) {
      Optional<Path> path = s.required("path", type);
      s.finish();
      return () -> new Settings.JsonLinesPanel(path.orElseThrow());
    }
    if (s.has("path") && driver.isPresent()) {
      s.mistake("path", s.found("path"), "no path with driver \"log\"");
    }
    s.alsoKnown("path");
    s.finish();
    return Settings.LogPanel::new;
  }
}
