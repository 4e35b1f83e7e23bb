package dev.punchpost.kiosk.timeline;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.ClockWatch;
import dev.punchpost.kiosk.clock.KnownTime;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.clock.SystemClock;
import dev.punchpost.kiosk.ledger.Content.TimeCorrected;
import dev.punchpost.kiosk.ledger.Content.TimeCorrected.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Finds out which entries of this boot have a time that is known to be wrong by now. Owned by the punch thread, so that
/// a correction has its place between the entries before and after the step.
///
/// The time becomes known when a time service takes the clock over, for the first time in this boot
/// (`FIRST_SYNCHRONISATION`: every entry recorded before) or by stepping it (`STEP`: what was recorded since the clock
/// was last right). A clock that nobody knew anything of and that is set by hand corrects the entries before it as
/// well, with no bound, until a synchronisation says better. A clock that *was* known and is then moved by hand is not
/// known better but worse: nothing is corrected, the entries after it carry the uncertainty, and the next
/// synchronisation corrects them.
///
/// A difference that the drift since then explains leaves entries that were recorded with a synchronised clock alone.
public final class DueCorrections {
  private final int driftPpm;
  private Optional<Reading> before = Optional.empty();
  private boolean pending = true;
  private long synchronisedUntilUs = -1;

  /// @param driftPpm how far an unsteered clock may drift, parts per million
  public DueCorrections(int driftPpm) {
    this.driftPpm = driftPpm;
  }

  /// To be asked before entries are appended. Costs a comparison unless the clock has changed.
  ///
  /// @param ledger gives this boot's timeline, by its id
  /// @return corrections to append now; they stay due until [#recorded()]
  public List<TimeCorrected> at(Reading now, Function<String, Timeline> ledger) {
    before.ifPresent(then -> {
      if (then.state() != now.state() || Math.abs(now.offsetUs() - then.offsetUs()) > ClockWatch.STEP_US) {
        pending = true;
      }
    });
    boolean wasSynchronised = before.map(then -> then.state() == ClockState.SYNCHRONISED).orElse(false);
    if (wasSynchronised && !stepped(now)) {
      synchronisedUntilUs = now.monotonicUs();
    }
    before = Optional.of(now);
    if (!pending) {
      return List.of();
    }
    List<TimeCorrected> due = due(ledger.apply(now.bootId()), now);
    pending = !due.isEmpty();
    return due;
  }

  /// What [#at] gave is in the ledger.
  public void recorded() {
    pending = false;
  }

  private boolean stepped(Reading now) {
    return before.map(then -> Math.abs(now.offsetUs() - then.offsetUs()) > ClockWatch.STEP_US).orElse(false);
  }

  private List<TimeCorrected> due(Timeline boot, Reading now) {
    List<Found> found = switch (now.state()) {
      case SYNCHRONISED -> whenSynchronised(boot, now);
      case UNSET -> whenSetByHand(boot, now);
      case HOLDOVER -> List.of();
    };
    List<TimeCorrected> due = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Found first = found.get(i);
      while (i + 1 < found.size() && found.get(i + 1).continues(found.get(i), first)) {
        i++;
      }
      due.add(new TimeCorrected(first.stretch.firstSeq(), found.get(i).lastSeq,
          now.offsetUs() - first.stretch.offsetUs(), bound(first.stretch, now), first.cause));
    }
    return due;
  }

  private List<Found> whenSynchronised(Timeline boot, Reading now) {
    List<Found> found = new ArrayList<>();
    boolean knownBefore = false;
    for (int i = 0; i < boot.stretches().size(); i++) {
      Stretch stretch = boot.stretches().get(i);
      Optional<TimeCorrection> correction = boot.correctionOf(stretch.firstSeq())
          .filter(made -> made.uncertaintyMs().isPresent());
      knownBefore |= stretch.state() == ClockState.SYNCHRONISED;
      boolean known = correction.isPresent() || (knownBefore && stretch.state() != ClockState.UNSET);
      if (!known) {
        found.add(new Found(stretch, boot.lastSeq(i), Cause.FIRST_SYNCHRONISATION));
      } else if (disproved(boot, i, correction, now)) {
        found.add(new Found(stretch, boot.lastSeq(i), Cause.STEP));
      }
      knownBefore |= correction.isPresent();
    }
    return found;
  }

  private boolean disproved(Timeline boot, int index, Optional<TimeCorrection> correction, Reading now) {
    Stretch stretch = boot.stretches().get(index);
    long heldUs = stretch.offsetUs() + correction.map(TimeCorrection::offsetUs).orElse(0L);
    long wrongUs = Math.abs(now.offsetUs() - heldUs);
    if (wrongUs <= ClockWatch.STEP_US) {
      return false;
    }
    if (correction.isEmpty() && stretch.state() == ClockState.HOLDOVER) {
      return true;
    }
    long sinceUs = correction.map(TimeCorrection::monotonicUs).orElseGet(() -> lastGood(boot, index, now));
    long claimedMs = correction.map(TimeCorrection::uncertaintyMs).orElse(stretch.uncertaintyMs()).orElse(0)
        + now.uncertaintyMs().orElse(0);
    return wrongUs > claimedMs * 1_000 + KnownTime.drift(now.monotonicUs() - sinceUs, driftPpm);
  }

  /// Until when the clock of a synchronised stretch was steered, as far as that is known.
  private long lastGood(Timeline boot, int index, Reading now) {
    Stretch stretch = boot.stretches().get(index);
    if (index + 1 < boot.stretches().size()) {
      Stretch next = boot.stretches().get(index + 1);
      return next.state() == ClockState.HOLDOVER ? stretch.monotonicUs() : next.monotonicUs();
    }
    return synchronisedUntilUs >= stretch.monotonicUs() ? synchronisedUntilUs : now.monotonicUs();
  }

  private List<Found> whenSetByHand(Timeline boot, Reading now) {
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < boot.stretches().size(); i++) {
      Stretch stretch = boot.stretches().get(i);
      Optional<TimeCorrection> correction = boot.correctionOf(stretch.firstSeq());
      boolean known = stretch.state() != ClockState.UNSET
          || correction.filter(made -> made.uncertaintyMs().isPresent()).isPresent();
      if (known) {
        return List.of();
      }
      long heldUs = stretch.offsetUs() + correction.map(TimeCorrection::offsetUs).orElse(0L);
      if (Math.abs(now.offsetUs() - heldUs) > ClockWatch.STEP_US) {
        found.add(new Found(stretch, boot.lastSeq(i), Cause.STEP));
      }
    }
    return found;
  }

  /// Of the oldest entry, whose distance from now the clock may have drifted over; the jitter is that within a stretch.
  private OptionalLong bound(Stretch oldest, Reading now) {
    if (now.uncertaintyMs().isEmpty()) {
      return OptionalLong.empty();
    }
    long driftUs = KnownTime.drift(now.monotonicUs() - oldest.monotonicUs(), driftPpm);
    return OptionalLong.of(now.uncertaintyMs().getAsLong() + (driftUs + SystemClock.JITTER_US + 999) / 1_000);
  }

  private record Found(Stretch stretch, long lastSeq, Cause cause) {
    /// Whether this one follows at once and needs the same offset, so that one correction does for both.
    boolean continues(Found previous, Found first) {
      return stretch.firstSeq() == previous.lastSeq + 1 && cause == first.cause
          && Math.abs(stretch.offsetUs() - first.stretch.offsetUs()) <= SystemClock.JITTER_US;
    }
  }
}
