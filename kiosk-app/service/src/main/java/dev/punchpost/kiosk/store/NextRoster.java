package dev.punchpost.kiosk.store;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a roster becomes when a list of workers is applied to it.
///
/// A worker of the list is as the list says. With merge the list adds: the worker's badges from before stay too, and a
/// worker who is not in the list stays as he is. Without merge the list is all there is, badges included, and a worker
/// who is not in it becomes inactive, but keeps the badges that the list gives to nobody else, so that his tap is still
/// explained.
public final class NextRoster {
  private NextRoster() {}

  /// @param current every worker in force, inactive ones too
  /// @param given the list that is applied
  /// @param merge whether workers that are not in the list stay as they are
  /// @return every worker of the next roster, ordered by id
  /// @throws IllegalArgumentException if the list has a worker or a badge twice
  public static List<Worker> of(Collection<Worker> current, List<Worker> given, boolean merge) {
    var next = new TreeMap<String, Worker>();
    Set<CredentialId> taken = new HashSet<>();
    for (Worker worker : given) {
      if (next.put(worker.id().value(), worker) != null) {
        throw new IllegalArgumentException("worker " + worker.id() + " is in the list twice");
      }
      for (CredentialId badge : worker.credentials()) {
        if (!taken.add(badge)) {
          throw new IllegalArgumentException("badge " + badge + " of worker " + worker.id() + " is in the list twice");
        }
      }
    }
    for (Worker worker : current) {
      WorkerId id = worker.id();
      List<CredentialId> left = worker.credentials().stream().filter(badge -> !taken.contains(badge)).toList();
      Worker listed = next.get(id.value());
      if (listed == null) {
        next.put(id.value(),
            new Worker(id, worker.name(), worker.language(), worker.roles(), merge && worker.active(), left));
      } else if (merge) {
        List<CredentialId> both = Stream.concat(listed.credentials().stream(), left.stream()).toList();
        next.put(id.value(), new Worker(id, listed.name(), listed.language(), listed.roles(), listed.active(), both));
      }
    }
    return List.copyOf(next.values());
  }
}
