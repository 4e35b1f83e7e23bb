package dev.punchpost.drivers.blebadge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// When a badge that is heard all over the hall has been held to the terminal: near for the dwell time, heard at least
/// twice meanwhile. It must have gone far away, or silent, before it can tap again. One thread.
final class TapZone<K> {
  /// Badges that are followed at once; of more the farthest behind are forgotten.
  private static final int MOST = 256;

  private static final class Stay {
    private boolean inside;
    private long nearSince = -1;
    private long last;
  }

  private final int near;
  private final int far;
  private final long dwellMicros;
  private final long silenceMicros;
  private final Map<K, Stay> stays = new HashMap<>();

  /// @param near dBm at which a badge counts as held to the terminal
  /// @param far dBm below which it has left; less than `near`
  TapZone(int near, int far, Duration dwell, Duration silence) {
    this.near = near;
    this.far = far;
    dwellMicros = dwell.toNanos() / 1_000;
    silenceMicros = silence.toNanos() / 1_000;
  }

  /// What a badge did.
  enum Step {
    NONE,
    TAPPED,
    LEFT
  }

  Step heard(K badge, int rssi, long atMicros) {
    if (stays.size() >= MOST && !stays.containsKey(badge)) {
      silent(atMicros);
      if (stays.size() >= MOST) {
        return Step.NONE;
      }
    }
    Stay stay = stays.computeIfAbsent(badge, _ -> new Stay());
    stay.last = atMicros;
    if (stay.inside) {
      if (rssi < far) {
        stays.remove(badge);
        return Step.LEFT;
      }
      return Step.NONE;
    }
    if (rssi < near) {
      stay.nearSince = -1;
      return Step.NONE;
    }
    if (stay.nearSince < 0) {
      stay.nearSince = atMicros;
      return Step.NONE;
    }
    if (atMicros - stay.nearSince < dwellMicros) {
      return Step.NONE;
    }
    stay.inside = true;
    return Step.TAPPED;
  }

  /// Forgets badges that were not heard for too long.
  ///
  /// @return those of them that had tapped
  List<K> silent(long nowMicros) {
    List<K> left = new ArrayList<>();
    for (Iterator<Map.Entry<K, Stay>> all = stays.entrySet().iterator(); all.hasNext();) {
      Map.Entry<K, Stay> one = all.next();
      if (nowMicros - one.getValue().last >= silenceMicros) {
        if (one.getValue().inside) {
          left.add(one.getKey());
        }
        all.remove();
      }
    }
    return left;
  }
}
