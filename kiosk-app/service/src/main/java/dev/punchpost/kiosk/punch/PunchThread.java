package dev.punchpost.kiosk.punch;

import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.clock.TerminalClock;
import dev.punchpost.kiosk.evidence.Checkpoints;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryIds;
import dev.punchpost.kiosk.ledger.Flag;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.panel.Panel;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.store.LastPunch;
import dev.punchpost.kiosk.store.LedgerWriter;
import dev.punchpost.kiosk.store.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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

  private record Tap(ReaderEvent.Presented badge) implements Work {}

  private record Note(Content content, Reading at) implements Work {}

  private record Stop() implements Work {}

  private final LedgerWriter writer;
  private final PunchRules rules;
  private final TerminalClock clock;
  private final Ticker ticker;
  private final EntryIds ids;
  private final Panel panel;
  private final Runnable committed;
  private final Checkpoints checkpoints;
  private final BlockingQueue<Work> queue;
  private final Deque<Note> keptNotes = new ArrayDeque<>();
  private final Thread thread;
  private volatile long busySinceMicros = -1;
  private volatile long turns;
  private final SitePresence presence;
  private boolean storeFailing;
  private boolean signingFailing;

  /// For a terminal that is alone on its site.
  public PunchThread(LedgerWriter writer, PunchRules rules, TerminalClock clock, Ticker ticker, EntryIds ids,
      Panel panel, int capacity, Runnable committed) {
    this(writer, rules, SitePresence.NONE, clock, ticker, ids, panel, capacity, committed, Checkpoints.none());
  }

  /// @param presence what the other terminals of the site know
  /// @param capacity places in the queue, 1 or more
  /// @param committed called when something may have been committed, on the punch thread; must not block
  /// @param checkpoints when the ledger is signed; this thread owns it
  public PunchThread(LedgerWriter writer, PunchRules rules, SitePresence presence, TerminalClock clock, Ticker ticker,
      EntryIds ids, Panel panel, int capacity, Runnable committed, Checkpoints checkpoints) {
    this.checkpoints = checkpoints;
    this.writer = writer;
    this.rules = rules;
    this.presence = presence;
    this.clock = clock;
    this.ticker = ticker;
    this.ids = ids;
    this.panel = panel;
    this.committed = committed;
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.thread = new Thread(this::run, "punch");
  }

  public void start() {
    thread.start();
  }

  /// A badge was presented. Never blocks: with no place left, or a store that takes its time, the worker sees "wait".
  public void tap(ReaderEvent.Presented badge) {
    long busySince = busySinceMicros;
    boolean taken = queue.offer(new Tap(badge));
    if (!taken) {
      log.warn("reader {}: queue of taps is full, the worker was told to wait", badge.reader());
    }
    if (!taken || (busySince >= 0 && ticker.micros() - busySince > SLOW_STORE_MICROS)) {
      panel.show(new Screen.Wait(badge.reader()));
    }
  }

  /// Something else that belongs into the ledger. Waits for a place in the queue.
  ///
  /// @throws InterruptedException if the caller was interrupted while waiting; nothing is recorded then
  public void note(Content content) throws InterruptedException {
    queue.put(new Note(content, clock.now()));
  }

  /// The same, for a caller that must not wait.
  ///
  /// @return false if there is no place in the queue
  public boolean offer(Content content) {
    return queue.offer(new Note(content, clock.now()));
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
        busySinceMicros = -1;
        // After the worker has the answer: forwarding can wait, and its thread takes a core.
        committed.run();
      }
    }
    if (!keptNotes.isEmpty()) {
      log.error("stopped with {} entries that the store did not take", keptNotes.size());
    }
  }

  /// One unit of work, in the order in which it came.
  ///
  /// @return an answer for each tap
  private List<Screen> record(List<Work> work) {
    try {
      List<Screen> answers = new ArrayList<>(work.size());
      boolean anything = false;
      for (Note note : keptNotes) {
        append(note.at(), note.content());
        anything = true;
      }
      for (Work item : work) {
        switch (item) {
          case Tap(var badge) -> {
            Screen answer = answer(badge);
            anything |= !(answer instanceof Screen.Accepted accepted && accepted.repeat());
            answers.add(answer);
          }
          case Note(var content, var at) -> {
            append(at, content);
            anything = true;
          }
          case Stop() -> {
            append(clock.now(), new Content.ServiceStopped());
            anything = true;
          }
        }
      }
      if (anything || checkpoints.due(ticker.micros())) {
        Optional<Content.Checkpoint> signed = checkpoint(work.stream().anyMatch(Stop.class::isInstance));
        writer.commit();
        signed.ifPresent(point -> checkpoints.made(point, ticker.micros()));
        for (Screen answer : answers) {
          if (answer instanceof Screen.Accepted accepted && !accepted.repeat()) {
            presence.supersede(accepted.worker());
          }
        }
      } else {
        writer.rollback();
      }
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
        case Tap(var badge) -> answers.add(new Screen.Refused(badge.reader(), reason, ""));
        case Note note -> keep(note);
        case Stop() -> keep(new Note(new Content.ServiceStopped(), clock.now()));
      }
    }
    return answers;
  }

  /// The story of one tap, up to its commit.
  private Screen answer(ReaderEvent.Presented tap) {
    Reading at = clock.now().at(tap.atMicros());
    var worker = writer.workerFor(tap.credential().id());
    Optional<LastPunch> before = worker.flatMap(w -> writer.lastPunch(w.id()));
    Optional<SitePresence.Elsewhere> elsewhere = worker.flatMap(w -> presence.newerThan(w.id(), before, at));
    return switch (rules.decide(worker, before, elsewhere, at)) {
      case Decision.Repeat(var who, var first) -> new Screen.Accepted(tap.reader(), who.id(), who.name(),
          who.language(), first.kind(), first.wall(), first.seq(), first.id(), true, false);
      case Decision.NewPunch(var who, var kind, var outMissing) -> {
        Set<Flag> flags = outMissing ? Set.of(Flag.PREVIOUS_OUT_MISSING) : Set.of();
        StoredEntry entry = append(at,
            new Content.Punch(who.id(), kind, tap.reader(), tap.credential().id().scheme(), flags));
        yield new Screen.Accepted(tap.reader(), who.id(), who.name(), who.language(), kind, at.wall(), entry.seq(),
            entry.id(), false, outMissing);
      }
      case Decision.Unidentified(var reason) -> {
        append(at, new Content.UnidentifiedTap(tap.reader(), tap.credential().id(), reason));
        yield new Screen.Refused(tap.reader(), Screen.Refused.Reason.UNIDENTIFIED,
            worker.map(w -> w.language()).orElse(""));
      }
    };
  }

  /// In the unit that makes it due, so that it costs no flush of its own. A key that does not sign is no reason to
  /// refuse a tap.
  private Optional<Content.Checkpoint> checkpoint(boolean last) {
    Optional<Content.Checkpoint> due;
    Reading now = clock.now();
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

  private StoredEntry append(Reading at, Content content) {
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
