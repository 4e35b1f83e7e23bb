package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.advert.Advertisement;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What both Bluetooth libraries tell, property by property, put together to advertisements. Filled by the library's
/// threads, emptied by the owner's.
final class HeardAdvertisements {
  private static final int ROOM = 256;
  /// Devices whose data is remembered; phones change their address every quarter of an hour.
  private static final int DEVICES = 512;
  /// Bluetooth base UUID with the 16-bit value left out (Core, vol 3, part B, 2.5.1).
  private static final String BASE = "-0000-1000-8000-00805f9b34fb";

  private static final class Device {
    private int rssi;
    private boolean heard;
    private Map<Integer, byte[]> manufacturer = Map.of();
    private Map<Integer, byte[]> service = Map.of();
  }

  private final Ticker ticker;
  private final BlockingDeque<Advertisement> waiting = new LinkedBlockingDeque<>(ROOM);
  private final Map<String, Device> devices = new LinkedHashMap<>();
  private volatile @Nullable HalException broken;

  HeardAdvertisements(Ticker ticker) {
    this.ticker = ticker;
  }

  /// Something of a device changed: what is null did not.
  synchronized void changed(String device, @Nullable Integer rssi, @Nullable Map<Integer, byte[]> manufacturer,
      @Nullable Map<Integer, byte[]> service) {
    Device known = devices.computeIfAbsent(device, _ -> new Device());
    if (devices.size() > DEVICES) {
      devices.remove(devices.keySet().iterator().next());
    }
    if (manufacturer != null) {
      known.manufacturer = manufacturer;
    }
    if (service != null) {
      known.service = service;
    }
    if (rssi != null) {
      known.rssi = rssi;
      known.heard = true;
    }
    if (!known.heard || (known.manufacturer.isEmpty() && known.service.isEmpty())) {
      return;
    }
    Advertisement advertisement = new Advertisement(ticker.micros(), known.rssi, known.manufacturer, known.service);
    while (!waiting.offer(advertisement)) {
      waiting.poll();
    }
  }

  synchronized void forgotten(String device) {
    devices.remove(device);
  }

  /// Nothing more comes.
  void fail(Kind kind, String words) {
    if (broken == null) {
      broken = new HalException(kind, words);
    }
  }

  boolean failed() {
    return broken != null;
  }

  Optional<Advertisement> next(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    try {
      while (true) {
        HalException reason = broken;
        if (reason != null) {
          throw reason;
        }
        long left = end - System.nanoTime();
        Advertisement heard = waiting.poll(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)), TimeUnit.NANOSECONDS);
        if (heard != null) {
          return Optional.of(heard);
        }
        if (left <= 0) {
          return Optional.empty();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// The 16-bit value of a UUID's text; empty for a longer one.
  static Optional<Integer> shortUuid(String uuid) {
    String text = uuid.toLowerCase(java.util.Locale.ROOT);
    if (!text.startsWith("0000") || text.length() != 36 || !text.endsWith(BASE)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Integer.parseInt(text.substring(4, 8), 16));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Map<Integer, byte[]> byShortUuid(Map<String, byte[]> data) {
    Map<Integer, byte[]> known = new HashMap<>();
    data.forEach((uuid, bytes) -> shortUuid(uuid).ifPresent(id -> known.put(id, bytes)));
    return known;
  }
}
