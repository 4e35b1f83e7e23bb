package dev.punchpost.kiosk.control;

import dev.punchpost.kiosk.pin.Pin;
import java.util.Optional;

/// A command that works on a running service, through its socket, and on a stopped one, on the store itself.
/// [RequestJson] is its form on the wire.
public sealed interface Request {
  record Status(boolean json) implements Request {}

  /// @param file name, for messages
  /// @param csv its text
  /// @param force whether it may replace a roster that came from the site
  record RosterImport(String file, String csv, boolean merge, boolean force) implements Request {
    /// Without force.
    public RosterImport(String file, String csv, boolean merge) {
      this(file, csv, merge, false);
    }
  }

  record RosterList() implements Request {}

  record RosterExport() implements Request {}

  /// @param from RFC 3339 time or ISO date in the terminal's zone
  /// @param to likewise, exclusive
  record Punches(Optional<String> from, Optional<String> to, Format format) implements Request {}

  /// @param keys public keys, PEM or 64 hexadecimal digits each, one after another; empty for the terminal's own
  /// @param checkpoints heads that were kept elsewhere, see [dev.punchpost.kiosk.evidence.LedgerVerification#of]
  record LedgerVerify(String keys, String checkpoints) implements Request {}

  /// @param from as for [Punches]
  /// @param to likewise
  record LedgerExport(Optional<String> from, Optional<String> to) implements Request {}

  record LedgerKey() implements Request {}

  // Workers and corrections.

  /// What is asked about a worker, or of a supervisor.
  sealed interface OfWorker extends Request {}

  /// For root and the service's user only: the group that may operate the terminal may not.
  sealed interface OwnerOnly extends OfWorker {}

  /// What a correction does.
  enum Action {
    VOID,
    REPLACE,
    ADD,
    ASSIGN
  }

  /// A correction; fields that the action does not need are empty.
  ///
  /// @param target sequence
  /// @param time RFC 3339, or local to the terminal without an offset
  /// @param kind `IN` or `OUT`
  /// @param by the supervisor's worker id
  /// @param approval the second supervisor
  record Correct(Action action, Optional<String> target, Optional<String> worker, Optional<String> kind,
      Optional<String> time, String by, Pin pin, Optional<Approval> approval, String reason) implements OfWorker {}

  /// @param by the second supervisor's worker id
  record Approval(String by, Pin pin) {}

  /// @param day ISO date; empty for today
  record WorkerShow(String worker, Optional<String> day) implements OfWorker {}

  /// @param pin empty to remove it
  record WorkerPin(String worker, Optional<Pin> pin) implements OwnerOnly {}

  /// @param add separated by blanks
  /// @param remove likewise
  /// @param reset whether what was set by hand before is dropped first
  record WorkerRole(String worker, String add, String remove, boolean reset) implements OwnerOnly {}

  record WorkerErase(String worker, String reason) implements OwnerOnly {}
  /// @param worker who gets the badge; empty to look only
  /// @param seconds how long to wait for a tap, 1 .. 120
  /// @param numbers whether whole numbers are shown
  record ReaderLearn(Optional<String> worker, int seconds, boolean numbers) implements Request {}

  /// @param worker who gets the badge; empty to be told its number
  /// @param seconds how long to wait for a card, 1 .. 120
  record CardIssue(String reader, Optional<String> worker, int seconds) implements Request {}
  /// Entries that were set aside.
  record OutboxList() implements Request {}

  /// Sends entries that were set aside once more.
  ///
  /// @param seq digits of one entry's sequence; empty for all
  record OutboxRetry(Optional<String> seq) implements Request {}

  /// What the panel shows just now, as one line of JSON: see [dev.punchpost.kiosk.panel.ViewJson].
  record Screen() implements Request {}

  /// Unlocks the door once.
  ///
  /// @param reason in the caller's words; goes into the ledger
  record DoorUnlock(String reason) implements Request {}

  // Fingers.

  /// What is asked about consents and fingers.
  sealed interface OfFingers extends Request {}

  /// @param textVersion of the text that the worker has read
  record ConsentGive(String worker, String textVersion) implements OfFingers {}

  record ConsentWithdraw(String worker) implements OfFingers {}

  /// @param reader empty for the only one
  /// @param seconds how long to wait for the worker's next move, 1 .. 120
  record FingerEnrol(String worker, Optional<String> reader, int seconds) implements OfFingers {}

  record FingerDelete(String worker) implements OfFingers {}

  record FingerList() implements OfFingers {}

  /// How punches are written.
  enum Format {
    /// For people.
    TABLE,
    /// RFC 4180, with a header line.
    CSV,
    /// JSON Lines: the CloudEvents objects as they are published.
    JSON
  }
}
