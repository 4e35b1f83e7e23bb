package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.advert.AdvertisementSource;
import dev.punchpost.hal.time.Ticker;

/// Which library listens: TinyB where it has a native library for the machine, bluez-dbus elsewhere (64-bit ARM).
public final class Bluetooth {
  /// The library.
  public enum Backend {
    /// TinyB where it exists, else bluez-dbus.
    AUTO,
    TINYB,
    BLUEZ_DBUS
  }

  private Bluetooth() {}

  /// The library that `AUTO` stands for on this machine.
  public static Backend chosen(Backend wanted) {
    if (wanted != Backend.AUTO) {
      return wanted;
    }
    return TinybLibrary.available() ? Backend.TINYB : Backend.BLUEZ_DBUS;
  }

  /// Begins to listen.
  ///
  /// @param adapter `hci0` or the like; the first one there is if empty
  /// @throws HalException NO_DEVICE if there is no adapter, or no native library for TinyB; IO if there is no bluetoothd;
  ///   PERMISSION
  public static AdvertisementSource open(Backend backend, String adapter, Ticker ticker) {
    return switch (chosen(backend)) {
      case TINYB -> TinybAdvertisements.open(adapter, ticker);
      case AUTO, BLUEZ_DBUS -> BluezAdvertisements.open(adapter, ticker);
    };
  }
}
