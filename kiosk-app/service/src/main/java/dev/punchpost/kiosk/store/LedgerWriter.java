package dev.punchpost.kiosk.store;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.timeline.Timeline;
import java.util.Optional;
import java.util.Set;

/// The one way into the ledger. Owned by the punch thread: every call comes from it.
///
/// A unit of work is any number of look-ups and appends, then [#commit()]. Look-ups see what the unit has appended.
/// After a [StoreException] from any method the unit is rolled back, its sequences are free again, and the next call
/// starts a new one (opening the database again if that is what it takes, at most once a second).
public interface LedgerWriter {
  /// Who owns this badge in the roster in force, or whose template this finger is; active or not, without credentials.
  Optional<Worker> workerFor(CredentialId badge);

  /// The roles in force: the roster's, with those given and taken by hand.
  Set<String> roles(Worker worker);

  Optional<LastPunch> lastPunch(WorkerId worker);

  /// Gives the entry its sequence. It is not stored until [#commit()] returns.
  ///
  /// What belongs to an entry beside the ledger goes with it, in the same unit: a worker's last punch (after a
  /// correction, the last one as things stand), the number of an unidentified badge, a PIN with its wrong tries, roles
  /// by hand, and what an erasure removes.
  StoredEntry append(Draft draft);

  /// Where the ledger ends with what the unit has appended.
  LedgerHead head();

  /// The stretches of one boot and the corrections made in it, with those of the unit of work.
  Timeline timeline(String bootId);

  /// Makes the unit durable: when this returns, a power cut cannot undo it.
  void commit();

  /// Does what a punch leaves to be done beside the ledger, after its worker has the answer; it is stored with the next
  /// unit. Look-ups here are right without it; [PunchHistory] may miss the newest unit's punches until then. Never throws.
  default void settle() {}

  /// Drops the unit. Never throws.
  void rollback();
}
