package dev.punchpost.kiosk;

import dev.punchpost.drivers.contact.AlarmContact;
import dev.punchpost.drivers.door.Door;
import dev.punchpost.drivers.indicator.GpioIndicator;
import dev.punchpost.drivers.indicator.QuietHours;
import dev.punchpost.drivers.indicator.QuietIndicator;
import dev.punchpost.drivers.keypad.Keypad;
import dev.punchpost.drivers.keypad.NumericKeypad;
import dev.punchpost.drivers.max17048.Max17048;
import dev.punchpost.drivers.osdp.OsdpEvent;
import dev.punchpost.hal.gpio.PinSource;
import dev.punchpost.hal.linux.BoardHealth;
import dev.punchpost.hal.linux.BootId;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.linux.EvdevKeys;
import dev.punchpost.hal.linux.KernelClock;
import dev.punchpost.hal.linux.KernelPins;
import dev.punchpost.hal.linux.RealTimeClock;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.clock.BatteryClock;
import dev.punchpost.kiosk.clock.ClockMemory;
import dev.punchpost.kiosk.clock.StartingClock;
import dev.punchpost.hal.panel.Indicator;
import dev.punchpost.hal.panel.TextDisplay;
import dev.punchpost.hal.panel.ViewDisplay;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.clock.SystemClock;
import dev.punchpost.kiosk.clock.TerminalClock;
import dev.punchpost.kiosk.clock.TimeQuality;
import dev.punchpost.kiosk.config.ContactSettings;
import dev.punchpost.kiosk.config.DoorSettings;
import dev.punchpost.kiosk.config.IndicatorSettings;
import dev.punchpost.kiosk.config.KeypadSettings;
import dev.punchpost.kiosk.config.PanelSettings;
import dev.punchpost.kiosk.config.ReaderSettings;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.config.UpsSettings;
import dev.punchpost.kiosk.evidence.Checkpoints;
import dev.punchpost.kiosk.evidence.LedgerKey;
import dev.punchpost.kiosk.finger.FingerLibrary;
import dev.punchpost.kiosk.forward.ForwarderOptions;
import dev.punchpost.kiosk.forward.MqttLink;
import dev.punchpost.kiosk.forward.paho.ConnectOptions;
import dev.punchpost.kiosk.forward.paho.PahoLink;
import dev.punchpost.kiosk.forward.wire.PasswordFile;
import dev.punchpost.kiosk.forward.wire.TlsFiles;
import dev.punchpost.kiosk.ledger.EntryIds;
import dev.punchpost.kiosk.panel.DisplayOutput;
import dev.punchpost.kiosk.panel.IndicatorOutput;
import dev.punchpost.kiosk.panel.JsonLinesOutput;
import dev.punchpost.kiosk.panel.LogOutput;
import dev.punchpost.kiosk.panel.PanelOutput;
import dev.punchpost.kiosk.panel.QueuedPanel;
import dev.punchpost.kiosk.panel.ReaderFeedback;
import dev.punchpost.kiosk.panel.ScreenText;
import dev.punchpost.kiosk.panel.ScreenViews;
import dev.punchpost.kiosk.punch.AntiPassback;
import dev.punchpost.kiosk.punch.PunchRules;
import dev.punchpost.kiosk.store.derby.DerbyStore;
import dev.punchpost.kiosk.store.derby.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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
  private final String bootId = BootId.current();
  private final TimeQuality quality;
  private final TerminalClock clock;

  public Wiring() {
    KernelClock kernel = KernelClock.system();
    quality = () -> {
      KernelClock.Discipline discipline = kernel.discipline();
      return new TimeQuality.Sample(discipline.synchronised(),
          discipline.maxErrorMicros() + Math.abs(discipline.remainingOffsetMicros()));
    };
    clock = new SystemClock(Instant::now, ticker, quality, bootId, Settings.Clock.USUAL_DRIFT_PPM, Optional.empty());
  }

  protected Ticker ticker() {
    return ticker;
  }

  /// The clock without a memory, for commands.
  protected TerminalClock clock() {
    return clock;
  }

  /// The terminal's clock.
  protected SystemClock clock(Settings settings, ClockMemory memory) {
    int driftPpm = settings.clock().driftPpm();
    return new SystemClock(Instant::now, ticker, quality, bootId, driftPpm, StartingClock.known(memory, bootId,
        batteryClock(settings.clock().rtc()), Instant::now, ticker, driftPpm));
  }

  private static BatteryClock batteryClock(Settings.Rtc rtc) {
    return rtc == Settings.Rtc.IGNORED
        ? BatteryClock.NONE
        : () -> RealTimeClock.batteryBacked(RealTimeClock.SYSFS).stream()
            .filter(chip -> rtc == Settings.Rtc.TRUSTED || chip.setTheSystemClock()).findFirst()
            .map(RealTimeClock::secondsSince1970).orElse(OptionalLong.empty());
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
    return new PunchRules(settings.punch().repeatWindow(), settings.punch().longestShift(),
        settings.door().map(DoorSettings::antiPassback).orElse(AntiPassback.OFF), settings.punch().directions());
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

  /// @param will what the broker says when the connection is gone
  protected MqttLink mqttLink(Settings settings, Optional<ConnectOptions.Will> will) {
    ConnectOptions options = new ConnectOptions(settings.terminal().clientId(), settings.mqtt().keepAlive(),
        CONNECT_TIMEOUT, tlsFiles(settings));
    if (will.isPresent()) {
      options = options.withWill(will.get());
    }
    if (settings.mqtt().login().isPresent()) {
      Settings.Login login = settings.mqtt().login().get();
      options = options.withLogin(new ConnectOptions.Login(login.username(),
          PasswordFile.of(login.passwordFile(), System.getenv())));
    }
    return new PahoLink(options);
  }

  protected Optional<TlsFiles> tlsFiles(Settings settings) {
    return settings.mqtt().tls().map(tls -> new TlsFiles(tls.ca(), tls.certificate(), tls.key(), tls.allow12()));
  }

  protected ForwarderOptions forwarderOptions(Settings settings) {
    Settings.Mqtt mqtt = settings.mqtt();
    return new ForwarderOptions(settings.terminal().site(), settings.terminal().id(), mqtt.urls(),
        mqtt.stallTimeout(), mqtt.reconnectMin(), mqtt.reconnectMax(), ForwarderOptions.DEFAULT_WINDOW,
        mqtt.requireConsumerAck(), mqtt.resendAfter());
  }

  /// @param drivers open the display
  /// @param saving whether the display is to be dark, whoever comes: the mains have failed
  protected PanelOutput panelOutput(Settings settings, DriverCatalogue drivers, BooleanSupplier saving) {
    return switch (settings.panel()) {
      case Settings.LogPanel() -> new LogOutput();
      case Settings.JsonLinesPanel(Path path) -> new JsonLinesOutput(path, settings.terminal().zone(),
          screenViews(settings));
      case PanelSettings.Display display -> new DisplayOutput(() -> display(display, drivers),
          screenViews(settings), display.dimAfter(), saving, ticker());
    };
  }

  protected ViewDisplay display(PanelSettings.Display settings, DriverCatalogue drivers) {
    return drivers.open(settings);
  }

  /// Where screens go besides the panel: a terminal with a display logs them too.
  protected Optional<PanelOutput> recordOfScreens(Settings settings) {
    return settings.panel() instanceof PanelSettings.Display ? Optional.of(new LogOutput()) : Optional.empty();
  }

  protected ScreenViews screenViews(Settings settings) {
    return new ScreenViews(settings.terminal().language(),
        settings.terminal().site() + " " + settings.terminal().id());
  }

  /// The panel of a terminal that is not set up: it knows no display yet and speaks English into the log.
  protected QueuedPanel panelWithoutSettings() {
    return new QueuedPanel(new LogOutput(), screenText("en"), clock, ZoneOffset.UTC, ticker);
  }

  protected ScreenText screenText(String language) {
    return new ScreenText(language, COLUMNS, ROWS);
  }

  /// The driver catalogue.
  ///
  /// @param osdpEvents what OSDP readers tell besides cards; called on their lines' threads, must return at once
  /// @param fingers what must be in fingerprint modules; empty where no store is open
  protected DriverCatalogue drivers(Consumer<OsdpEvent> osdpEvents, Optional<FingerLibrary> fingers) {
    return new DriverCatalogue(ticker(), pause(), () -> {
      Reading now = clock().now();
      return now.state() == ClockState.UNSET ? OptionalLong.empty() : OptionalLong.of(now.wall().getEpochSecond());
    }, osdpEvents, new FingerDrivers(pins(), ticker(), pause(), System.getenv(), fingers));
  }

  /// Single pins: of the door, contacts, light and tone.
  protected PinSource pins() {
    return new KernelPins();
  }

  /// Opens the door's lines.
  ///
  /// @throws dev.punchpost.hal.HalException if one is not there, or may not be used
  protected Door door(DoorSettings settings) {
    return new PinDrivers(pins(), ticker(), pause()).door(settings);
  }

  /// Takes a contact's line.
  ///
  /// @throws dev.punchpost.hal.HalException if it is not there, or may not be used
  protected AlarmContact contact(ContactSettings settings) {
    return new PinDrivers(pins(), ticker(), pause()).contact(settings);
  }

  /// Opens a keypad of the terminal's own.
  ///
  /// @throws dev.punchpost.hal.HalException if it is not there, or may not be used
  protected Keypad keypad(KeypadSettings.Matrix settings) {
    return new PinDrivers(pins(), ticker(), pause()).keypad(settings);
  }

  /// Opens a keyboard as a keypad.
  ///
  /// @throws dev.punchpost.hal.HalException if it is not there, or may not be used
  protected Keypad keypad(KeypadSettings.Usb settings) {
    return new NumericKeypad(EvdevKeys.open(settings.device()), ticker(), NumericKeypad.usual());
  }

  /// Takes the pins of light and tone.
  ///
  /// @throws dev.punchpost.hal.HalException if one is not there, or may not be used
  protected IndicatorOutput.Device indicator(IndicatorSettings settings, ZoneId zone) {
    GpioIndicator indicator = new PinDrivers(pins(), ticker(), pause()).indicator(settings, (_, _) -> {
      // The part's own thread has logged it, and status asks for it.
    });
    return IndicatorOutput.Device.of(indicator, quiet(indicator, settings.quiet(), zone));
  }

  /// An indicator that makes no sound in the quiet hours.
  private Indicator quiet(Indicator indicator, QuietHours hours, ZoneId zone) {
    return new QuietIndicator(indicator, hours, () -> clock().now().wall().atZone(zone).toLocalTime());
  }

  private Indicator quiet(Indicator indicator, Settings settings) {
    return settings.indicator().map(i -> quiet(indicator, i.quiet(), settings.terminal().zone())).orElse(indicator);
  }

  /// Takes the battery's gauge.
  ///
  /// @throws dev.punchpost.hal.HalException if it is not there, or may not be used
  protected Max17048 battery(UpsSettings settings, DriverCatalogue drivers) {
    return drivers.open(settings);
  }

  /// Temperature and supply of the board.
  protected BoardHealth board() {
    return new BoardHealth(BoardHealth.SYSFS);
  }

  /// What systemd has made for this run of the service; empty without systemd.
  protected Optional<Path> runtimeDirectory() {
    // Several are told apart by colons; the unit has one.
    return Optional.ofNullable(System.getenv("RUNTIME_DIRECTORY")).map(all -> all.split(":", -1)[0])
        .filter(first -> !first.isEmpty()).map(Path::of);
  }

  /// The lights and displays of readers that have their own; empty if there is none.
  protected List<ReaderFeedback.Place> feedback(Settings settings, DriverCatalogue drivers) {
    List<ReaderFeedback.Place> places = new ArrayList<>();
    for (Settings.Reader reader : settings.readers()) {
      if (reader instanceof ReaderSettings.Osdp osdp && osdp.feedback()) {
        TextDisplay display = drivers.display(osdp);
        places.add(new ReaderFeedback.Place(osdp.name(), quiet(drivers.indicator(osdp), settings),
            Optional.of(new ReaderFeedback.Rows(display,
                new ScreenText(settings.terminal().language(), display.columns(), display.rows())))));
      } else if (reader instanceof ReaderSettings.R503 finger) {
        places.add(new ReaderFeedback.Place(finger.name(), drivers.indicator(finger), Optional.empty()));
      }
    }
    return places;
  }
}
