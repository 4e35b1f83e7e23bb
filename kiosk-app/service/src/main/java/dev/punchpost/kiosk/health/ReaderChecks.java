package dev.punchpost.kiosk.health;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.linux.Bluetooth;
import dev.punchpost.hal.linux.EvdevKeys;
import dev.punchpost.hal.linux.GpioLines;
import dev.punchpost.hal.linux.GpioRequest;
import dev.punchpost.hal.linux.PcscSlot;
import dev.punchpost.kiosk.config.ReaderSettings;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.reader.FingerSecrets;
import dev.punchpost.kiosk.reader.KeyFile;
import dev.punchpost.kiosk.reader.TokenFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `doctor` says of a reader: whether its device is there and may be used, whether its keys can be read, and, while
/// the service does not run, what the device itself answers.
final class ReaderChecks {
  /// Opens a reader and asks it what it is. Only while the service does not run: a device has one owner.
  @FunctionalInterface
  interface Question {
    /// @return what it is; empty if it cannot be asked without changing something
    /// @throws HalException if it is not there, or something else than expected
    Optional<String> ask(Settings.Reader reader);
  }

  private final Question question;
  private final Onlooker onlooker;

  ReaderChecks(Question question, Onlooker onlooker) {
    this.question = question;
    this.onlooker = onlooker;
  }

  /// @param stopped whether the service certainly does not run
  List<Check> of(Settings.Reader reader, boolean stopped) {
    String name = "reader " + reader.name();
    List<Check> checks = new ArrayList<>();
    switch (reader) {
      case Settings.Rdm6300 r -> serial(name, r.port(), checks);
      case Settings.SerialLine r -> serial(name, r.port(), checks);
      case ReaderSettings.Osdp r -> {
        serial(name, r.port(), checks);
        r.secure().ifPresent(secure -> {
          key(name, secure.keyFile(), checks);
          if (secure.installMode()) {
            checks.add(Check.warn(name, "install-mode is on: whoever listens on the line learns the key",
                "set install-mode = false once 'punchpost status' shows the reader working"));
          }
        });
        if (r.secure().isEmpty()) {
          checks.add(Check.warn(name, "has no secure channel: whoever reaches its line can present any card",
              "set secure-channel = \"required\" if the reader can"));
        }
      }
      case ReaderSettings.Mfrc522 r -> {
        DeviceFiles.check(name, Path.of(r.port()), "switch SPI on: raspi-config, or dtparam=spi=on", "spi", checks);
        DeviceFiles.pins(name, "the reset pin of an MFRC522 needs the header of a Raspberry Pi", checks);
      }
      case ReaderSettings.Pn532 r -> {
        switch (r.link()) {
          case ReaderSettings.Pn532.Serial(String path) -> serial(name, path, checks);
          case ReaderSettings.Pn532.I2c i2c -> DeviceFiles.check(name, Path.of(i2c.path()),
              "switch I2C on: raspi-config, or dtparam=i2c_arm=on", "i2c", checks);
          case ReaderSettings.Pn532.Spi spi -> DeviceFiles.check(name, Path.of(spi.path()),
              "switch SPI on: raspi-config, or dtparam=spi=on", "spi", checks);
        }
        r.desfire().ifPresent(desfire -> key(name, desfire.masterKeyFile(), checks));
      }
      case ReaderSettings.Wiegand r -> told(name, checks, "look at d0-gpio and d1-gpio; gpioinfo shows the lines",
          () -> GpioLines.describe(r.lines()));
      case ReaderSettings.Pcsc r -> {
        told(name, checks, "apt-get install pcscd libpcsclite1 polkitd; see docs/hardware/pcsc.md",
            () -> "pcscd serves " + PcscSlot.names());
        r.desfire().ifPresent(desfire -> key(name, desfire.masterKeyFile(), checks));
      }
      case ReaderSettings.BleBadge r -> {
        checks.add(Check.ok(name, "listens through " + switch (Bluetooth.chosen(r.backend())) {
          case TINYB -> "TinyB";
          case AUTO, BLUEZ_DBUS -> "bluez-dbus";
        } + " on this machine"));
        DeviceFiles.check(name, Path.of("/run/dbus/system_bus_socket"), "apt-get install bluez dbus", "bluetooth",
            checks);
        r.secretsFile().ifPresent(file -> ofFile(name, file, checks,
            "correct the file, readable by the service's user only",
            () -> TokenFile.read(file).size() + " badges in token file " + file));
      }
      case ReaderSettings.R503 r -> {
        serial(name, r.port(), checks);
        FingerSecrets secrets = FingerSecrets.of(r.keyFile(), r.passwordFile(), System.getenv());
        ofFile(name, r.keyFile().orElse(FingerSecrets.keyCredential()), checks,
            "make a key with 'openssl rand -hex 32', 0600 and the service's user's; or a systemd credential "
                + FingerSecrets.KEY_CREDENTIAL,
            () -> {
              secrets.key();
              return "the key of the templates is in order";
            });
        ofFile(name, r.passwordFile().orElse(FingerSecrets.passwordCredential()), checks,
            "correct the file, readable by the service's user only",
            () -> secrets.password() == 0 ? "the module has no password" : "the module's password can be read");
        r.touch().ifPresent(touch -> told(name, checks, "look at touch-gpio; gpioinfo shows the lines",
            () -> GpioLines.describe(new GpioRequest(touch.chip(), List.of(touch.line()), GpioRequest.Edge.FALLING,
                Pull.NONE))));
      }
      case ReaderSettings.KeyboardWedge r -> told(name, checks, "plug the reader in, or correct device: ls -l"
          + " /dev/input/by-id", () -> EvdevKeys.locate(r.device()) + " is the keyboard");
    }
    if (stopped && checks.stream().noneMatch(check -> check.level() == Check.Level.FAIL)) {
      ask(name, reader, checks);
    }
    return checks;
  }

  private void ask(String name, Settings.Reader reader, List<Check> checks) {
    try {
      question.ask(reader).ifPresent(words -> checks.add(Check.ok(name, words)));
    } catch (HalException e) {
      checks.add(onlooker.stranger() && e.kind() == HalException.Kind.PERMISSION
          ? Check.warn(name, "was not asked: " + e.getMessage(), Onlooker.ADVICE)
          : Check.fail(name, String.valueOf(e.getMessage()), advice(e.kind())));
    }
  }

  private static String advice(HalException.Kind kind) {
    return switch (kind) {
      case NO_DEVICE, TIMEOUT -> "look at its supply and its wires; docs/hardware has them";
      case BUSY -> "end the other program that uses it";
      case PERMISSION -> "give the service's user the rights";
      case IO -> "look at its wires and at the kernel's log: journalctl -k";
      case PROTOCOL -> "it is another device, or not to be trusted: see docs/hardware";
    };
  }

  private interface Words {
    String get();
  }

  private static void told(String name, List<Check> checks, String advice, Words words) {
    try {
      checks.add(Check.ok(name, words.get()));
    } catch (HalException e) {
      checks.add(Check.fail(name, String.valueOf(e.getMessage()), advice));
    }
  }

  private void ofFile(String name, Path file, List<Check> checks, String advice, Words words) {
    onlooker.closed(name, file).ifPresentOrElse(checks::add, () -> told(name, checks, advice, words));
  }

  private void key(String name, Path file, List<Check> checks) {
    ofFile(name, file, checks, "make a key with 'openssl rand -hex 16', readable by the service's user only", () -> {
      KeyFile.read(file);
      return "key file " + file + " is in order";
    });
  }

  private static void serial(String name, String port, List<Check> checks) {
    DeviceFiles.check(name, Path.of(port), "plug the reader in, or correct its port: ls -l /dev/serial/by-id",
        "dialout", checks);
  }
}
