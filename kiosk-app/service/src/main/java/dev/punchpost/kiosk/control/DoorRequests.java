package dev.punchpost.kiosk.control;

import dev.punchpost.drivers.door.Authorisation;
import dev.punchpost.kiosk.door.DoorKey;

/// Unlocks the running terminal's door, and hands all other requests on. Thread-safe.
public final class DoorRequests implements RequestHandler {
  /// Longest reason in characters.
  public static final int LONGEST_REASON = 200;
  /// Shortest one: a word.
  public static final int SHORTEST_REASON = 3;

  private final RequestHandler others;
  private final DoorKey door;

  /// @param others answers every other request
  public DoorRequests(RequestHandler others, DoorKey door) {
    this.others = others;
    this.door = door;
  }

  @Override
  public ExitCode handle(Request request, Output output) {
    if (!(request instanceof Request.DoorUnlock(String given))) {
      return others.handle(request, output);
    }
    String reason = given.strip();
    if (reason.length() < SHORTEST_REASON || reason.length() > LONGEST_REASON
        || !reason.codePoints().allMatch(DoorRequests::isReadable)) {
      output.err("--reason says why, in " + SHORTEST_REASON + " to " + LONGEST_REASON + " readable characters");
      return ExitCode.USAGE;
    }
    return switch (door.unlock(new Authorisation.Operator(reason))) {
      case TAKEN -> {
        output.out("the door is unlocked; the ledger has the reason");
        yield ExitCode.OK;
      }
      case NO_DOOR -> {
        output.err("this terminal has no door: add [door] to the configuration");
        yield ExitCode.UNAVAILABLE;
      }
      case NOT_WORKING -> {
        output.err("the door does not work; 'punchpost doctor' tells more");
        yield ExitCode.IO;
      }
    };
  }

  /// No control character, nothing that turns the direction of text, no half character.
  private static boolean isReadable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
        false;
      default -> true;
    };
  }

  /// What a terminal that does not run says.
  public static ExitCode notHere(Output output) {
    output.err("the service must run for this: the door belongs to it (sudo systemctl start punchpost)");
    return ExitCode.TRY_AGAIN;
  }
}
