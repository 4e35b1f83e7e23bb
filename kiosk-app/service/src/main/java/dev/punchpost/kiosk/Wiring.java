package dev.punchpost.kiosk;

import dev.punchpost.drivers.rdm6300.Rdm6300;
import dev.punchpost.drivers.serialline.SerialLine;
import dev.punchpost.drivers.text.BadgeText;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.linux.BootId;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.linux.JSerialPort;
import dev.punchpost.hal.linux.KernelClock;
import dev.punchpost.hal.serial.SerialOptions;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.clock.SystemClock;
import dev.punchpost.kiosk.clock.TerminalClock;
import dev.punchpost.kiosk.clock.TimeQuality;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.evidence.Checkpoints;
import dev.punchpost.kiosk.evidence.LedgerKey;
import dev.punchpost.kiosk.forward.ForwarderOptions;
import dev.punchpost.kiosk.forward.MqttLink;
import dev.punchpost.kiosk.forward.paho.ConnectOptions;
import dev.punchpost.kiosk.forward.paho.PahoLink;
import dev.punchpost.kiosk.forward.wire.TlsFiles;
import dev.punchpost.kiosk.ledger.EntryIds;
import dev.punchpost.kiosk.panel.JsonLinesOutput;
import dev.punchpost.kiosk.panel.LogOutput;
import dev.punchpost.kiosk.panel.PanelOutput;
import dev.punchpost.kiosk.panel.QueuedPanel;
import dev.punchpost.kiosk.panel.ScreenText;
import dev.punchpost.kiosk.punch.PunchRules;
import dev.punchpost.kiosk.store.derby.DerbyStore;
import dev.punchpost.kiosk.store.derby.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// The composition root: the one place that knows which class stands behind which interface, and where paths and line
/// settings go. Tests replace a part by overriding its method.
public class Wiring {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private static final int COLUMNS = 20;
  private static final int ROWS = 4;

  private final Ticker ticker = BootTicker.system();
  private final RandomGenerator random = new SecureRandom();
  private final TerminalClock clock;
  private final String bootId = BootId.current();

  public Wiring() {
    KernelClock kernel = KernelClock.system();
    TimeQuality quality = () -> {
      KernelClock.Discipline discipline = kernel.discipline();
      return new TimeQuality.Sample(discipline.synchronised(), discipline.maxErrorMicros());
    };
    clock = new SystemClock(Instant::now, ticker, quality, bootId);
  }

  protected Ticker ticker() {
    return ticker;
  }

  protected TerminalClock clock() {
    return clock;
  }

  protected Pause pause() {
    return Pause.real();
  }

  protected String bootId() {
    return bootId;
  }

  protected RandomGenerator random() {
    return random;
  }

  protected EntryIds entryIds() {
    return new EntryIds(random);
  }

  protected PunchRules rules(Settings settings) {
    return new PunchRules(settings.punch().repeatWindow(), settings.punch().longestShift());
  }

  /// @throws dev.punchpost.kiosk.store.StoreException if it cannot be opened
  protected DerbyStore store(Settings settings) {
    return DerbyStore.open(storeOptions(settings));
  }

  protected StoreOptions storeOptions(Settings settings) {
    return new StoreOptions(settings.store().directory(), settings.terminal().site(), settings.terminal().id(),
        settings.terminal().zone(), settings.store().minimumFree(), ticker, Instant::now);
  }

  /// The key that signs the ledger, made at the first start.
  ///
  /// @throws IOException if it cannot be read or written
  protected LedgerKey ledgerKey(Settings settings) throws IOException {
    return LedgerKey.open(settings.store().directory(), Instant.now());
  }

  protected Checkpoints checkpoints(Settings settings, LedgerKey key) {
    return Checkpoints.by(key, settings.terminal().zone());
  }

  protected MqttLink mqttLink(Settings settings) {
    return new PahoLink(new ConnectOptions(settings.terminal().clientId(), settings.mqtt().keepAlive(),
        CONNECT_TIMEOUT, settings.mqtt().tls().map(tls -> new TlsFiles(tls.ca(), tls.certificate(), tls.key()))));
  }

  protected ForwarderOptions forwarderOptions(Settings settings) {
    Settings.Mqtt mqtt = settings.mqtt();
    return new ForwarderOptions(settings.terminal().site(), settings.terminal().id(), mqtt.urls(),
        mqtt.stallTimeout(), mqtt.reconnectMin(), mqtt.reconnectMax(), ForwarderOptions.DEFAULT_WINDOW);
  }

  protected PanelOutput panelOutput(Settings settings) {
    return switch (settings.panel()) {
      case Settings.LogPanel() -> new LogOutput();
      case Settings.JsonLinesPanel(Path path) -> new JsonLinesOutput(path, settings.terminal().zone());
    };
  }

  /// The panel of a terminal that is not set up: it knows no display yet and speaks English into the log.
  protected QueuedPanel panelWithoutSettings() {
    return new QueuedPanel(new LogOutput(), screenText("en"), clock, ZoneOffset.UTC, ticker);
  }

  protected ScreenText screenText(String language) {
    return new ScreenText(language, COLUMNS, ROWS);
  }

  /// The driver catalogue. Opens the device.
  ///
  /// @throws dev.punchpost.hal.HalException if it is not there or not ours
  protected BadgeReader reader(Settings.Reader reader) {
    return switch (reader) {
      case Settings.Rdm6300 r -> new Rdm6300(r.name(),
          new JSerialPort(Path.of(r.port()), SerialOptions.eightN1(9600)).open(), ticker,
          new Rdm6300.Options(r.removedAfter()));
      case Settings.SerialLine r -> new SerialLine(r.name(), new JSerialPort(Path.of(r.port()), r.options()).open(),
          ticker, new SerialLine.Options(new BadgeText(r.prefix(), r.suffix(), r.pattern(), r.longest(),
              BadgeText.As.valueOf(r.as().toUpperCase(Locale.ROOT))), r.removedAfter()));
    };
  }
}
