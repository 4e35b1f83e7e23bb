package dev.punchpost.kiosk.store;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// What a roster becomes when a list of workers is applied to it.
///
/// A worker of the list is as the list says, badges included. A worker who is not stays as he is (merge) or becomes
/// inactive, and keeps the badges that the list gives to nobody else, so that his tap is still explained.
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
      next.putIfAbsent(id.value(), new Worker(id, worker.name(), worker.language(), worker.roles(),
          merge && worker.active(), left));
    }
    return List.copyOf(next.values());
  }
}
