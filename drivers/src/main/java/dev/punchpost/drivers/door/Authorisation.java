package dev.punchpost.drivers.door;

/// Why the door may be opened. There is no other way to drive the relay than with one of these, and each is in the event
/// that the ledger records.
public sealed interface Authorisation {
  /// A worker was identified and let in.
  ///
  /// @param worker the worker's id; no name, no number of a badge
  /// @param sequence of the punch in the ledger, 1 or more
  record AcceptedIdentification(String worker, long sequence) implements Authorisation {
    public AcceptedIdentification {
      requireText(worker);
      if (sequence < 1) {
        throw new IllegalArgumentException("an accepted identification is in the ledger: its sequence is 1 or more");
      }
    }
  }

  /// A supervisor was identified at the terminal and wants the door opened, without coming or leaving.
  ///
  /// @param worker the supervisor's id; no name, no number of a badge
  /// @param reason how it came about
  record Supervisor(String worker, String reason) implements Authorisation {
    public Supervisor {
      requireText(worker);
      requireText(reason);
    }
  }

  /// Somebody who may operate the terminal, at its own command line.
  ///
  /// @param reason in that person's words
  record Operator(String reason) implements Authorisation {
    public Operator {
      requireText(reason);
    }
  }

  /// A command over the network of somebody who may give it.
  ///
  /// @param reference of the command
  record Command(String reference) implements Authorisation {
    public Command {
      requireText(reference);
    }
  }

  /// The button inside.
  record RequestToExit() implements Authorisation {}

  private static void requireText(String text) {
    if (text.isBlank() || text.length() > 260) {
      throw new IllegalArgumentException("an authorisation says whose it is: 1 to 260 characters");
    }
  }
}
