package dev.punchpost.kiosk.roster;

import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.hal.credential.ShortForms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds badges that a reader with a short Wiegand format may take for another worker's: the roster gives the short form
/// to one worker, and it is also what is left of a longer number of another.
public final class FormCollisions {
  /// @param form what the roster has for `holder`
  /// @param full the longer number of `other` of which a reader may make the same
  public record Collision(WorkerId holder, CredentialId form, WorkerId other, CredentialId full) {
    /// For people; numbers are masked.
    public String words() {
      return "badge " + form + " of worker " + holder + " is also what a short Wiegand reader may make of badge " + full
          + " of worker " + other + ": at such a reader one may punch for the other";
    }
  }

  private FormCollisions() {}

  /// @param workers the whole roster; inactive workers do not collide
  public static List<Collision> of(List<Worker> workers) {
    Map<CredentialId, WorkerId> holders = new HashMap<>();
    for (Worker worker : workers) {
      for (CredentialId badge : worker.credentials()) {
        if (worker.active() && badge.scheme() == CredentialId.Scheme.WIEGAND) {
          holders.put(badge, worker.id());
        }
      }
    }
    List<Collision> collisions = new ArrayList<>();
    if (holders.isEmpty()) {
      return collisions;
    }
    for (Worker worker : workers) {
      if (!worker.active()) {
        continue;
      }
      for (CredentialId full : worker.credentials()) {
        for (CredentialId form : ShortForms.of(Credential.parse(full.canonical()))) {
          WorkerId holder = holders.get(form);
          if (holder != null && !holder.equals(worker.id())) {
            collisions.add(new Collision(holder, form, worker.id(), full));
          }
        }
      }
    }
    return collisions;
  }
}
