package dev.punchpost.kiosk.forward;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Finds the entry that makes the broker end the connection. Entries that were on their way at too many ends are sent
/// alone; one that ends the connection alone, again and again, is the culprit. When the broker gives no reason, there
/// must also be proof that it takes other entries, and hardly ever ends a connection with them, so that a bad network
/// blames nobody. Now the suspect goes first on a new connection and now another entry does, so that a network that lets
/// one message through blames nobody either. One thread.
final class Suspects {
  /// An innocent entry is seldom on its way at three ends in a row.
  private static final int ENDS = 3;
  private static final int OTHERS = 3;
  private static final int FOR_EACH_END = 4;

  /// Entries that were on their way when a connection ended → how often.
  private final Map<Long, Integer> seen = new HashMap<>();
  private final TreeMap<Long, Suspect> suspects = new TreeMap<>();

  private static final class Suspect {
    private int ends;
    private boolean otherTakenSince;
    private int othersTaken;
    private int othersEnded;

    boolean proved() {
      return othersTaken >= OTHERS && othersTaken >= FOR_EACH_END * othersEnded;
    }
  }

  /// Whether entries are to be sent one at a time.
  boolean any() {
    return !suspects.isEmpty();
  }

  boolean is(long seq) {
    return suspects.containsKey(seq);
  }

  /// The connection ended.
  ///
  /// @param code of the broker's DISCONNECT, 0 if there was none
  /// @param inFlight what was on its way
  /// @return the culprit, if that is certain now
  OptionalLong connectionEnded(int code, Collection<Long> inFlight) {
    boolean blamed = RefusalCode.blamesPacket(code);
    for (long seq : inFlight) {
      int ends = seen.merge(seq, 1, Integer::sum);
      if ((blamed || ends >= ENDS) && !suspects.containsKey(seq)) {
        suspects.put(seq, new Suspect());
      }
    }
    if (inFlight.size() != 1) {
      return OptionalLong.empty();
    }
    long seq = inFlight.iterator().next();
    Suspect suspect = suspects.get(seq);
    if (suspect == null) {
      suspects.values().forEach(other -> other.othersEnded += other.ends > 0 ? 1 : 0);
      return OptionalLong.empty();
    }
    suspect.ends++;
    suspect.otherTakenSince = false;
    return (blamed || suspect.proved()) && suspect.ends >= RefusalCode.tries(blamed ? code : RefusalCode.NONE)
        ? OptionalLong.of(seq)
        : OptionalLong.empty();
  }

  /// How often the connection ended with this entry.
  int ends(long seq) {
    return seen.getOrDefault(seq, 0);
  }

  /// The broker took it.
  void taken(long seq) {
    boolean witness = !suspects.containsKey(seq);
    clear(seq);
    for (Suspect suspect : suspects.values()) {
      suspect.otherTakenSince = true;
      suspect.othersTaken += witness && suspect.ends > 0 ? 1 : 0;
    }
  }

  /// It is no longer our concern.
  void clear(long seq) {
    seen.remove(seq);
    suspects.remove(seq);
  }

  /// The suspect to send next: the one that has ended the fewest connections.
  OptionalLong next() {
    OptionalLong best = OptionalLong.empty();
    int fewest = Integer.MAX_VALUE;
    for (Map.Entry<Long, Suspect> entry : suspects.entrySet()) {
      if (entry.getValue().ends < fewest) {
        fewest = entry.getValue().ends;
        best = OptionalLong.of(entry.getKey());
      }
    }
    return best;
  }

  /// Whether another entry should go before the suspect to send next.
  boolean needsProof() {
    OptionalLong next = next();
    return next.isPresent() && suspects.get(next.getAsLong()) instanceof Suspect suspect && suspect.ends % 2 == 1
        && !suspect.otherTakenSince;
  }
}
