package dev.punchpost.kiosk.door;

import dev.punchpost.drivers.door.Authorisation;
import dev.punchpost.drivers.door.DoorEvent;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.roster.WorkerId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// What the ledger hears of a door: who was let in and how, alarms and their ends. That somebody who may has walked
/// through is no entry. The door's thread owns it.
final class DoorEntries {
  private boolean told;

  Optional<Content> of(DoorEvent event) {
    return switch (event) {
      case DoorEvent.Unlocked(Authorisation by, Duration pulse, long _) -> Optional.of(unlocked(by, pulse));
      case DoorEvent.ExitRequested _ -> Optional.of(new Content.DoorExit(false));
      case DoorEvent.Forced _ -> alarm(new Content.DoorForced());
      case DoorEvent.FoundOpen _ -> alarm(new Content.DoorFoundOpen());
      case DoorEvent.HeldOpen(Duration open, long _) -> alarm(new Content.DoorHeld(open));
      case DoorEvent.Closed(Duration open, boolean _, long _) -> {
        boolean after = told;
        told = false;
        yield after ? Optional.of(new Content.DoorClosed(open)) : Optional.empty();
      }
      case DoorEvent.ContactTampered _ -> Optional.of(new Content.DoorContactDoubted(true));
      case DoorEvent.ContactRestored _ -> Optional.of(new Content.DoorContactDoubted(false));
      // The driver throws after it, and that is an entry.
      case DoorEvent.RelayFailed _ -> Optional.empty();
      case DoorEvent.Locked _,DoorEvent.Opened _ -> Optional.empty();
    };
  }

  private Optional<Content> alarm(Content content) {
    told = true;
    return Optional.of(content);
  }

  private static Content unlocked(Authorisation by, Duration pulse) {
    return switch (by) {
      case Authorisation.AcceptedIdentification(String worker, long sequence) -> new Content.DoorUnlocked(
          Content.DoorUnlocked.By.WORKER, Optional.of(new WorkerId(worker)), OptionalLong.of(sequence), "", pulse);
      case Authorisation.Supervisor(String worker, String reason) -> new Content.DoorUnlocked(
          Content.DoorUnlocked.By.SUPERVISOR, Optional.of(new WorkerId(worker)), OptionalLong.empty(), reason, pulse);
      case Authorisation.Operator(String reason) -> new Content.DoorUnlocked(Content.DoorUnlocked.By.OPERATOR,
          Optional.empty(), OptionalLong.empty(), reason, pulse);
      case Authorisation.Command(String reference) -> new Content.DoorUnlocked(Content.DoorUnlocked.By.COMMAND,
          Optional.empty(), OptionalLong.empty(), reference, pulse);
      case Authorisation.RequestToExit() -> new Content.DoorExit(true);
    };
  }
}
