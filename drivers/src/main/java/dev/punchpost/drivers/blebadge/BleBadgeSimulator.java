package dev.punchpost.drivers.blebadge;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.advert.Advertisement;
import dev.punchpost.hal.advert.AdvertisementSource;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The air without a radio. May be changed from any thread.
public final class BleBadgeSimulator implements AdvertisementSource {
  private final Ticker ticker;
  private final Pause pause;
  private final Deque<Advertisement> air = new ArrayDeque<>();
  private @Nullable Kind fault;
  private boolean closed;

  /// @param pause how a wait passes
  public BleBadgeSimulator(Ticker ticker, Pause pause) {
    this.ticker = ticker;
    this.pause = pause;
  }

  /// Anything.
  public synchronized void send(int rssi, Map<Integer, byte[]> manufacturer, Map<Integer, byte[]> service) {
    air.add(new Advertisement(ticker.micros(), rssi, manufacturer, service));
  }

  /// @param uuid 32 hex digits
  public void iBeacon(int rssi, String uuid, int major, int minor) {
    byte[] data = Arrays.copyOf(Beacon.IBEACON, Beacon.IBEACON_BYTES);
    System.arraycopy(HexFormat.of().parseHex(uuid), 0, data, 2, 16);
    data[18] = (byte) (major >> 8);
    data[19] = (byte) major;
    data[20] = (byte) (minor >> 8);
    data[21] = (byte) minor;
    data[22] = (byte) -59;
    send(rssi, Map.of(Beacon.APPLE, data), Map.of());
  }

  /// A token as service data.
  public void token(int rssi, byte[] token) {
    byte[] data = new byte[1 + token.length];
    data[0] = Beacon.VERSION;
    System.arraycopy(token, 0, data, 1, token.length);
    send(rssi, Map.of(), Map.of(BleBadgeOptions.TOKEN_SERVICE, data));
  }

  /// The adapter (NO_DEVICE) or bluetoothd (IO) has gone.
  public synchronized void fail(Kind kind) {
    fault = kind;
  }

  @Override
  public Optional<Advertisement> next(Duration timeout) {
    Optional<Advertisement> heard = poll();
    if (heard.isEmpty()) {
      try {
        pause.pause(timeout);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return heard;
  }

  private synchronized Optional<Advertisement> poll() {
    Kind kind = closed ? Kind.IO : fault;
    if (kind != null) {
      throw new HalException(kind, name() + (closed ? " is closed" : " has gone"));
    }
    return Optional.ofNullable(air.poll());
  }

  @Override
  public String name() {
    return "simulated air";
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
