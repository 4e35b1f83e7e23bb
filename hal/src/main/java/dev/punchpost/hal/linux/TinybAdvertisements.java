package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.advert.Advertisement;
import dev.punchpost.hal.advert.AdvertisementSource;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Advertisements through TinyB, where its native library exists: x86-64, x86-32 and 32-bit ARM.
///
/// TinyB's objects stand for D-Bus objects, and stay as they were when those have gone: after a restart of bluetoothd an
/// old adapter still says that it listens, and a device that was forgotten and comes again is told by a new object only.
/// So all of them are asked for anew at every look. Its notifications stop once a device's object is garbage: every device
/// that is listened to is kept here.
final class TinybAdvertisements implements AdvertisementSource {
  /// What TinyB says of one adapter. One thread, but for the notifications.
  interface Adapter {
    String name();

    /// Begins to listen; what it says of itself changes a little later.
    void start();

    State state();

    /// Those that bluetoothd knows now. Each is closed by who asked.
    List<Device> devices();

    void stop();
  }

  enum State {
    GONE,
    SILENT,
    LISTENING
  }

  /// One that advertises.
  interface Device {
    String address();

    /// Tells what it advertised last, and from now on every change.
    void listen(HeardAdvertisements to);

    /// No more is told. Never throws.
    void close();
  }

  private static final Logger LOG = LoggerFactory.getLogger(TinybAdvertisements.class);
  /// How often devices that are new are looked for: TinyB does not tell of them.
  private static final long LOOK_NANOS = 500_000_000;
  /// So long may an adapter need until it says that it listens.
  static final long START_NANOS = 5_000_000_000L;

  private final HeardAdvertisements heard;
  private final Adapter adapter;
  private final Map<String, Device> devices = new HashMap<>();
  private final long startedNanos = System.nanoTime();
  private long lookedNanos = startedNanos - LOOK_NANOS;
  private boolean listening;
  private boolean closed;

  /// @param adapter belongs to this object from now on
  TinybAdvertisements(HeardAdvertisements heard, Adapter adapter) {
    this.heard = heard;
    this.adapter = adapter;
    adapter.start();
  }

  /// As [BluezAdvertisements#open].
  static AdvertisementSource open(String wanted, Ticker ticker) {
    // TinyB leaves a thread behind each time that it finds no adapter, and does not say what is amiss.
    BluezAdvertisements.need(wanted);
    try {
      return new TinybAdvertisements(new HeardAdvertisements(ticker), TinybLibrary.adapter(wanted));
    } catch (HalException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new HalException(Kind.IO, "bluetoothd cannot be used (systemctl status bluetooth): " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<Advertisement> next(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      long now = System.nanoTime();
      if (now - lookedNanos >= LOOK_NANOS) {
        lookedNanos = now;
        look(now - startedNanos);
      }
      long left = end - System.nanoTime();
      Optional<Advertisement> next = heard.next(Duration.ofNanos(Math.clamp(left, 1, LOOK_NANOS)));
      if (next.isPresent() || left <= 0) {
        return next;
      }
    }
  }

  /// @param sinceStart nanoseconds
  synchronized void look(long sinceStart) {
    if (closed) {
      return;
    }
    try {
      switch (adapter.state()) {
        case GONE -> heard.fail(Kind.NO_DEVICE,
            "the Bluetooth adapter " + adapter.name() + " has gone, or bluetoothd was stopped");
        case SILENT -> {
          if (listening || sinceStart > START_NANOS) {
            heard.fail(Kind.IO, "the Bluetooth adapter " + adapter.name()
                + " was switched off or has gone, or bluetoothd was stopped");
          }
        }
        case LISTENING -> {
          listening = true;
          follow(adapter.devices());
        }
      }
    } catch (RuntimeException e) {
      heard.fail(Kind.IO, "bluetoothd does not answer for adapter " + adapter.name() + ": " + e.getMessage());
    }
  }

  private void follow(List<Device> now) {
    Set<String> there = new HashSet<>();
    for (Device device : now) {
      String address = device.address();
      there.add(address);
      if (devices.putIfAbsent(address, device) == null) {
        device.listen(heard);
      } else {
        device.close();
      }
    }
    devices.entrySet().removeIf(known -> {
      boolean gone = !there.contains(known.getKey());
      if (gone) {
        known.getValue().close();
        heard.forgotten(known.getKey());
      }
      return gone;
    });
  }

  @Override
  public String name() {
    return adapter.name() + " through TinyB";
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    heard.fail(Kind.IO, "the Bluetooth adapter " + adapter.name() + " is closed");
    devices.values().forEach(Device::close);
    try {
      adapter.stop();
    } catch (RuntimeException e) {
      LOG.debug("closing the Bluetooth adapter {}", adapter.name(), e);
    }
  }
}
