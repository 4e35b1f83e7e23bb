package dev.punchpost.kiosk.config;

import dev.punchpost.drivers.r503.R503Options;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.hal.linux.Bluetooth;
import dev.punchpost.hal.linux.GpioRequest;
import dev.punchpost.hal.linux.KeyDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The readers that are neither [Settings.Rdm6300] nor [Settings.SerialLine]: one record for each driver, with what its
/// keys say. Ranges are checked by the section that reads them.
public final class ReaderSettings {
  private ReaderSettings() {}

  /// An SPI device: `/dev/spidev{bus}.{chipSelect}`.
  ///
  /// @param bus 0 .. 6
  /// @param chipSelect 0 .. 2
  /// @param hertz clock, 10,000 .. 10,000,000
  public record SpiBus(int bus, int chipSelect, int hertz) {
    public String path() {
      return "/dev/spidev" + bus + "." + chipSelect;
    }
  }

  /// @param resetGpio BCM number, 0 .. 27
  /// @param irqGpio BCM number, 0 .. 27
  /// @param antennaGainDb 18, 23, 33, 38, 43 or 48
  /// @param interval time between two looks into the field
  public record Mfrc522(ReaderName name, SpiBus spi, int resetGpio, Optional<Integer> irqGpio, int antennaGainDb,
      Duration interval) implements Settings.Reader {
    @Override
    public String port() {
      return spi.path();
    }

    @Override
    public String driver() {
      return "mfrc522";
    }
  }

  /// @param desfire the application whose cards are believed more than their number
  /// @param interval time between two looks into the field
  public record Pn532(ReaderName name, Link link, Optional<Desfire> desfire, Duration interval)
      implements
        Settings.Reader {
    /// How the module is connected.
    public sealed interface Link {
      /// As `status` and `doctor` show it.
      String path();
    }

    /// 115200 8N1.
    public record Serial(String path) implements Link {}

    /// @param bus number of `/dev/i2c-…`
    public record I2c(int bus) implements Link {
      @Override
      public String path() {
        return "/dev/i2c-" + bus;
      }
    }

    public record Spi(SpiBus spi) implements Link {
      @Override
      public String path() {
        return spi.path();
      }
    }

    @Override
    public String port() {
      return link.path();
    }

    @Override
    public String driver() {
      return "pn532";
    }
  }

  /// The site's application on DESFire cards, table `[desfire]`.
  ///
  /// @param applicationId 1 .. 0xFFFFFF
  /// @param masterKeyFile AES-128 key as 32 hex characters
  public record Desfire(int applicationId, Path masterKeyFile) {}

  /// One reader of an RS-485 line. Readers with the same port share it; baud, poll interval and marking byte are the
  /// line's and the same for all of them.
  ///
  /// @param address 0 .. 126
  /// @param secure what it must prove; empty for a line without secure channel
  /// @param formats one for each length
  /// @param uidReversed whether it sends a UID last byte first
  /// @param trustTampered whether a reader that reports tamper is believed
  /// @param removedAfter silence after which a card counts as gone
  /// @param openTimeout how long it may take to answer and prove itself
  /// @param pollInterval pause between two polls of a silent reader
  /// @param markingByte whether 0xFF goes before each message
  /// @param feedback whether its light, buzzer and display show what came of a tap
  public record Osdp(ReaderName name, String port, int baud, int address, Optional<Secure> secure,
      List<WiegandFormat> formats, boolean uidReversed, boolean trustTampered, Duration removedAfter,
      Duration openTimeout, Duration pollInterval, boolean markingByte, boolean feedback) implements Settings.Reader {
    public Osdp {
      formats = List.copyOf(formats);
    }

    /// @param keyFile the reader's own key (SCBK) as 32 hex characters
    /// @param installMode whether a reader with the default key is given the own one
    public record Secure(Path keyFile, boolean installMode) {}

    @Override
    public String driver() {
      return "osdp";
    }
  }

  /// @param lines D0, D1, their edge and resistor
  /// @param formats one for each length
  /// @param lastBitFirst whether the whole frame comes backwards
  /// @param shortest least time between two pulses
  /// @param bitTimeout longest time between two pulses of a frame
  /// @param frameGap silence after which a frame is over
  /// @param removedAfter the same card within this time is the same presentation
  public record Wiegand(ReaderName name, GpioRequest lines, List<WiegandFormat> formats, boolean lastBitFirst,
      Duration shortest, Duration bitTimeout, Duration frameGap, Duration removedAfter) implements Settings.Reader {
    public Wiegand {
      formats = List.copyOf(formats);
    }

    @Override
    public String port() {
      return "GPIO lines " + String.join(" and ", lines.lines());
    }

    @Override
    public String driver() {
      return "wiegand";
    }
  }

  /// @param device which keyboard
  /// @param layout `us`, `de` or `fr`
  /// @param terminator what ends a line
  /// @param keyTimeout silence after which a line is not gone on with
  /// @param text how the line is understood
  /// @param removedAfter an equal line within this time is the same presentation
  public record KeyboardWedge(ReaderName name, KeyDevice device, String layout, Terminator terminator,
      Duration keyTimeout, Line text, Duration removedAfter) implements Settings.Reader {
    /// Keys that end a line.
    public enum Terminator {
      ENTER,
      TAB,
      ENTER_OR_TAB,
      /// Silence does.
      NONE
    }

    @Override
    public String port() {
      return device.toString();
    }

    @Override
    public String driver() {
      return "keyboard-wedge";
    }
  }

  /// A reader that pcscd serves.
  ///
  /// @param device part of the name that pcscd gives it; empty for the only one there is
  /// @param usbReset vendor and product (`072f:2200`) of a reader that is to be reset when it does not come back
  /// @param desfire the application whose cards are believed more than their number
  public record Pcsc(ReaderName name, String device, Optional<String> usbReset, Optional<Desfire> desfire) implements Settings.Reader {
    @Override
    public String port() {
      return device.isEmpty() ? "PC/SC" : "PC/SC " + device;
    }

    @Override
    public String driver() {
      return "pcsc";
    }
  }

  /// Phones and beacons over Bluetooth LE.
  ///
  /// @param adapter `hci0` or the like; empty for the first one
  /// @param secretsFile names and secrets of phones and badges with rotating tokens
  /// @param tokenService 16-bit UUID of tokens as service data
  /// @param groups UUIDs of iBeacons and namespaces of Eddystone beacons that are ours, upper-case hex
  /// @param near dBm at which a badge is at the terminal
  /// @param far dBm below which it has left
  public record BleBadge(ReaderName name, Bluetooth.Backend backend, String adapter, Optional<Path> secretsFile,
      int tokenService, Set<String> groups, int near, int far, Duration dwell, Duration silence)
      implements
        Settings.Reader {
    public BleBadge {
      groups = Set.copyOf(groups);
    }

    @Override
    public String port() {
      return "Bluetooth" + (adapter.isEmpty() ? "" : " " + adapter);
    }

    @Override
    public String driver() {
      return "ble-badge";
    }
  }

  /// A fingerprint module.
  ///
  /// @param passwordFile 8 hex characters; empty: the credential, or no password
  /// @param keyFile key of the templates at rest, 64 hex characters; empty: the credential
  /// @param options without the password
  /// @param touch the pin that tells of a finger, where it is wired
  public record R503(ReaderName name, String port, int baud, Optional<Path> passwordFile, Optional<Path> keyFile,
      R503Options options, Optional<Touch> touch) implements Settings.Reader {
    /// @param chip a path, a label, or `auto`
    /// @param line number on the chip, or name
    public record Touch(String chip, String line, boolean touchedIsHigh) {}

    @Override
    public String driver() {
      return "r503";
    }
  }

  /// What is taken off a line of text, and what is left: see [Settings.SerialLine].
  public record Line(String prefix, String suffix, Pattern pattern, int longest, String as) {}
}
