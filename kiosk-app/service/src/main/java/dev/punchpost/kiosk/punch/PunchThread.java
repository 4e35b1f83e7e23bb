package dev.punchpost.kiosk.punch;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.clock.TerminalClock;
import dev.punchpost.kiosk.evidence.Checkpoints;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryIds;
import dev.punchpost.kiosk.ledger.Flag;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.panel.Panel;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Access;
import dev.punchpost.kiosk.store.LastPunch;
import dev.punchpost.kiosk.store.LedgerWriter;
import dev.punchpost.kiosk.store.StoreException;
import dev.punchpost.kiosk.timeline.DueCorrections;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes the ledger: `identify → decide → store → show`.
///
/// Readers and everybody else put work on one bounded queue ([#tap], [#note]: any thread); work that waits together
/// is committed together. Nothing is shown before its commit. Notes (entries that are no taps) survive a failing
/// store: they wait here until it works again. A tap does not: its worker was told that nothing was recorded.
public final class PunchThread implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PunchThread.class);
  private static final int MOST_AT_ONCE = 32;
  private static final int MOST_NOTES_KEPT = 1_000;
  private static final Duration IDLE_TURN = Duration.ofSeconds(1);
  private static final long SLOW_STORE_MICROS = 1_000_000;

  private sealed interface Work {}

  private record Tap(ReaderName reader, long atMicros, Identity who, Wish wish) implements Work {}

  private sealed interface Identity {
    CredentialId.Scheme means();
  }

  private record Badge(CredentialId id) implements Identity {
    @Override
    public CredentialId.Scheme means() {
      return id.scheme();
    }
  }

  private record Known(Worker worker, CredentialId.Scheme means) implements Identity {}

  private record Note(Content content, Reading at) implements Work {}

  private record ClockChanged() implements Work {}

  /// A note whose author waits for it.
  private record Asked(Content content, Reading at, CompletableFuture<StoredEntry> answer) implements Work {}

  private record Stop() implements Work {}

  private final LedgerWriter writer;
  private final PunchRules rules;
  private final SitePresence presence;
  private final TerminalClock clock;
  private final Ticker ticker;
  private final EntryIds ids;
  private final Panel panel;
  private final Runnable committed;
  private final Checkpoints checkpoints;
  private final DueCorrections corrections;
  private final BlockingQueue<Work> queue;
  private final Deque<Note> keptNotes = new ArrayDeque<>();
  private final Thread thread;
  private volatile long busySinceMicros = -1;
  private volatile long turns;
  private volatile boolean ended;
  private long appended;
  private boolean storeFailing;
  private boolean signingFailing;

  /// For a terminal that is alone on its site, with an unsigned ledger.
  ///
  /// @param capacity places in the queue, 1 or more
  /// @param committed called when something may have been committed, on the punch thread; must not block
  /// @param corrections finds out when earlier entries were recorded with a wrong time
  public PunchThread(LedgerWriter writer, PunchRules rules, TerminalClock clock, Ticker ticker, EntryIds ids,
      Panel panel, int capacity, Runnable committed, DueCorrections corrections) {
    this(writer, rules, SitePresence.NONE, clock, ticker, ids, panel, capacity, committed, corrections,
        Checkpoints.none());
  }

  /// @param presence what the other terminals of the site know
  /// @param capacity places in the queue, 1 or more
  /// @param committed called when something may have been committed, on the punch thread; must not block
  /// @param checkpoints when the ledger is signed; this thread owns it
  public PunchThread(LedgerWriter writer, PunchRules rules, SitePresence presence, TerminalClock clock, Ticker ticker,
      EntryIds ids, Panel panel, int capacity, Runnable committed, DueCorrections corrections,
      Checkpoints checkpoints) {
    this.checkpoints = checkpoints;
    this.writer = writer;
    this.rules = rules;
    this.presence = presence;
    this.clock = clock;
    this.ticker = ticker;
    this.ids = ids;
    this.panel = panel;
    this.committed = committed;
    this.corrections = corrections;
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.thread = new Thread(this::run, "punch");
  }

  public void start() {
    thread.start();
  }

  /// A badge was presented. Never blocks: with no place left, or a store that takes its time, the worker sees "wait".
  public void tap(ReaderEvent.Presented badge) {
    tap(badge, Wish.NONE);
  }

  /// The same with what was chosen before.
  public void tap(ReaderEvent.Presented badge, Wish wish) {
    take(new Tap(badge.reader(), badge.atMicros(), new Badge(badge.credential().id()), wish));
  }

  /// A worker was identified by something else than a badge, such as a PIN: from here on it is a tap like any other.
  ///
  /// @param reader where
  /// @param atMicros when, on the clock of the ticker
  /// @param worker as the roster in force has the worker
  /// @param means how
  public void identified(ReaderName reader, long atMicros, Worker worker, CredentialId.Scheme means, Wish wish) {
    take(new Tap(reader, atMicros, new Known(worker, means), wish));
  }

  private void take(Tap tap) {
    long busySince = busySinceMicros;
    if (busySince >= 0 && ticker.micros() - busySince > SLOW_STORE_MICROS && queue.remainingCapacity() > 0) {
      // Before it can be answered: said after the answer, it would stand over the tick.
      panel.show(new Screen.Wait(tap.reader(), true));
    }
    if (!queue.offer(tap)) {
      log.warn("reader {}: queue of taps is full, the worker was told to wait", tap.reader());
      panel.show(new Screen.Wait(tap.reader(), false));
    }
  }

  /// Something else that belongs into the ledger. Waits for a place in the queue.
  ///
  /// @throws InterruptedException if the caller was interrupted while waiting; nothing is recorded then
  public void note(Content content) throws InterruptedException {
    queue.put(new Note(content, clock.now()));
  }

  /// The same as [#note(Content)], for a caller that must not wait.
  ///
  /// @return false if there is no place in the queue
  public boolean offer(Content content) {
    return queue.offer(new Note(content, clock.now()));
  }

  /// The clock has another state or was stepped: time for a look whether entries are to be corrected. Any thread, never
  /// blocks; with no place left in the queue there is work that brings the look about anyway.
  public void clockChanged() {
    if (!queue.offer(new ClockChanged())) {
      log.debug("the queue is full; the clock is looked at with the taps in it");
    }
  }

  /// Something that counts only once it is stored, such as a correction: waits for the commit. From any thread but the
  /// punch thread.
  ///
  /// @throws StoreException if the store does not take it; then nothing of it is kept
  /// @throws InterruptedException if the caller was interrupted while waiting; it may be recorded or not
  public StoredEntry record(Content content) throws InterruptedException {
    Asked asked = new Asked(content, clock.now(), new CompletableFuture<>());
    queue.put(asked);
    if (ended) {
      refuseWhatWaits();
    }
    try {
      return asked.answer().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StoreException store
          ? new StoreException(store.kind(), String.valueOf(store.getMessage()), store)
          : new StoreException(StoreException.Kind.FAILED, "the entry could not be made: " + e.getCause(), e);
    }
  }

  /// Turns of the loop so far; one that does not grow for seconds means that the thread hangs.
  public long turns() {
    return turns;
  }

  /// Finishes what waits, records [Content.ServiceStopped] and ends the thread.
  @Override
  public void close() {
    try {
      queue.put(new Stop());
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Work> waiting = new ArrayList<>(MOST_AT_ONCE);
    boolean stopping = false;
    while (!stopping) {
      turns++;
      waiting.clear();
      try {
        Work first = queue.poll(IDLE_TURN.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          waiting.add(first);
          queue.drainTo(waiting, MOST_AT_ONCE - 1);
        }
      } catch (InterruptedException e) {
        waiting.add(new Stop());
      }
      stopping = waiting.stream().anyMatch(Stop.class::isInstance);
      if (!waiting.isEmpty() || !keptNotes.isEmpty() || checkpoints.due(ticker.micros())) {
        busySinceMicros = ticker.micros();
        record(waiting).forEach(panel::show);
        // After the worker has the answer: all this can wait, and the forwarder's thread takes a core.
        writer.settle();
        busySinceMicros = -1;
        committed.run();
      }
    }
    ended = true;
    refuseWhatWaits();
    if (!keptNotes.isEmpty()) {
      log.error("stopped with {} entries that the store did not take", keptNotes.size());
    }
  }

  /// Nobody takes from the queue any more.
  private void refuseWhatWaits() {
    List<Work> left = new ArrayList<>();
    queue.drainTo(left);
    for (Work work : left) {
      if (work instanceof Asked asked) {
        asked.answer().completeExceptionally(new StoreException(StoreException.Kind.FAILED,
            "the terminal is being stopped", null));
      }
    }
  }

  /// One unit of work, in the order in which it came.
  ///
  /// @return an answer for each tap
  private List<Screen> record(List<Work> work) {
    try {
      List<Screen> answers = new ArrayList<>(work.size());
      List<Runnable> told = new ArrayList<>();
      Set<WorkerId> punched = new HashSet<>();
      // One look at the clocks for the unit; each entry takes one more, for the moment when it was made.
      Reading now = clock.now();
      boolean anything = correctTimes(now);
      for (Note note : keptNotes) {
        append(rebased(note.at(), now), note.content());
        anything = true;
      }
      for (Work item : work) {
        switch (item) {
          case Tap tap -> {
            long before = appended;
            answers.add(answer(tap, now, punched));
            anything |= appended != before;
          }
          case Note(var content, var at) -> {
            append(rebased(at, now), content);
            anything = true;
          }
          case ClockChanged() -> {
            // The look was taken above.
          }
          case Asked(var content, var at, var answer) -> {
            StoredEntry entry = append(rebased(at, now), content);
            told.add(() -> answer.complete(entry));
            anything = true;
          }
          case Stop() -> {
            append(now, new Content.ServiceStopped());
            anything = true;
          }
        }
      }
      if (anything || checkpoints.due(ticker.micros())) {
        Optional<Content.Checkpoint> signed = checkpoint(now, work.stream().anyMatch(Stop.class::isInstance));
        writer.commit();
        signed.ifPresent(point -> checkpoints.made(point, ticker.micros()));
        told.forEach(Runnable::run);
        punched.forEach(presence::supersede);
      } else {
        writer.rollback();
      }
      corrections.recorded();
      keptNotes.clear();
      storeWorks();
      return answers;
    } catch (RuntimeException e) {
      writer.rollback();
      storeFails(e);
      return notRecorded(work, e);
    }
  }

  private List<Screen> notRecorded(List<Work> work, RuntimeException failure) {
    Screen.Refused.Reason reason = failure instanceof StoreException store && store.kind() == StoreException.Kind.FULL
        ? Screen.Refused.Reason.STORE_FULL
        : Screen.Refused.Reason.NOT_RECORDED;
    List<Screen> answers = new ArrayList<>(work.size());
    for (Work item : work) {
      switch (item) {
        case Tap tap -> answers.add(new Screen.Refused(tap.reader(), reason, ""));
        case Note note -> keep(note);
        case ClockChanged() -> {
          // Stays due.
        }
        case Asked asked -> asked.answer().completeExceptionally(failure);
        case Stop() -> keep(new Note(new Content.ServiceStopped(), clock.now()));
      }
    }
    return answers;
  }

  /// The story of one tap, up to its commit.
  ///
  /// @param punched who punched in this unit: for them nothing that another door knows is newer
  private Screen answer(Tap tap, Reading now, Set<WorkerId> punched) {
    Reading at = now.at(tap.atMicros());
    Optional<Worker> worker = switch (tap.who()) {
      case Badge(var id) -> writer.workerFor(id);
      case Known(var known, var _) -> Optional.of(known);
    };
    Wish wish = rules.wish(tap.reader(), tap.wish());
    if (wish == Wish.DOOR && worker.filter(Worker::active).isPresent()) {
      return door(tap, at, worker.get());
    }
    Optional<LastPunch> before = worker.flatMap(w -> writer.lastPunch(w.id()));
    Optional<SitePresence.Elsewhere> elsewhere = worker.filter(w -> !punched.contains(w.id()))
        .flatMap(w -> presence.newerThan(w.id(), before, at));
    return switch (rules.decide(worker, before, elsewhere, at, wish)) {
      case Decision.Repeat(var who, var first) -> new Screen.Accepted(tap.reader(), who.id(), who.name(),
          who.language(), first.kind(), first.wall(), first.seq(), first.id(), true, false,
          first.clock() != ClockState.UNSET, passage(who, first.kind() == Kind.IN, first.seq(), at));
      case Decision.NewPunch(var who, var kind, var outMissing, var insideAlready) -> {
        Set<Flag> flags = outMissing ? Set.of(Flag.PREVIOUS_OUT_MISSING) : Set.of();
        StoredEntry entry = append(at,
            new Content.Punch(who.id(), kind, tap.reader(), tap.who().means(), flags));
        punched.add(who.id());
        yield new Screen.Accepted(tap.reader(), who.id(), who.name(), who.language(), kind, at.wall(), entry.seq(),
            entry.id(), false, outMissing, at.state() != ClockState.UNSET,
            passage(who, insideAlready, entry.seq(), at));
      }
      case Decision.Unidentified(var reason) -> {
        Content.UnidentifiedTap.Reason why = worker.isEmpty() ? unknown(tap.who().means()) : reason;
        append(at, switch (tap.who()) {
          case Badge(var id) -> new Content.UnidentifiedTap(tap.reader(), id, why);
          case Known _ -> new Content.PinUnidentified(tap.reader());
        });
        yield new Screen.Refused(tap.reader(), switch (why) {
          case UNKNOWN_BADGE, INACTIVE_WORKER -> Screen.Refused.Reason.UNIDENTIFIED;
          case UNKNOWN_FINGER -> Screen.Refused.Reason.FINGER_UNKNOWN;
          case UNCHECKED_TOKEN -> Screen.Refused.Reason.TOKEN_UNCHECKED;
        },
            worker.map(w -> w.language()).orElse(""));
      }
    };
  }

  private static Content.UnidentifiedTap.Reason unknown(CredentialId.Scheme means) {
    return switch (means) {
      case FINGER -> Content.UnidentifiedTap.Reason.UNKNOWN_FINGER;
      case TOKEN -> Content.UnidentifiedTap.Reason.UNCHECKED_TOKEN;
      case UID, EM, WIEGAND, TEXT, CARD, PIN -> Content.UnidentifiedTap.Reason.UNKNOWN_BADGE;
    };
  }

  /// @param entry the punch that counts
  private Screen.Accepted.Passage passage(Worker worker, boolean insideAlready, long entry, Reading at) {
    boolean free = !insideAlready || rules.antiPassback() == AntiPassback.OFF
        || writer.roles(worker).contains(Access.SUPERVISOR);
    if (free) {
      return Screen.Accepted.Passage.FREE;
    }
    boolean opened = rules.antiPassback() == AntiPassback.WARN;
    append(at, new Content.DoorPassback(worker.id(), entry, opened));
    return opened ? Screen.Accepted.Passage.WARNED : Screen.Accepted.Passage.DENIED;
  }

  /// The door's own thread records the opening, with the name that the screen has.
  private Screen door(Tap tap, Reading at, Worker worker) {
    if (writer.roles(worker).contains(Access.SUPERVISOR)) {
      return new Screen.DoorOpened(tap.reader(), worker.id(), worker.name(), worker.language(), tap.who().means());
    }
    append(at, new Content.DoorRefused(worker.id(), tap.reader()));
    return new Screen.Refused(tap.reader(), Screen.Refused.Reason.NOT_ALLOWED, worker.language());
  }

  /// In the unit that makes it due, so that it costs no flush of its own. A key that does not sign is no reason to
  /// refuse a tap.
  private Optional<Content.Checkpoint> checkpoint(Reading now, boolean last) {
    Optional<Content.Checkpoint> due;
    try {
      due = checkpoints.after(writer.head(), now, last);
    } catch (IllegalStateException | IllegalArgumentException e) {
      if (!signingFailing) {
        log.error("the ledger cannot be signed, taps are recorded: {}", e.getMessage());
        signingFailing = true;
      }
      return Optional.empty();
    }
    signingFailing &= due.isEmpty();
    due.ifPresent(point -> append(now, point));
    return due;
  }

  /// Before anything else of the unit, so that the entries before and after a step are told apart by their sequence.
  ///
  /// @return whether something was appended
  private boolean correctTimes(Reading now) {
    List<Content.TimeCorrected> due;
    try {
      due = corrections.at(now, writer::timeline);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      // No tap is refused because of the clock.
      log.error("times cannot be corrected: {}", e.getMessage(), e);
      return false;
    }
    for (Content.TimeCorrected correction : due) {
      log.info("entries {} to {} are corrected by {} ms", correction.firstSeq(), correction.lastSeq(),
          correction.offsetUs() / 1_000);
      append(now, correction);
    }
    return !due.isEmpty();
  }

  /// A moment of this boot by the wall clock of now, which is never worse than that of then.
  private static Reading rebased(Reading then, Reading now) {
    return now.at(then.monotonicUs());
  }

  private StoredEntry append(Reading at, Content content) {
    appended++;
    return writer.append(new Draft(ids.next(at.wall()), at, clock.now(), content));
  }

  private void keep(Note note) {
    if (keptNotes.size() >= MOST_NOTES_KEPT) {
      // Reached only when the store has failed for a long time while readers came and went; taps are not affected.
      log.error("entry {} is lost: the store has not taken {} entries before it", note.content().type(),
          keptNotes.size());
      return;
    }
    keptNotes.add(note);
  }

  private void storeFails(RuntimeException e) {
    if (!storeFailing) {
      log.error("the store does not record: {}", e.getMessage(), e);
      storeFailing = true;
    }
  }

  private void storeWorks() {
    if (storeFailing) {
      log.info("the store records again");
      storeFailing = false;
    }
  }
}
