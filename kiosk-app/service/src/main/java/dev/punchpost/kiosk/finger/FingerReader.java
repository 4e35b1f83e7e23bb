package dev.punchpost.kiosk.finger;

import dev.punchpost.drivers.fingervault.FingerVault;
import dev.punchpost.drivers.r503.Capture;
import dev.punchpost.drivers.r503.Capture.Hint;
import dev.punchpost.drivers.r503.EnrolStep;
import dev.punchpost.drivers.r503.Enrolment;
import dev.punchpost.drivers.r503.FingerEvent;
import dev.punchpost.drivers.r503.FingerModuleCounts;
import dev.punchpost.drivers.r503.FingerTemplate;
import dev.punchpost.drivers.r503.LibraryDifference;
import dev.punchpost.drivers.r503.R503;
import dev.punchpost.drivers.r503.StoreResult;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.finger.FingerLibrary.Entitled;
import dev.punchpost.kiosk.finger.FingerLibrary.Plan;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.FingerStore.Owed;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A fingerprint module as a reader: brings its library into step with the store before it listens and whenever
/// something has changed, and tells whose template a finger matched. Owned by the reader's thread, but for [#close()].
///
/// The index of a library tells which places are taken, not by whom: a module that somebody has exchanged may have a
/// stranger at a worker's place. So the template at a place is read and compared once after each opening, when it is
/// matched for the first time, before the finger counts.
public final class FingerReader implements BadgeReader {
  private static final Logger LOG = LoggerFactory.getLogger(FingerReader.class);
  private static final Duration SLICE = Duration.ofMillis(300);
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final Duration TAKE_AWAY = Duration.ofMinutes(1);
  /// An answer for the ring comes within this after a finger was told, and is looked for so often.
  private static final Duration ANSWERED = Duration.ofSeconds(2);
  private static final Duration RING_LOOK = Duration.ofMillis(50);

  /// How an enrolment ended.
  public sealed interface Enrolling {
    /// @param seq of its entry
    record Done(int place, long seq) implements Enrolling {}

    /// No place is free.
    record Full(int capacity) implements Enrolling {}

    /// The finger is in the library already.
    record Known(Optional<WorkerId> worker, int place) implements Enrolling {}

    /// Nobody put a finger on it in time.
    record TimedOut() implements Enrolling {}

    /// Whoever asked has gone.
    record GivenUp() implements Enrolling {}

    /// There is no consent, or it was withdrawn meanwhile.
    record NoConsent() implements Enrolling {}
  }

  /// Whoever enrols.
  public interface Talk {
    /// What is to be done, or what is wrong.
    void tell(EnrolStep step);

    /// Whether anybody still waits for the end.
    boolean goesOn();
  }

  /// @param digest of the template, SHA-256
  /// @param proved whether the module was seen to have this template here since it was opened
  private record Held(WorkerId worker, int version, String digest, boolean proved) {}

  private final ReaderName name;
  private final R503 module;
  private final FingerVault vault;
  private final FingerLibrary library;
  private final Ticker ticker;
  private final Pause pause;
  private final FingerRing ring;
  private final Map<Integer, Held> held = new HashMap<>();
  private List<Integer> unusableTold = List.of();
  private long followed = -1;
  private long lookedAt;
  private long presented;
  private boolean hasRing = true;
  private long toldAt;

  /// Brings the module into step first: one that cannot be is lost all the time, and not found again and again.
  ///
  /// @param module belongs to this reader from now on
  /// @param ring what is left there is shown on the module's
  /// @throws HalException if the module or the store fails, or the key is another one; the module is closed then
  public FingerReader(ReaderName name, R503 module, FingerVault vault, FingerLibrary library, FingerRing ring,
      Ticker ticker, Pause pause) {
    this.name = name;
    this.module = module;
    this.vault = vault;
    this.library = library;
    this.ticker = ticker;
    this.pause = pause;
    this.ring = ring;
    toldAt = ticker.micros() - micros(ANSWERED);
    try {
      follow();
    } catch (RuntimeException e) {
      module.close();
      throw e;
    }
  }

  @Override
  public Optional<ReaderEvent> next(Duration timeout) {
    if (library.changes() != followed) {
      follow();
    }
    Optional<FingerEvent> event = listen(timeout);
    if (event.isEmpty()) {
      lookAfterIt();
      return Optional.empty();
    }
    ReaderEvent told = told(event.get());
    toldAt = ticker.micros();
    return Optional.of(told);
  }

  private Optional<FingerEvent> listen(Duration timeout) {
    long deadline = ticker.micros() + micros(timeout);
    Optional<FingerEvent> event;
    do {
      if (hasRing) {
        ring.take().ifPresent(light -> hasRing = module.light(light));
      }
      long now = ticker.micros();
      long left = Math.max(0, deadline - now);
      long slice = hasRing && now - toldAt < micros(ANSWERED) ? Math.min(left, micros(RING_LOOK)) : left;
      event = module.next(Duration.ofNanos(slice * 1_000));
    } while (event.isEmpty() && ticker.micros() < deadline);
    return event;
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  /// Nothing is sent while nobody touches the pin, and a module that is gone, or another one, would be noticed by the
  /// next worker only.
  private void lookAfterIt() {
    long now = ticker.micros();
    if (now - lookedAt >= QUIET.toNanos() / 1_000) {
      if (!held.keySet().equals(Set.copyOf(module.places()))) {
        follow();
      }
      lookedAt = now;
    }
  }

  private ReaderEvent told(FingerEvent event) {
    return switch (event) {
      case FingerEvent.Matched(int place, int _, long at) -> matched(place, at);
      case FingerEvent.NotMatched(long at) -> new ReaderEvent.Presented(name, at, Credential.Finger.unknown(name));
      case FingerEvent.Poor(Hint hint, long at) -> new ReaderEvent.Unreadable(name, at, reason(hint));
      case FingerEvent.Lifted(long at) -> new ReaderEvent.Removed(name, at);
    };
  }

  static ReaderEvent.Reason reason(Hint hint) {
    return switch (hint) {
      case PRESS_HARDER -> ReaderEvent.Reason.PRESS_HARDER;
      case DRY_THE_FINGER -> ReaderEvent.Reason.DRY_THE_FINGER;
      case HOLD_STILL -> ReaderEvent.Reason.HOLD_STILL;
      case MOVE_TO_THE_CENTRE -> ReaderEvent.Reason.MOVE_TO_THE_CENTRE;
      case PRESS_AGAIN -> ReaderEvent.Reason.PRESS_AGAIN;
    };
  }

  private ReaderEvent matched(int place, long at) {
    Held it = held.get(place);
    if (it == null || !it.proved() && !proved(place, it)) {
      LOG.warn("Reader {}: its module has a stranger at place {}", name, place);
      module.delete(place);
      follow(List.of(place));
      return it == null
          ? new ReaderEvent.Presented(name, at, Credential.Finger.unknown(name))
          : new ReaderEvent.Unreadable(name, at, ReaderEvent.Reason.PRESS_AGAIN);
    }
    presented++;
    return new ReaderEvent.Presented(name, at, new Credential.Finger(name, place, it.version()));
  }

  private boolean proved(int place, Held it) {
    boolean right = module.read(place).filter(template -> digest(template).equals(it.digest())).isPresent();
    if (right) {
      held.put(place, new Held(it.worker(), it.version(), it.digest(), true));
    }
    return right;
  }

  /// Brings the module's library into step with the store, now.
  void follow() {
    follow(List.of());
  }

  /// @param strangers places that were emptied already because something else was there
  private void follow(List<Integer> strangers) {
    long change = library.changes();
    Plan plan = library.plan(name, vault);
    TreeSet<Integer> inModule = new TreeSet<>(module.places());
    for (Owed owed : plan.owed()) {
      module.delete(owed.place());
      inModule.remove(owed.place());
      held.remove(owed.place());
      library.record(new Content.FingerErased(owed.worker(), name, owed.place()));
      LOG.info("Reader {}: the template at place {} is erased", name, owed.place());
    }
    Map<Integer, Entitled> entitled = new HashMap<>();
    plan.entitled().forEach(it -> entitled.put(it.place(), it));
    LibraryDifference difference = LibraryDifference.between(inModule, entitled.keySet(),
        module.parameters().capacity());
    List<Integer> deleted = new ArrayList<>(strangers);
    for (int place : difference.strange()) {
      module.delete(place);
      deleted.add(place);
    }
    List<Integer> unusable = new ArrayList<>(plan.unusable());
    unusable.addAll(difference.beyond());
    List<Integer> loaded = new ArrayList<>();
    for (int place : difference.missing()) {
      requireGoingOn();
      Entitled it = entitled.get(place);
      if (it != null && module.load(place, it.template()) instanceof StoreResult.Stored) {
        loaded.add(place);
      } else {
        unusable.add(place);
      }
    }
    hold(entitled, loaded, unusable);
    report(deleted, loaded, unusable);
    followed = change;
    lookedAt = ticker.micros();
  }

  /// A large library takes minutes.
  private static void requireGoingOn() {
    if (Thread.currentThread().isInterrupted()) {
      throw new HalException(Kind.IO, "interrupted while templates were loaded");
    }
  }

  private void hold(Map<Integer, Entitled> entitled, List<Integer> loaded, List<Integer> unusable) {
    Map<Integer, Held> before = new HashMap<>(held);
    held.clear();
    entitled.forEach((place, it) -> {
      Held old = before.get(place);
      String digest = digest(it.template());
      // What was just loaded was read back.
      boolean proved = loaded.contains(place) || old != null && old.proved() && old.digest().equals(digest);
      if (!unusable.contains(place)) {
        held.put(place, new Held(it.worker(), it.version(), digest, proved));
      }
    });
  }

  private void report(List<Integer> deleted, List<Integer> loaded, List<Integer> unusable) {
    if (deleted.isEmpty() && loaded.isEmpty() && unusable.equals(unusableTold)) {
      return;
    }
    LOG.warn("Reader {}: the library of its module was brought into step: places {} deleted, {} loaded, {} of no use",
        name, deleted, loaded, unusable);
    library.record(new Content.FingerLibraryRepaired(name, deleted, loaded, unusable));
    unusableTold = List.copyOf(unusable);
  }

  /// Enrols a finger of a worker who has agreed; nothing is captured without the consent. Waits until the finger has gone,
  /// so that it does not punch at once.
  ///
  /// @param patience longest wait for the worker's next move
  /// @throws HalException if the module or the store fails; nothing is left of the finger then, at the latest when the
  ///   reader has been opened again
  Enrolling enrol(WorkerId worker, Duration patience, Talk talk) {
    if (!library.consented(worker)) {
      return new Enrolling.NoConsent();
    }
    follow();
    int place = 0;
    Plan plan = library.plan(name, vault);
    while (held.containsKey(place) || plan.reserved().contains(place)) {
      place++;
    }
    if (place >= module.parameters().capacity()) {
      return new Enrolling.Full(module.parameters().capacity());
    }
    Enrolling end;
    try {
      end = enrol(worker, module.enrolAt(place), patience, talk);
    } catch (RuntimeException e) {
      // The module may have it already.
      followed = -1;
      throw e;
    }
    if (!(end instanceof Enrolling.TimedOut)) {
      awaitLifted();
    }
    return end;
  }

  private Enrolling enrol(WorkerId worker, Enrolment enrolment, Duration patience, Talk talk) {
    long moved = ticker.micros();
    int press = 1;
    while (talk.goesOn()) {
      Optional<EnrolStep> step = enrolment.step(SLICE);
      if (step.isEmpty()) {
        if (ticker.micros() - moved > patience.toNanos() / 1_000) {
          return new Enrolling.TimedOut();
        }
        continue;
      }
      moved = ticker.micros();
      switch (step.get()) {
        case EnrolStep.Stored(int place, FingerTemplate _) -> {
          Enrolling end = stored(worker, place);
          talk.tell(new EnrolStep.Lift(press));
          return end;
        }
        case EnrolStep.Full(int capacity) -> {
          return new Enrolling.Full(capacity);
        }
        case EnrolStep.Known(int place, int _) -> {
          talk.tell(new EnrolStep.Lift(press));
          return new Enrolling.Known(Optional.ofNullable(held.get(place)).map(Held::worker), place);
        }
        case EnrolStep.Press(int number, int _) -> {
          press = number;
          talk.tell(step.get());
        }
        case EnrolStep.Poor _,EnrolStep.Lift _,EnrolStep.Mismatch _ -> talk.tell(step.get());
      }
    }
    return new Enrolling.GivenUp();
  }

  private Enrolling stored(WorkerId worker, int place) {
    // As its memory has it, which is what it is compared with later.
    FingerTemplate template = module.read(place)
        .orElseThrow(() -> new HalException(Kind.PROTOCOL, "the fingerprint module has lost the new template"));
    Optional<FingerLibrary.Enrolled> entered = library.enrolled(worker, name, place, vault, template);
    if (entered.isEmpty()) {
      module.delete(place);
      return new Enrolling.NoConsent();
    }
    held.put(place, new Held(worker, entered.get().version(), digest(template), true));
    return new Enrolling.Done(place, entered.get().seq());
  }

  private void awaitLifted() {
    long end = ticker.micros() + TAKE_AWAY.toNanos() / 1_000;
    while (!(module.capture() instanceof Capture.NoFinger) && ticker.micros() < end) {
      try {
        pause.pause(SLICE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new HalException(Kind.IO, "interrupted", e);
      }
    }
  }

  private static String digest(FingerTemplate template) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(template.bytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  @Override
  public ReaderCounts counts() {
    FingerModuleCounts counts = module.counts();
    return new ReaderCounts(presented, counts.rejected(), counts.noiseBytes());
  }

  @Override
  public void close() {
    module.close();
  }
}
