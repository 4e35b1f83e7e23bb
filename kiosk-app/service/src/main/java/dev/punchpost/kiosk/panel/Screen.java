package dev.punchpost.kiosk.panel;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.ledger.EntryId;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.WorkerId;
import java.time.Duration;
import java.time.Instant;

/// What is to be said to the people at the door, not how.
public sealed interface Screen {
  /// Nobody is here: time, date and what the marks need.
  ///
  /// @param online whether the broker is connected
  /// @param waiting entries not delivered yet
  /// @param clockTrusted whether the time may be shown without a mark
  record Idle(boolean online, long waiting, boolean clockTrusted) implements Screen {}

  /// The tick: a punch is committed. Also shown for a repeated tap, with the first one's details.
  ///
  /// @param at time of the tap that counts
  /// @param repeat whether nothing new was recorded
  /// @param outMissing whether an earlier shift lacks its OUT
  /// @param clockTrusted whether the time may be shown without a mark
  /// @param passage whether the door opens, if there is one
  record Accepted(ReaderName reader, WorkerId worker, String name, String language, Kind kind, Instant at, long seq,
    EntryId entry, boolean repeat, boolean outMissing, boolean clockTrusted, Passage passage) implements Screen {
    /// Where nobody asks who is inside.
    public Accepted(ReaderName reader, WorkerId worker, String name, String language, Kind kind, Instant at, long seq,
        EntryId entry, boolean repeat, boolean outMissing, boolean clockTrusted) {
      this(reader, worker, name, language, kind, at, seq, entry, repeat, outMissing, clockTrusted, Passage.FREE);
    }

    /// What anti-passback says.
    public enum Passage {
      FREE,
      /// The worker is inside already; the door opens all the same.
      WARNED,
      /// The worker is inside already, and the door stays shut.
      DENIED
    }
  }

  /// No tick, and why.
  ///
  /// @param language the worker's, or empty if unknown
  record Refused(ReaderName reader, Reason reason, String language) implements Screen {
    /// Why there is no tick.
    public enum Reason {
      /// The badge belongs to nobody who may punch; the tap is recorded.
      UNIDENTIFIED,
      /// The store failed: nothing was recorded.
      NOT_RECORDED,
      /// The disk is full: nothing was recorded.
      STORE_FULL,
      /// Several cards are at the reader: nothing was recorded.
      ONE_CARD_PLEASE,
      /// A phone, or a card that is no badge here: nothing was recorded.
      NO_IDENTITY,
      /// The badge could not prove that it is one of ours: no punch was recorded.
      NOT_GENUINE,
      /// The badge was taken away too soon, or misread: nothing was recorded.
      HOLD_LONGER,
      /// The finger is in no template; the tap is recorded.
      FINGER_UNKNOWN,
      /// A phone's token, while the terminal does not know the time.
      TOKEN_UNCHECKED,
      /// The finger could not be read, and this would help: nothing was recorded.
      PRESS_HARDER,
      DRY_THE_FINGER,
      HOLD_STILL,
      MOVE_TO_THE_CENTRE,
      PRESS_AGAIN,
      /// A technician is just learning badges at this terminal: nothing was recorded.
      LEARNING,
      /// Number and PIN do not belong together, or nobody has this number: no punch was recorded.
      PIN_WRONG,
      /// Too many wrong PINs: for a while none is looked at.
      PIN_LOCKED,
      /// Somebody stopped typing, or took it back: nothing was recorded.
      ENTRY_ENDED,
      /// Only supervisors open the door without a punch.
      NOT_ALLOWED,
      /// The door's lines do not work.
      DOOR_FAULT
    }
  }

  /// No answer yet: the store is slow, or too many taps came at once.
  ///
  /// @param taken whether the tap waits for its answer; else it must be made again
  record Wait(ReaderName reader, boolean taken) implements Screen {}

  /// A reader is gone or back.
  record ReaderState(ReaderName reader, boolean working) implements Screen {}

  /// No usable configuration: the terminal takes no taps.
  ///
  /// @param where file and line, or what to do
  record NotSetUp(String where) implements Screen {}

  /// The configuration file has mistakes and the last good one is in force.
  ///
  /// @param where file and line of the first mistake
  record ConfigurationRejected(String where) implements Screen {}

  /// Somebody far away asks which terminal this is: it blinks and beeps.
  ///
  /// @param terminal its id
  record Identify(String terminal) implements Screen {}

  /// Somebody types number and PIN. Neither is in it: whoever begins with the PIN by mistake shows it to nobody.
  ///
  /// @param length how many digits there are
  /// @param stays how long nothing may be typed
  record Typing(ReaderName reader, Step step, int length, Duration stays) implements Screen {
    /// What is asked for.
    public enum Step {
      NUMBER,
      PIN,
      /// Nothing: both are there, and are looked at.
      CHECKING
    }
  }

  /// A function key was pressed: who is identified now gets that.
  ///
  /// @param stays for how long
  record Chosen(ReaderName reader, Choice choice, Duration stays) implements Screen {
    /// What was chosen.
    public enum Choice {
      IN,
      OUT,
      DOOR
    }
  }

  /// A supervisor opens the door; no punch.
  record DoorOpened(ReaderName reader, WorkerId worker, String name, String language,
    CredentialId.Scheme means) implements Screen {}

  /// A message for the worker whose tick was shown just before. Long ones are shown page by page.
  ///
  /// @param page from 0; see [ScreenText#pages]
  record Message(String text, int page) implements Screen {}
}
