package dev.punchpost.kiosk.panel;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.clock.TerminalClock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes screens from any thread and hands them, in order, to an output on a thread of its own. A slow or broken output
/// delays nobody: screens wait, and of more than 64 the oldest are dropped and counted.
///
/// Answers stay for a few seconds, then the resting screen ([Screen.Idle], or [Screen.NotSetUp]) comes back. Of resting
/// screens only the newest is kept, beside the queue, so that they never take an answer's place. An output that fails
/// gets the same screen again every second; a momentary one ([PanelOutput#momentary()]) only as long as the screen would
/// have stayed, and then the newest.
public final class QueuedPanel implements Panel, AutoCloseable {
  static final int PLACES = 64;

  private static final Logger LOG = LoggerFactory.getLogger(QueuedPanel.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  /// How often time is looked at while something depends on it, and while nothing does.
  private static final Duration GLANCE = Duration.ofMillis(100);
  private static final Duration DOZE = Duration.ofSeconds(1);
  private static final Duration FAREWELL = Duration.ofSeconds(2);
  /// How often an output is told that its screen stays, and how long each page of a screen must stay.
  private static final Duration STAY = Duration.ofSeconds(1);
  static final Duration PAGE = Duration.ofSeconds(2);

  private final PanelOutput output;
  private final ScreenText text;
  private final TerminalClock clock;
  private final ZoneId zone;
  private final Ticker ticker;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  /// Guarded by the lock, as is everything down to [#closed].
  private final Deque<Screen> waiting = new ArrayDeque<>();
  private final Set<ReaderName> lost = new HashSet<>();
  private @Nullable Screen rest;
  private boolean settingsRejected;
  private boolean working = true;
  private boolean closed;
  private long dropped;
  private String fault = "";
  private long sinceMicros;
  private @Nullable Showing newest;

  /// Only the panel's thread uses what follows.
  private @Nullable Screen answer;
  private long answerSince;
  private long heldUntil;
  private long retryAt;
  private long stayAt;
  private boolean answered;
  private List<String> restText = List.of();
  private @Nullable Screen restShown;

  /// Starts the thread.
  ///
  /// @param zone the terminal's
  public QueuedPanel(PanelOutput output, ScreenText text, TerminalClock clock, ZoneId zone, Ticker ticker) {
    this.output = output;
    this.text = text;
    this.clock = clock;
    this.zone = zone;
    this.ticker = ticker;
    this.heldUntil = ticker.micros();
    this.retryAt = this.heldUntil;
    this.sinceMicros = this.heldUntil;
    this.stayAt = this.heldUntil;
    this.thread = Thread.ofPlatform().name("panel").daemon(true).unstarted(this::run);
    thread.start();
  }

  @Override
  public void show(Screen screen) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      switch (screen) {
        case Screen.Idle idle -> rest = idle;
        case Screen.NotSetUp notSetUp -> rest = notSetUp;
        case Screen.ReaderState state -> {
          if (state.working()) {
            lost.remove(state.reader());
          } else {
            lost.add(state.reader());
          }
          enqueue(state);
        }
        case Screen.ConfigurationRejected rejected -> {
          settingsRejected = true;
          enqueue(rejected);
        }
        case Screen.Accepted accepted -> enqueue(accepted);
        case Screen.Refused refused -> enqueue(refused);
        case Screen.Wait wait -> enqueue(wait);
        case Screen.Identify identify -> enqueue(identify);
        case Screen.Message message -> enqueue(message);
        case Screen.Typing typing -> {
          // Of keys that come faster than the display draws only the newest counts.
          if (waiting.peekLast() instanceof Screen.Typing) {
            waiting.removeLast();
          }
          enqueue(typing);
        }
        case Screen.Chosen chosen -> enqueue(chosen);
        case Screen.DoorOpened opened -> enqueue(opened);
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Screens that were never shown, because the output was too slow or broken for too long.
  public long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /// Whether the output took the last screen.
  public boolean working() {
    return health().working();
  }

  /// How the output is.
  ///
  /// @param sinceMicros when that last changed, of the ticker
  /// @param fault why it does not work; empty if it does
  /// @param dropped see [#dropped()]
  public record Health(boolean working, long sinceMicros, String fault, long dropped) {}

  /// How the output is. Any thread.
  public Health health() {
    lock.lock();
    try {
      return new Health(working, sinceMicros, fault, dropped);
    } finally {
      lock.unlock();
    }
  }

  /// What the output was given last, whether or not it could show it; empty before the first screen. Any thread.
  public Optional<Showing> newest() {
    lock.lock();
    try {
      return Optional.ofNullable(newest);
    } finally {
      lock.unlock();
    }
  }

  /// Shows what still waits, for at most two seconds, and ends the thread.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      if (!thread.join(FAREWELL)) {
        thread.interrupt();
        thread.join(FAREWELL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void enqueue(Screen screen) {
    if (waiting.size() == PLACES) {
      waiting.removeFirst();
      dropped++;
    }
    waiting.addLast(screen);
  }

  private void run() {
    try (output) {
      while (next()) {
        Screen screen = answer;
        if (screen != null) {
          showAnswer(screen);
        } else if (ticker.micros() >= heldUntil && restChanged()) {
          showRest();
        } else {
          stay();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits until something is to be shown. False when the panel has been closed and nothing waits.
  private boolean next() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        long now = ticker.micros();
        boolean retry = now >= retryAt;
        if (closed && (!retry || (answer == null && waiting.isEmpty()))) {
          return false;
        }
        if (answer == null) {
          answer = waiting.pollFirst();
          answerSince = now;
        }
        if (retry && (answer != null || (now >= heldUntil && restChanged()) || (newest != null && now >= stayAt))) {
          return true;
        }
        boolean timed = !retry || now < heldUntil;
        changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos((timed ? GLANCE : DOZE).toMillis()));
      }
    } finally {
      lock.unlock();
    }
  }

  private void showAnswer(Screen screen) {
    Showing showing = showing(screen);
    if (hand(showing, () -> output.show(showing))) {
      answer = null;
      answered = true;
      restText = List.of();
      Duration pages = PAGE.multipliedBy(output.pages(showing));
      heldUntil = ticker.micros() + micros(hold(screen).compareTo(pages) < 0 ? pages : hold(screen));
    } else if (output.momentary()) {
      passOver(screen);
    }
  }

  /// Of answers that wait for a broken display only the newest is of use, and that not for ever.
  private void passOver(Screen screen) {
    lock.lock();
    try {
      long now = ticker.micros();
      Screen last = waiting.pollLast();
      if (last != null) {
        dropped += 1 + waiting.size();
        waiting.clear();
        answer = last;
        answerSince = now;
      } else if (now - answerSince >= micros(hold(screen))) {
        dropped++;
        answer = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Tells the output that its screen stays. One that has lost it is given the resting screen anew.
  private void stay() {
    Showing last = newest().orElseThrow(() -> new IllegalStateException("something was shown before it stays"));
    Showing now = showing(last.screen());
    if (!hand(now, () -> output.stay(now))) {
      restShown = null;
    }
  }

  /// Whether the resting screen is not shown now, or with other text. Before the first screen there is nothing to rest
  /// from.
  private boolean restChanged() {
    if (rest == null && !answered) {
      return false;
    }
    Screen now = resting();
    return !now.equals(restShown) || !lines(now).equals(restText);
  }

  private void showRest() {
    Showing showing = showing(resting());
    if (hand(showing, () -> output.show(showing))) {
      restShown = showing.screen();
      restText = showing.text();
    }
  }

  private Screen resting() {
    lock.lock();
    try {
      return rest != null ? rest : new Screen.Idle(true, 0, clock.now().state() != ClockState.UNSET);
    } finally {
      lock.unlock();
    }
  }

  private Showing showing(Screen screen) {
    Reading reading = clock.now();
    ZonedDateTime now = reading.wall().atZone(zone);
    Set<Mark> marks = marks();
    return new Showing(screen, marks, now, reading.state(), text.lines(screen, marks, now), Signals.of(screen));
  }

  private List<String> lines(Screen screen) {
    return text.lines(screen, marks(), clock.now().wall().atZone(zone));
  }

  private Set<Mark> marks() {
    lock.lock();
    try {
      Set<Mark> marks = EnumSet.noneOf(Mark.class);
      if (!lost.isEmpty()) {
        marks.add(Mark.READER_LOST);
      }
      if (settingsRejected) {
        marks.add(Mark.SETTINGS_REJECTED);
      }
      return marks;
    } finally {
      lock.unlock();
    }
  }

  private boolean hand(Showing showing, Runnable work) {
    boolean shown;
    String reason = "";
    lock.lock();
    try {
      newest = showing;
    } finally {
      lock.unlock();
    }
    try {
      work.run();
      shown = true;
    } catch (RuntimeException e) {
      shown = false;
      reason = String.valueOf(e.getMessage());
      retryAt = ticker.micros() + micros(RETRY);
      if (working()) {
        LOG.warn("the panel does not work, screens wait: {}", e.toString());
      }
    }
    lock.lock();
    try {
      if (shown && !working) {
        LOG.info("the panel works again, {} screens were dropped since the start", dropped);
      }
      if (working != shown) {
        sinceMicros = ticker.micros();
      }
      working = shown;
      fault = reason;
      stayAt = ticker.micros() + micros(STAY);
    } finally {
      lock.unlock();
    }
    return shown;
  }

  /// How long an answer stays if nothing follows.
  private static Duration hold(Screen screen) {
    return switch (screen) {
      case Screen.Accepted a -> Duration.ofSeconds(4);
      case Screen.Refused r -> Duration.ofSeconds(6);
      case Screen.Wait w -> Duration.ofSeconds(3);
      case Screen.ReaderState s -> Duration.ofSeconds(5);
      case Screen.ConfigurationRejected c -> Duration.ofSeconds(30);
      case Screen.Identify i -> Duration.ofSeconds(3);
      case Screen.Message m -> Duration.ofSeconds(4);
      case Screen.Typing t -> t.stays();
      case Screen.Chosen c -> c.stays();
      case Screen.DoorOpened d -> Duration.ofSeconds(4);
      case Screen.Idle i -> Duration.ZERO;
      case Screen.NotSetUp n -> Duration.ZERO;
    };
  }

  private static long micros(Duration duration) {
    return TimeUnit.MILLISECONDS.toMicros(duration.toMillis());
  }
}
