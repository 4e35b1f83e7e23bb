package dev.punchpost.kiosk;

import dev.punchpost.drivers.fingervault.FingerVault;
import dev.punchpost.drivers.r503.R503;
import dev.punchpost.drivers.r503.R503Options;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.PinSource;
import dev.punchpost.hal.linux.JSerialPort;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.serial.SerialOptions;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.config.ReaderSettings;
import dev.punchpost.kiosk.finger.FingerLibrary;
import dev.punchpost.kiosk.finger.FingerReader;
import dev.punchpost.kiosk.finger.FingerRing;
import dev.punchpost.kiosk.reader.FingerSecrets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Opens fingerprint modules, a part of the composition root. Any thread.
public final class FingerDrivers {
  private final PinSource pins;
  private final Ticker ticker;
  private final Pause pause;
  private final Map<String, String> environment;
  private final Optional<FingerLibrary> library;
  private final Map<ReaderName, FingerRing> rings = new ConcurrentHashMap<>();

  /// @param environment of the process, for credentials
  /// @param library what must be in the modules; empty where no store is open
  FingerDrivers(PinSource pins, Ticker ticker, Pause pause, Map<String, String> environment,
      Optional<FingerLibrary> library) {
    this.pins = pins;
    this.ticker = ticker;
    this.pause = pause;
    this.environment = environment;
    this.library = library;
  }

  /// @throws HalException if it is not there, not ours or has another password; PERMISSION or IO also for a key file
  BadgeReader open(ReaderSettings.R503 r) {
    FingerLibrary known = library
        .orElseThrow(() -> new IllegalStateException("fingers without a store have no owners"));
    // The key first: a line that was opened in vain would stay open.
    FingerVault vault = new FingerVault(secrets(r).key());
    return new FingerReader(r.name(), module(r), vault, known, ring(r), ticker, pause);
  }

  /// The module's light ring, whether or not it is open, or has one.
  FingerRing ring(ReaderSettings.R503 r) {
    return rings.computeIfAbsent(r.name(), _ -> new FingerRing());
  }

  private FingerSecrets secrets(ReaderSettings.R503 r) {
    return FingerSecrets.of(r.keyFile(), r.passwordFile(), environment);
  }

  private R503 module(ReaderSettings.R503 r) {
    R503Options options = r.options().withPassword(secrets(r).password());
    SerialLink line = new JSerialPort(Path.of(r.port()), SerialOptions.eightN1(r.baud())).open();
    if (r.touch().isEmpty()) {
      return new R503(line, ticker, pause, options);
    }
    InputPin touch;
    try {
      touch = new PinDrivers(pins, ticker, pause).touch(r.touch().get());
    } catch (HalException e) {
      line.close();
      throw e;
    }
    return new R503(line, touch, ticker, pause, options);
  }

  /// Asks the module what it is, and lets it go.
  ///
  /// @throws HalException likewise
  String examine(ReaderSettings.R503 r) {
    try (R503 module = module(r)) {
      return "answers: " + module.count() + " of " + module.parameters().capacity()
          + " places are taken, security level "
          + module.parameters().securityLevel();
    }
  }
}
