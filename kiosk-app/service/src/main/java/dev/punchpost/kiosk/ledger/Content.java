package dev.punchpost.kiosk.ledger;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.pin.PinHash;
import dev.punchpost.kiosk.roster.WorkerId;
import java.time.Duration;
import java.util.Optional;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// What an entry says. Names and card numbers are never part of it.
public sealed interface Content {
  /// The CloudEvents type, such as `dev.punchpost.punch.v1`.
  String type();

  /// A worker came or went.
  record Punch(WorkerId worker, Kind kind, ReaderName reader, CredentialId.Scheme credential, Set<Flag> flags)
      implements
        Content {
    public static final String TYPE = "dev.punchpost.punch.v1";

    public Punch {
      flags = Set.copyOf(flags);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// A badge that belongs to nobody who may punch. The entry tells the kind of badge; its number is kept beside the
  /// ledger, where it can be erased.
  record UnidentifiedTap(ReaderName reader, CredentialId badge, Reason reason) implements Content {
    public static final String TYPE = "dev.punchpost.tap.unidentified.v1";

    /// Why nobody was found.
    public enum Reason {
      UNKNOWN_BADGE,
      INACTIVE_WORKER,
      /// A good finger that is in no template.
      UNKNOWN_FINGER,
      /// A token that could not be checked, as the clock was not set.
      UNCHECKED_TOKEN
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  record ReaderLost(ReaderName reader, HalException.Kind cause) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.reader.lost.v1";
    }
  }

  record ReaderFound(ReaderName reader) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.reader.found.v1";
    }
  }

  /// A card said that it was one of ours and could not prove it: a copy, or a card of another site. Its number is not
  /// told, because nothing it says can be believed.
  record BadgeNotGenuine(ReaderName reader) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.badge.not-genuine.v1";
    }
  }

  /// A reader is not believed, and its cards do not count.
  record ReaderNotTrusted(ReaderName reader, Doubt doubt) implements Content {
    /// Why not.
    public enum Doubt {
      NO_SECURE_CHANNEL,
      DEFAULT_KEY,
      WRONG_KEY,
      KEY_REFUSED,
      TAMPER
    }

    @Override
    public String type() {
      return "dev.punchpost.reader.not-trusted.v1";
    }
  }

  /// Install mode is on, and a reader was spoken to with the key that everybody knows.
  record ReaderDefaultKeyUsed(ReaderName reader) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.reader.default-key-used.v1";
    }
  }

  /// A reader took our own key.
  record ReaderKeyInstalled(ReaderName reader) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.reader.key-installed.v1";
    }
  }

  /// The service has started.
  ///
  /// @param version software version
  /// @param clean whether the run before ended with [ServiceStopped] (or there was none)
  record ServiceStarted(String version, boolean clean) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.service.started.v1";
    }
  }

  record ServiceStopped() implements Content {
    @Override
    public String type() {
      return "dev.punchpost.service.stopped.v1";
    }
  }

  /// A roster took effect.
  ///
  /// @param version the roster's version on this terminal, growing by one
  record RosterApplied(long version, int workers, int credentials) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.roster.applied.v1";
    }
  }

  // Corrections and what is known of workers.

  /// A supervisor corrected the record; raw entries stay as they are.
  ///
  /// @param by the supervisor
  /// @param approvedBy a second one, if there was one
  /// @param reason in the supervisor's words, [Correction#SHORTEST_REASON] to [Correction#LONGEST_REASON] characters
  record Corrected(Correction correction, WorkerId by, Optional<WorkerId> approvedBy, String reason)
      implements
        Content {
    public static final String TYPE = "dev.punchpost.correction.v1";

    public Corrected {
      if (approvedBy.filter(by::equals).isPresent()) {
        throw new IllegalArgumentException("the approver is another supervisor");
      }
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// A worker's PIN was set or removed at the terminal by root or the service's user.
  ///
  /// @param pin empty if it was removed; never part of the entry
  record PinChanged(WorkerId worker, Optional<PinHash> pin) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.worker.pin.v1";
    }
  }

  /// A worker's PIN was wrong.
  ///
  /// @param tries wrong ones in a row, this one included
  /// @param locked how long no PIN of this worker is taken now; zero for not locked
  record PinRefused(WorkerId worker, int tries, Duration locked) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.pin.refused.v1";
    }
  }

  /// A worker's PIN was right at a keypad, after wrong ones: they count no longer.
  record PinAccepted(WorkerId worker) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.pin.accepted.v1";
    }
  }

  /// A number was typed that belongs to nobody who has a PIN and may punch. It is not told: it may be a PIN that was
  /// typed in the wrong place.
  ///
  /// @param reader the keypad
  record PinUnidentified(ReaderName reader) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.pin.unidentified.v1";
    }
  }

  /// Roles were set by hand at the terminal by root or the service's user.
  ///
  /// @param given all roles that the worker has whatever the roster says
  /// @param taken all roles that the worker has not, whatever the roster says
  record RolesChanged(WorkerId worker, Set<String> given, Set<String> taken) implements Content {
    public RolesChanged {
      given = Set.copyOf(given);
      taken = Set.copyOf(taken);
    }

    @Override
    public String type() {
      return "dev.punchpost.worker.roles.v1";
    }
  }

  /// A worker's name, badges, PIN, roles by hand, consent and templates of fingers were removed, and the badge numbers of
  /// the worker's unidentified taps. The worker's number stays in entries.
  record WorkerErased(WorkerId worker, String reason) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.worker.erased.v1";
    }
  }

  /// Another configuration than at the last start is in force.
  ///
  /// @param sha256 of the file, lower-case hex
  record ConfigurationChanged(String sha256) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.configuration.changed.v1";
    }
  }

  /// The times of earlier entries are known better than they were recorded. `offsetUs` is to be added to the recorded
  /// times of these entries; where two corrections meet, the one with the higher sequence holds alone.
  ///
  /// @param firstSeq first entry, of this entry's own boot
  /// @param lastSeq last entry, before this one
  /// @param offsetUs microseconds, either sign
  /// @param uncertaintyMs bound of the corrected times' error in milliseconds; empty if the clock was set by hand
  record TimeCorrected(long firstSeq, long lastSeq, long offsetUs, OptionalLong uncertaintyMs, Cause cause)
      implements
        Content {
    /// How the time became known.
    public enum Cause {
      FIRST_SYNCHRONISATION,
      STEP
    }

    public TimeCorrected {
      if (firstSeq < 1 || lastSeq < firstSeq) {
        throw new IllegalArgumentException("no such range: " + firstSeq + " to " + lastSeq);
      }
    }

    @Override
    public String type() {
      return "dev.punchpost.time.corrected.v1";
    }
  }

  /// The configuration file has mistakes; the last good one is in force.
  ///
  /// @param mistakes how many
  record ConfigurationRejected(int mistakes) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.configuration.rejected.v1";
    }
  }

  /// The terminal vouches with its key for the ledger up to the entry before this one.
  ///
  /// @param seq of the entry before this one; also how many entries were written up to it
  /// @param hash of that entry
  /// @param time wall time of the signature, as [EntryTime] writes it
  record Checkpoint(long seq, EntryHash hash, String time, Seal seal) implements Content {
    public static final String TYPE = "dev.punchpost.ledger.checkpoint.v1";

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// Entries that are older than they have to be kept are removed after this entry; what is left starts after `last`,
  /// and its first entry follows `hash`.
  ///
  /// @param first the oldest entry that is removed
  /// @param last the newest one
  /// @param hash of the newest one
  /// @param time wall time of the signature, as [EntryTime] writes it
  record Retired(long first, long last, EntryHash hash, String time, Seal seal) implements Content {
    public static final String TYPE = "dev.punchpost.ledger.retired.v1";

    public Retired {
      if (first < 1 || last < first) {
        throw new IllegalArgumentException("an empty range is not retired");
      }
    }

    /// How many entries are removed.
    public long count() {
      return last - first + 1;
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// The site's roster took effect (`punchpost/v1/{site}/roster/current`).
  ///
  /// @param siteVersion its name there
  /// @param version the roster's version on this terminal, growing by one
  record SiteRosterApplied(String siteVersion, long version, int workers, int credentials) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.roster.applied.v1";
    }
  }

  /// The site's roster was not taken; the one before stays in force.
  ///
  /// @param siteVersion its name there; empty if it could not be read
  /// @param reason for a technician; never a name or a card number
  record SiteRosterRefused(String siteVersion, String reason) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.roster.refused.v1";
    }
  }

  /// What a central system set is in force.
  ///
  /// @param version its own name for it
  /// @param sha256 of the message, lower-case hex
  /// @param keys what it sets, such as `punch.repeat-window`
  record OverlayApplied(String version, String sha256, List<String> keys) implements Content {
    public OverlayApplied {
      keys = List.copyOf(keys);
    }

    @Override
    public String type() {
      return "dev.punchpost.configuration.overlay.applied.v1";
    }
  }

  /// What a central system wanted to set was refused, all of it.
  ///
  /// @param version its own name for it; empty if it could not be read
  /// @param sha256 of the message, lower-case hex
  /// @param mistakes a line each
  record OverlayRefused(String version, String sha256, List<String> mistakes) implements Content {
    public OverlayRefused {
      mistakes = List.copyOf(mistakes);
    }

    @Override
    public String type() {
      return "dev.punchpost.configuration.overlay.refused.v1";
    }
  }

  /// A command came over the network.
  ///
  /// @param command its name
  /// @param requestedBy who asked, as the request asserts it; empty if it does not say
  /// @param correlation the request's correlation data in lower-case hex; empty if it had none
  /// @param outcome what became of it
  /// @param reason why, if it was not done; else empty
  record CommandReceived(String command, String requestedBy, String correlation, Outcome outcome, String reason)
      implements
        Content {
    /// What became of a command.
    public enum Outcome {
      DONE,
      /// Nothing was done, on purpose.
      REFUSED,
      /// It was tried.
      FAILED
    }

    @Override
    public String type() {
      return "dev.punchpost.command.v1";
    }
  }

  /// Commands came too fast. They were refused without an entry of their own.
  ///
  /// @param refused how many, 1 or more
  record CommandsLimited(int refused) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.command.limited.v1";
    }
  }

  /// Another terminal's presence message was ignored, because its time cannot be.
  ///
  /// @param terminal whose message it was
  /// @param worker of whom
  /// @param aheadMs how far it is ahead of this terminal's synchronised clock, in milliseconds
  record PresenceIgnored(String terminal, WorkerId worker, long aheadMs) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.presence.ignored.v1";
    }
  }

  /// A punch that the broker would not take was set aside; the ones after it go on.
  ///
  /// @param entry its sequence
  /// @param reason MQTT 5 reason code, 0 if the broker ended the connection without one
  /// @param tries how often it was sent
  record Quarantined(long entry, int reason, int tries) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.outbox.quarantined.v1";
    }
  }

  /// A consumer's acknowledgement was refused, and has moved nothing.
  ///
  /// @param consumer its name in the topic
  /// @param through what it said to have stored; empty if that could not be read
  record AckRefused(String consumer, Reason reason, OptionalLong through) implements Content {
    /// What was wrong.
    public enum Reason {
      MALFORMED,
      OTHER_LEDGER,
      BEYOND_SENT
    }

    @Override
    public String type() {
      return "dev.punchpost.ack.refused.v1";
    }
  }

  /// This terminal's certificate ends soon, or has ended.
  ///
  /// @param daysLeft whole days; below zero once it has expired
  record CertificateExpiring(long daysLeft) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.certificate.expiring.v1";
    }
  }

  // The door.

  /// The door was unlocked from outside: nobody inside pressed the button.
  ///
  /// @param worker who was let in, or the supervisor; else empty
  /// @param entry sequence of the worker's punch; empty unless `by` is WORKER
  /// @param reference the command's correlation data in hex, the operator's reason, or how the supervisor asked; empty for
  ///   a worker
  /// @param pulse how long the relay is driven
  record DoorUnlocked(By by, Optional<WorkerId> worker, OptionalLong entry, String reference, Duration pulse)
      implements
        Content {
    /// By what authorisation.
    public enum By {
      /// An accepted identification.
      WORKER,
      /// A supervisor with the door key at the terminal.
      SUPERVISOR,
      /// Somebody who may operate the terminal, at its command line.
      OPERATOR,
      /// A command over the network.
      COMMAND
    }

    @Override
    public String type() {
      return "dev.punchpost.door.unlocked.v1";
    }
  }

  /// Somebody who is inside wanted in again.
  ///
  /// @param entry sequence of the punch, or of the first one of a repeated tap
  /// @param opened whether the door opened all the same
  record DoorPassback(WorkerId worker, long entry, boolean opened) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.door.passback.v1";
    }
  }

  /// Somebody who is no supervisor wanted the door opened with the door key.
  ///
  /// @param reader where
  record DoorRefused(WorkerId worker, ReaderName reader) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.door.refused.v1";
    }
  }

  /// The button inside was pressed.
  ///
  /// @param unlocked whether the relay was driven for it; else the handle opens the door, and this says only that it is
  ///   no break-in
  record DoorExit(boolean unlocked) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.door.exit.v1";
    }
  }

  /// Alarm: the door was opened by somebody who may not.
  record DoorForced() implements Content {
    @Override
    public String type() {
      return "dev.punchpost.door.forced.v1";
    }
  }

  /// Alarm: the door has been open for too long.
  record DoorHeld(Duration open) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.door.held.v1";
    }
  }

  /// The door was open when the terminal began to look.
  record DoorFoundOpen() implements Content {
    @Override
    public String type() {
      return "dev.punchpost.door.found-open.v1";
    }
  }

  /// The door is closed again, after one of the three above. That an allowed opening has ended is no entry.
  record DoorClosed(Duration open) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.door.closed.v1";
    }
  }

  /// What the wires of the door's contact say cannot be: they are cut or shorted; or it makes sense again.
  record DoorContactDoubted(boolean tampered) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.door.contact.v1";
    }
  }

  /// The door's lines do not work: nobody is let in by the terminal.
  record DoorLost(HalException.Kind cause) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.door.lost.v1";
    }
  }

  record DoorFound() implements Content {
    @Override
    public String type() {
      return "dev.punchpost.door.found.v1";
    }
  }

  /// A contact that should be at rest.
  enum Contact {
    /// The cover of the housing.
    TAMPER,
    /// The mains.
    MAINS_FAIL
  }

  /// The cover was opened, or the mains have failed; also told at the start if it is so then.
  record ContactRaised(Contact contact) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.contact.raised.v1";
    }
  }

  /// It is over.
  record ContactCleared(Contact contact) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.contact.cleared.v1";
    }
  }

  // Fingers.

  /// A worker agrees to the capture of a finger.
  ///
  /// @param textVersion of the text that the worker has read, `[A-Za-z0-9._-]{1,64}`
  record ConsentGiven(WorkerId worker, String textVersion) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.consent.given.v1";
    }
  }

  /// A worker does not agree any more. The worker's templates are gone from the store with this entry; for each that was
  /// in a module a [FingerErased] follows.
  record ConsentWithdrawn(WorkerId worker) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.consent.withdrawn.v1";
    }
  }

  /// A finger is in a module and in the store.
  ///
  /// @param place in the module's library
  /// @param version of the template at this place, from 1
  /// @param sealed never part of the entry
  record FingerEnrolled(WorkerId worker, ReaderName reader, int place, int version, SealedFinger sealed)
      implements
        Content {
    @Override
    public String type() {
      return "dev.punchpost.finger.enrolled.v1";
    }
  }

  /// Somebody who may operate the terminal has deleted a worker's templates. They are gone from the store with this
  /// entry; for each a [FingerErased] follows.
  ///
  /// @param fingers how many
  record FingerDeleted(WorkerId worker, int fingers) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.finger.deleted.v1";
    }
  }

  /// The proof: a template that had left the store is not in the module either, whose index was read after the deletion.
  record FingerErased(WorkerId worker, ReaderName reader, int place) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.finger.erased.v1";
    }
  }

  /// A module's library was not as the store, the roster and the consents say, and is now.
  ///
  /// @param deleted places that had a template which is nobody's, or not the right one, or of an inactive worker
  /// @param loaded places that lacked theirs
  /// @param unusable places whose template in the store was changed, or that this module does not have
  record FingerLibraryRepaired(ReaderName reader, List<Integer> deleted, List<Integer> loaded, List<Integer> unusable)
      implements
        Content {
    public FingerLibraryRepaired {
      deleted = List.copyOf(deleted);
      loaded = List.copyOf(loaded);
      unusable = List.copyOf(unusable);
    }

    @Override
    public String type() {
      return "dev.punchpost.finger.library.repaired.v1";
    }
  }

  // The battery.

  /// Without mains the battery is low.
  ///
  /// @param percent of its capacity
  /// @param millivolts of one cell
  record BatteryLow(int percent, int millivolts) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.battery.low.v1";
    }
  }

  /// Without mains the battery is as good as empty: the terminal ends, and the machine is switched off.
  ///
  /// @param percent of its capacity
  /// @param millivolts of one cell
  record BatteryShutDown(int percent, int millivolts) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.battery.shutdown.v1";
    }
  }

  /// The battery's gauge does not work: nobody knows how full it is.
  record BatteryLost(HalException.Kind cause) implements Content {
    @Override
    public String type() {
      return "dev.punchpost.battery.lost.v1";
    }
  }

  record BatteryFound() implements Content {
    @Override
    public String type() {
      return "dev.punchpost.battery.found.v1";
    }
  }
}
