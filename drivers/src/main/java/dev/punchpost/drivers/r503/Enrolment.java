package dev.punchpost.drivers.r503;

import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;

/// One finger on its way into the library: call [#step] until a step is the last. To give up, stop calling it: nothing
/// is stored before the end. On the driver's thread, and not together with [R503#next].
public final class Enrolment {
  private enum State {
    TELL,
    CAPTURE,
    LIFT
  }

  private final R503 sensor;
  private final Instructions module;
  private final Ticker ticker;
  private final R503Options options;
  private final int place;
  private final boolean replacing;
  private State state = State.TELL;
  private int press = 1;
  private Optional<Capture.Hint> toldHint = Optional.empty();

  Enrolment(R503 sensor, Instructions module, Ticker ticker, R503Options options, int place, boolean replacing) {
    this.sensor = sensor;
    this.module = module;
    this.ticker = ticker;
    this.options = options;
    this.place = place;
    this.replacing = replacing;
  }

  /// The place that the finger will have.
  public int place() {
    return place;
  }

  /// Goes on.
  ///
  /// @param timeout longest wait for the worker
  /// @return empty if the worker did nothing in that time
  /// @throws dev.punchpost.hal.HalException as [R503] says
  public Optional<EnrolStep> step(Duration timeout) {
    if (place >= module.parameters().capacity()) {
      return Optional.of(new EnrolStep.Full(module.parameters().capacity()));
    }
    long deadline = ticker.micros() + timeout.toNanos() / 1_000;
    while (true) {
      Optional<EnrolStep> step = switch (state) {
        case TELL -> {
          state = State.CAPTURE;
          toldHint = Optional.empty();
          yield Optional.of(new EnrolStep.Press(press, options.presses()));
        }
        case CAPTURE -> capture(deadline);
        case LIFT -> {
          if (sensor.lifted(deadline)) {
            state = State.TELL;
          }
          yield Optional.empty();
        }
      };
      if (step.isPresent() || state != State.TELL && ticker.micros() >= deadline) {
        return step;
      }
    }
  }

  private Optional<EnrolStep> capture(long deadline) {
    return switch (module.capture(press)) {
      case Capture.NoFinger() -> {
        sensor.pauseUntil(deadline, options.busyPoll());
        yield Optional.empty();
      }
      case Capture.Poor(Capture.Hint hint) -> {
        boolean again = toldHint.filter(hint::equals).isPresent();
        toldHint = Optional.of(hint);
        sensor.pauseUntil(deadline, options.busyPoll());
        yield again ? Optional.empty() : Optional.of(new EnrolStep.Poor(hint, press));
      }
      case Capture.Captured() -> Optional.of(captured());
    };
  }

  private EnrolStep captured() {
    if (press == 1) {
      Optional<Instructions.Place> known = module.search().filter(found -> !replacing || found.number() != place);
      if (known.isPresent()) {
        return new EnrolStep.Known(known.get().number(), known.get().score());
      }
    }
    if (press < options.presses()) {
      state = State.LIFT;
      press++;
      return new EnrolStep.Lift(press - 1);
    }
    press = 1;
    if (!module.combine()) {
      state = State.LIFT;
      return new EnrolStep.Mismatch();
    }
    return switch (module.store(place)) {
      case StoreResult.Stored(int where) -> new EnrolStep.Stored(where, module.buffered());
      case StoreResult.Full(int capacity) -> new EnrolStep.Full(capacity);
      case StoreResult.NoSuchPlace(int _, int capacity) -> new EnrolStep.Full(capacity);
    };
  }
}
