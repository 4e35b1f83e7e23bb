package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.advert.Advertisement;
import dev.punchpost.hal.advert.AdvertisementSource;
import dev.punchpost.hal.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tinyb.BluetoothAdapter;
import tinyb.BluetoothDevice;
import tinyb.BluetoothException;
import tinyb.BluetoothManager;
import tinyb.TransportType;

/// Advertisements through TinyB, where its native library exists: x86-64, x86-32 and 32-bit ARM.
///
/// TinyB's manager is one for the process and cannot be made again. Its notifications stop once a device's object is
/// garbage: every device that is listened to is kept here.
final class TinybAdvertisements implements AdvertisementSource {
  private static final Logger LOG = LoggerFactory.getLogger(TinybAdvertisements.class);
  private static final List<String> LIBRARIES = List.of("libtinyb.so", "libjavatinyb.so");
  /// How often devices that are new are looked for: TinyB does not tell of them.
  private static final long LOOK_NANOS = 500_000_000;

  private static boolean loaded;

  private final HeardAdvertisements heard;
  private final BluetoothAdapter adapter;
  private final String name;
  private final Map<String, BluetoothDevice> devices = new ConcurrentHashMap<>();
  private long lookedNanos = System.nanoTime() - LOOK_NANOS;
  private boolean closed;

  private TinybAdvertisements(HeardAdvertisements heard, BluetoothAdapter adapter) {
    this.heard = heard;
    this.adapter = adapter;
    this.name = adapter.getInterfaceName();
    adapter.setPowered(true);
    adapter.setDiscoveryFilter(List.of(), 0, 0, TransportType.LE);
    adapter.startDiscovery();
  }

  /// The folder of this machine's native library in the package; empty if there is none.
  static Optional<String> natives(String os, String architecture) {
    if (!os.toLowerCase(Locale.ROOT).startsWith("linux")) {
      return Optional.empty();
    }
    return switch (architecture) {
      case "amd64", "x86_64" -> Optional.of("/native/linux/x86_64/");
      case "x86", "i386", "i486", "i586", "i686" -> Optional.of("/native/linux/x86_32/");
      case "arm" -> Optional.of("/native/arm/armv6/");
      default -> Optional.empty();
    };
  }

  static boolean available() {
    return natives(System.getProperty("os.name"), System.getProperty("os.arch")).isPresent();
  }

  /// As [BluezAdvertisements#open].
  static AdvertisementSource open(String wanted, Ticker ticker) {
    load();
    try {
      List<BluetoothAdapter> adapters = BluetoothManager.getBluetoothManager().getAdapters();
      BluetoothAdapter adapter = adapters.stream()
          .filter(a -> wanted.isEmpty() || wanted.equals(a.getInterfaceName())).findFirst()
          .orElseThrow(() -> new HalException(Kind.NO_DEVICE, "there is no Bluetooth adapter " + wanted));
      return new TinybAdvertisements(new HeardAdvertisements(ticker), adapter);
    } catch (HalException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new HalException(Kind.IO, "bluetoothd cannot be used (systemctl status bluetooth): " + e.getMessage(), e);
    }
  }

  private static synchronized void load() {
    if (loaded) {
      return;
    }
    String folder = natives(System.getProperty("os.name"), System.getProperty("os.arch"))
        .orElseThrow(() -> new HalException(Kind.NO_DEVICE, "TinyB has no native library for this machine"));
    try {
      Path directory = Files.createTempDirectory("tinyb");
      for (String library : LIBRARIES) {
        Path file = directory.resolve(library);
        try (InputStream in = BluetoothManager.class.getResourceAsStream(folder + library)) {
          if (in == null) {
            throw new HalException(Kind.NO_DEVICE, "TinyB's package lacks " + folder + library);
          }
          Files.copy(in, file);
        }
        System.load(file.toString());
        Files.delete(file);
      }
      Files.delete(directory);
      loaded = true;
    } catch (IOException | UnsatisfiedLinkError e) {
      throw new HalException(Kind.NO_DEVICE, "TinyB's native library does not load: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<Advertisement> next(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      look();
      long left = end - System.nanoTime();
      Optional<Advertisement> next = heard.next(Duration.ofNanos(Math.clamp(left, 1, LOOK_NANOS)));
      if (next.isPresent() || left <= 0) {
        return next;
      }
    }
  }

  private void look() {
    long now = System.nanoTime();
    if (now - lookedNanos < LOOK_NANOS) {
      return;
    }
    lookedNanos = now;
    try {
      if (!adapter.getPowered() || !adapter.getDiscovering()) {
        heard.fail(Kind.IO, "the Bluetooth adapter " + name + " was switched off, or bluetoothd restarted");
        return;
      }
      for (BluetoothDevice device : adapter.getDevices()) {
        String address = device.getAddress();
        if (devices.putIfAbsent(address, device) == null) {
          listen(address, device);
        }
      }
    } catch (BluetoothException | IllegalStateException e) {
      heard.fail(Kind.NO_DEVICE, "the Bluetooth adapter " + name + " has gone: " + e.getMessage());
    }
  }

  private void listen(String address, BluetoothDevice device) {
    device.enableManufacturerDataNotifications(data -> heard.changed(address, null, manufacturer(data), null));
    device.enableServiceDataNotifications(
        data -> heard.changed(address, null, null, HeardAdvertisements.byShortUuid(data)));
    device.enableRSSINotifications(rssi -> heard.changed(address, (int) rssi, null, null));
    int rssi = device.getRSSI();
    heard.changed(address, rssi == 0 ? null : rssi, manufacturer(device.getManufacturerData()),
        HeardAdvertisements.byShortUuid(device.getServiceData()));
  }

  private static Map<Integer, byte[]> manufacturer(Map<Short, byte[]> data) {
    Map<Integer, byte[]> known = new HashMap<>();
    data.forEach((id, bytes) -> known.put(Short.toUnsignedInt(id), bytes));
    return known;
  }

  @Override
  public String name() {
    return name + " through TinyB";
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    heard.fail(Kind.IO, "the Bluetooth adapter " + name + " is closed");
    try {
      for (BluetoothDevice device : devices.values()) {
        device.disableRSSINotifications();
        device.disableManufacturerDataNotifications();
        device.disableServiceDataNotifications();
      }
      adapter.stopDiscovery();
    } catch (RuntimeException e) {
      LOG.debug("closing the Bluetooth adapter {}", name, e);
    }
  }
}
