package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.advert.Advertisement;
import dev.punchpost.hal.advert.AdvertisementSource;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bluez.Adapter1;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.ObjectManager;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt16;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/// Advertisements through BlueZ' own D-Bus interface (doc/org.bluez.Adapter.rst, org.bluez.Device.rst) with bluez-dbus:
/// works on every CPU. Each opening has a connection of its own.
final class BluezAdvertisements implements AdvertisementSource {
  private static final String BLUEZ = "org.bluez";
  private static final String DEVICE = "org.bluez.Device1";
  private static final String ADAPTER = "org.bluez.Adapter1";

  private final HeardAdvertisements heard;
  private final DBusConnection connection;
  private final Adapter1 adapter;
  private final String path;
  private volatile boolean closed;

  private BluezAdvertisements(HeardAdvertisements heard, DBusConnection connection, String wanted)
      throws DBusException {
    this.heard = heard;
    this.connection = connection;
    var managed = managed(connection);
    path = path(managed, wanted);
    connection.addSigHandler(Properties.PropertiesChanged.class, signal -> {
      if (signal.getPath().startsWith(path + "/") && signal.getInterfaceName().equals(DEVICE)) {
        told(signal.getPath(), signal.getPropertiesChanged());
      } else if (signal.getPath().equals(path) && signal.getInterfaceName().equals(ADAPTER)) {
        adapterChanged(signal.getPropertiesChanged());
      }
    });
    connection.addSigHandler(ObjectManager.InterfacesAdded.class, signal -> {
      String device = signal.getSignalSource().getPath();
      Map<String, Variant<?>> properties = signal.getInterfaces().get(DEVICE);
      if (device.startsWith(path + "/") && properties != null) {
        told(device, properties);
      }
    });
    connection.addSigHandler(ObjectManager.InterfacesRemoved.class, signal -> {
      if (signal.getSignalSource().getPath().equals(path) && signal.getInterfaces().contains(ADAPTER)) {
        heard.fail(Kind.NO_DEVICE, "the Bluetooth adapter " + path + " has gone");
      }
    });
    connection.addSigHandler(DBus.NameOwnerChanged.class, signal -> {
      if (signal.name.equals(BLUEZ)) {
        heard.fail(Kind.IO, "bluetoothd was stopped or restarted");
      }
    });
    managed.forEach((object, interfaces) -> {
      Map<String, Variant<?>> properties = interfaces.get(DEVICE);
      if (properties != null && object.getPath().startsWith(path + "/")) {
        // What was heard before has no place in time: only the data counts, until the device is heard again.
        told(object.getPath(), withoutRssi(properties));
      }
    });
    connection.getRemoteObject(BLUEZ, path, Properties.class).Set(ADAPTER, "Powered", true);
    adapter = connection.getRemoteObject(BLUEZ, path, Adapter1.class);
    Map<String, Variant<?>> filter = new HashMap<>();
    filter.put("Transport", new Variant<>("le"));
    filter.put("DuplicateData", new Variant<>(true));
    adapter.SetDiscoveryFilter(filter);
    adapter.StartDiscovery();
  }

  /// Begins to listen.
  ///
  /// @param wanted `hci0` or the like; the first adapter there is if empty
  /// @throws HalException NO_DEVICE if there is no adapter, IO if there is no bluetoothd or no system bus, PERMISSION
  static AdvertisementSource open(String wanted, Ticker ticker) {
    return with(connection -> new BluezAdvertisements(new HeardAdvertisements(ticker), connection, wanted));
  }

  /// Asks for an adapter and nothing else.
  ///
  /// @throws HalException as for [#open]
  static void need(String wanted) {
    with(connection -> {
      path(managed(connection), wanted);
      connection.disconnect();
      return wanted;
    });
  }

  private interface Use<T> {
    T of(DBusConnection connection) throws DBusException;
  }

  /// With a connection of its own, which is closed if that fails.
  private static <T> T with(Use<T> use) {
    DBusConnection connection;
    try {
      connection = DBusConnectionBuilder.forSystemBus().withShared(false).build();
    } catch (DBusException | RuntimeException e) {
      throw new HalException(Kind.IO, "there is no D-Bus system bus: " + e.getMessage(), e);
    }
    try {
      return use.of(connection);
    } catch (HalException e) {
      connection.disconnect();
      throw e;
    } catch (DBusException | RuntimeException e) {
      connection.disconnect();
      String words = String.valueOf(e.getMessage());
      Kind kind = words.contains("AccessDenied") || words.contains("NotAuthorized") || words.contains("rejected")
          ? Kind.PERMISSION
          : Kind.IO;
      throw new HalException(kind, "bluetoothd cannot be used (systemctl status bluetooth): " + words, e);
    }
  }

  private static Map<DBusPath, Map<String, Map<String, Variant<?>>>> managed(DBusConnection connection)
      throws DBusException {
    return connection.getRemoteObject(BLUEZ, "/", ObjectManager.class).GetManagedObjects();
  }

  private static String path(Map<DBusPath, Map<String, Map<String, Variant<?>>>> managed, String wanted) {
    List<String> adapters = managed.entrySet().stream().filter(e -> e.getValue().containsKey(ADAPTER))
        .map(e -> e.getKey().getPath()).sorted().toList();
    return adapters.stream().filter(p -> wanted.isEmpty() || p.endsWith("/" + wanted)).findFirst()
        .orElseThrow(() -> new HalException(Kind.NO_DEVICE,
            "there is no Bluetooth adapter " + wanted + "; there are " + adapters));
  }

  private static Map<String, Variant<?>> withoutRssi(Map<String, Variant<?>> properties) {
    Map<String, Variant<?>> rest = new HashMap<>(properties);
    rest.remove("RSSI");
    return rest;
  }

  private void adapterChanged(Map<String, Variant<?>> properties) {
    for (String property : List.of("Powered", "Discovering")) {
      Variant<?> value = properties.get(property);
      if (!closed && value != null && Boolean.FALSE.equals(value.getValue())) {
        heard.fail(Kind.IO,
            "the Bluetooth adapter " + path + " was switched off or has gone, or bluetoothd was stopped");
      }
    }
  }

  private void told(String device, Map<String, Variant<?>> properties) {
    Variant<?> rssi = properties.get("RSSI");
    heard.changed(device, rssi != null && rssi.getValue() instanceof Number n ? n.intValue() : null,
        manufacturer(properties.get("ManufacturerData")), service(properties.get("ServiceData")));
  }

  private static @Nullable Map<Integer, byte[]> manufacturer(@Nullable Variant<?> value) {
    if (value == null || !(value.getValue() instanceof Map<?, ?> map)) {
      return null;
    }
    Map<Integer, byte[]> data = new HashMap<>();
    map.forEach((key, bytes) -> {
      if (key instanceof UInt16 id) {
        bytes(bytes).ifPresent(b -> data.put(id.intValue(), b));
      }
    });
    return data;
  }

  private static @Nullable Map<Integer, byte[]> service(@Nullable Variant<?> value) {
    if (value == null || !(value.getValue() instanceof Map<?, ?> map)) {
      return null;
    }
    Map<String, byte[]> data = new HashMap<>();
    map.forEach((key, bytes) -> bytes(bytes).ifPresent(b -> data.put(key.toString(), b)));
    return HeardAdvertisements.byShortUuid(data);
  }

  /// The library gives a list of bytes or an array, in a variant or bare, against its own signatures.
  private static Optional<byte[]> bytes(@Nullable Object value) {
    return switch (value) {
      case Variant<?> variant -> bytes(variant.getValue());
      case byte[] bytes -> Optional.of(bytes);
      case List<?> list -> {
        byte[] bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = list.get(i) instanceof Number n ? n.byteValue() : 0;
        }
        yield Optional.of(bytes);
      }
      case null, default -> Optional.empty();
    };
  }

  @Override
  public Optional<Advertisement> next(Duration timeout) {
    if (!connection.isConnected()) {
      heard.fail(Kind.IO, "the D-Bus system bus has gone");
    }
    return heard.next(timeout);
  }

  @Override
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1) + " through bluez-dbus";
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean alive = !heard.failed();
    heard.fail(Kind.IO, "the Bluetooth adapter " + path + " is closed");
    if (alive) {
      try {
        adapter.StopDiscovery();
      } catch (DBusException | DBusExecutionException e) {
        // The session ends with the connection as well.
      }
    }
    connection.disconnect();
  }
}
