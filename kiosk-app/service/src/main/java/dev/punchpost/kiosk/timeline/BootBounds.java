package dev.punchpost.kiosk.timeline;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.KnownTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Between which moments each boot must have begun. A boot whose clock was known at some entry tells its own beginning;
/// one whose clock never was lies between the end of the boot before and the beginning of the boot after. All moments
/// are microseconds since 1970.
final class BootBounds {
  /// Bounds must hold whatever drift was configured when; this is the largest that may be.
  private static final int DRIFT_PPM = 500;

  /// @param begin first entry's sequence
  /// @param endUs monotonic time of the last entry
  /// @param earliestUs the boot did not begin before, if known
  /// @param latestUs the boot did not begin after, if known
  record Boot(long begin, long endUs, OptionalLong earliestUs, OptionalLong latestUs) {
    private Boot with(OptionalLong earliest, OptionalLong latest) {
      return new Boot(begin, endUs, earliest, latest);
    }

    OptionalLong notBefore(long monotonicUs) {
      return shifted(earliestUs, monotonicUs - KnownTime.drift(monotonicUs, DRIFT_PPM));
    }

    OptionalLong notAfter(long monotonicUs) {
      return shifted(latestUs, monotonicUs + KnownTime.drift(monotonicUs, DRIFT_PPM));
    }

    private OptionalLong beganBeforeEndOf(OptionalLong end) {
      return shifted(end, -endUs + KnownTime.drift(endUs, DRIFT_PPM));
    }
  }

  private BootBounds() {}

  /// @return by the boot's number
  static Map<Long, Boot> of(Timeline timeline, Map<Long, Long> endsUs) {
    List<Long> numbers = new ArrayList<>();
    List<Boot> boots = new ArrayList<>();
    for (int i = 0; i < timeline.stretches().size(); i++) {
      Stretch stretch = timeline.stretches().get(i);
      if (numbers.isEmpty() || numbers.getLast() != stretch.boot()) {
        numbers.add(stretch.boot());
        boots.add(new Boot(stretch.firstSeq(), endsUs.getOrDefault(stretch.boot(), stretch.monotonicUs()),
            OptionalLong.empty(), OptionalLong.empty()));
      }
      Boot boot = boots.getLast();
      boots.set(boots.size() - 1, known(timeline, stretch, boot));
    }
    for (int i = 1; i < boots.size(); i++) {
      Boot boot = boots.get(i);
      Boot previous = boots.get(i - 1);
      if (boot.earliestUs.isEmpty()) {
        boots.set(i, boot.with(previous.notBefore(previous.endUs), boot.latestUs));
      }
    }
    for (int i = boots.size() - 2; i >= 0; i--) {
      Boot boot = boots.get(i);
      if (boot.latestUs.isEmpty()) {
        boots.set(i, boot.with(boot.earliestUs, boot.beganBeforeEndOf(boots.get(i + 1).latestUs)));
      }
    }
    Map<Long, Boot> bounds = new HashMap<>();
    for (int i = 0; i < boots.size(); i++) {
      bounds.put(numbers.get(i), boots.get(i));
    }
    return bounds;
  }

  /// A later stretch of a boot says it no worse than an earlier one.
  private static Boot known(Timeline timeline, Stretch stretch, Boot boot) {
    Optional<TimeCorrection> correction = timeline.correctionOf(stretch.firstSeq());
    OptionalLong uncertaintyMs = correction.map(TimeCorrection::uncertaintyMs)
        .orElse(stretch.state() == ClockState.UNSET ? OptionalLong.empty() : stretch.uncertaintyMs());
    if (uncertaintyMs.isEmpty()) {
      return boot;
    }
    long beganUs = stretch.offsetUs() + correction.map(TimeCorrection::offsetUs).orElse(0L);
    long errorUs = uncertaintyMs.getAsLong() * 1_000 + KnownTime.drift(stretch.monotonicUs(), DRIFT_PPM);
    return boot.with(OptionalLong.of(beganUs - errorUs), OptionalLong.of(beganUs + errorUs));
  }

  private static OptionalLong shifted(OptionalLong moment, long byUs) {
    return moment.isPresent() ? OptionalLong.of(moment.getAsLong() + byUs) : OptionalLong.empty();
  }
}
