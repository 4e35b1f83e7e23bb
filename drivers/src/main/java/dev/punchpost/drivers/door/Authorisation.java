package dev.punchpost.drivers.door;

/// Why the door may be opened. There is no other way to drive the relay than with one of these, and each is in the event
/// that the ledger records.
public sealed interface Authorisation {
  /// A worker was identified and let in.
  ///
  /// @param reference of the ledger entry that says so; no name, no number of a badge
  record AcceptedIdentification(String reference) implements Authorisation {
    public AcceptedIdentification {
      requireText(reference);
    }
  }

  /// A supervisor, who has proved to be one.
  ///
  /// @param reference of the supervisor, as the ledger knows him
  record Supervisor(String reference) implements Authorisation {
    public Supervisor {
      requireText(reference);
    }
  }

  /// A command of somebody who may give it.
  ///
  /// @param reference of the command
  record Command(String reference) implements Authorisation {
    public Command {
      requireText(reference);
    }
  }

  /// The button inside.
  record RequestToExit() implements Authorisation {}

  private static void requireText(String reference) {
    if (reference.isBlank() || reference.length() > 200) {
      throw new IllegalArgumentException("an authorisation refers to what the ledger holds: 1 to 200 characters");
    }
  }
}
