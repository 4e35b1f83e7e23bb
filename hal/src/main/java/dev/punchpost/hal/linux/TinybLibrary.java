package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.linux.TinybAdvertisements.Adapter;
import dev.punchpost.hal.linux.TinybAdvertisements.Device;
import dev.punchpost.hal.linux.TinybAdvertisements.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tinyb.BluetoothAdapter;
import tinyb.BluetoothDevice;
import tinyb.BluetoothManager;
import tinyb.TransportType;

/// TinyB itself. Its manager is one for the process and cannot be made again; it is made once there is an adapter.
final class TinybLibrary {
  private static final List<String> LIBRARIES = List.of("libtinyb.so", "libjavatinyb.so");
  /// A threshold that everything is above. Without one bluetoothd tells changes of 8 dBm and more only, where the adapter
  /// has no classic Bluetooth; TinyB cannot ask it for duplicates.
  private static final int ANY_RSSI = -127;

  private static boolean loaded;

  private TinybLibrary() {}

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

  /// @param wanted `hci0` or the like; the first one there is if empty
  /// @throws HalException NO_DEVICE if there is none, or no native library
  static Adapter adapter(String wanted) {
    load();
    BluetoothManager manager = BluetoothManager.getBluetoothManager();
    BluetoothAdapter adapter = find(manager, wanted)
        .orElseThrow(() -> new HalException(Kind.NO_DEVICE, "there is no Bluetooth adapter " + wanted));
    return new Found(manager, adapter, adapter.getInterfaceName());
  }

  private static Optional<BluetoothAdapter> find(BluetoothManager manager, String wanted) {
    Optional<BluetoothAdapter> found = Optional.empty();
    for (BluetoothAdapter adapter : manager.getAdapters()) {
      if (found.isEmpty() && (wanted.isEmpty() || wanted.equals(adapter.getInterfaceName()))) {
        found = Optional.of(adapter);
      } else {
        adapter.close();
      }
    }
    return found;
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

  /// An adapter, by its name.
  private static final class Found implements Adapter {
    private final BluetoothManager manager;
    private final BluetoothAdapter adapter;
    private final String name;

    Found(BluetoothManager manager, BluetoothAdapter adapter, String name) {
      this.manager = manager;
      this.adapter = adapter;
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start() {
      adapter.setPowered(true);
      adapter.setDiscoveryFilter(List.of(), ANY_RSSI, 0, TransportType.LE);
      adapter.startDiscovery();
    }

    @Override
    public State state() {
      Optional<BluetoothAdapter> now = find(manager, name);
      try {
        return now.map(a -> a.getPowered() && a.getDiscovering() ? State.LISTENING : State.SILENT).orElse(State.GONE);
      } finally {
        now.ifPresent(BluetoothAdapter::close);
      }
    }

    /// Not the adapter's own list, for which TinyB asks bluetoothd about the adapter of every device. With several
    /// adapters those of the others are here as well: a badge is heard by any of them.
    @Override
    public List<Device> devices() {
      List<Device> devices = new ArrayList<>();
      manager.getDevices().forEach(device -> devices.add(new Heard(device)));
      return devices;
    }

    @Override
    public void stop() {
      try {
        adapter.stopDiscovery();
      } finally {
        adapter.close();
      }
    }
  }

  private record Heard(BluetoothDevice device) implements Device {
    @Override
    public String address() {
      return device.getAddress();
    }

    @Override
    public void listen(HeardAdvertisements to) {
      String address = address();
      device.enableManufacturerDataNotifications(data -> to.changed(address, null, manufacturer(data), null));
      device.enableServiceDataNotifications(
          data -> to.changed(address, null, null, HeardAdvertisements.byShortUuid(data)));
      device.enableRSSINotifications(rssi -> to.changed(address, (int) rssi, null, null));
      int rssi = device.getRSSI();
      to.changed(address, rssi == 0 ? null : rssi, manufacturer(device.getManufacturerData()),
          HeardAdvertisements.byShortUuid(device.getServiceData()));
    }

    /// Its own way to end one kind of notifications ends another; this ends them all.
    @Override
    public void close() {
      device.close();
    }

    private static Map<Integer, byte[]> manufacturer(Map<Short, byte[]> data) {
      Map<Integer, byte[]> known = new HashMap<>();
      data.forEach((id, bytes) -> known.put(Short.toUnsignedInt(id), bytes));
      return known;
    }
  }
}
