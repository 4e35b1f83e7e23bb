package dev.punchpost.drivers.r503;

import dev.punchpost.drivers.r503.Capture.Hint;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.serial.SerialOptions;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A fingerprint module of GROW's R503 and R30x families, which matches on its own. See the package for wiring, quirks
/// and symptoms.
///
/// One thread owns it; a call takes as long as the module does, at most some seconds. Every method throws
/// [HalException]: TIMEOUT if the module does not answer, PROTOCOL if it answers nonsense or says that it failed,
/// PERMISSION if its password is another one, and what the line throws (NO_DEVICE for an adapter that was unplugged).
public final class R503 implements AutoCloseable {
  /// The line as modules come from the factory (manual, "UART communication").
  public static final SerialOptions LINE = SerialOptions.eightN1(57_600);

  private static final int FIRST_BUFFER = 1;

  private final ModuleLine line;
  private final @Nullable InputPin touch;
  private final Ticker ticker;
  private final Pause pause;
  private final R503Options options;
  private final Instructions module;
  private final Set<Hint> told = EnumSet.noneOf(Hint.class);
  private boolean touched;
  private boolean answered;
  private int searches;

  /// A module whose touch pin is not wired: it is asked every [R503Options#idlePoll] whether there is a finger.
  ///
  /// @param link open with [#LINE]; belongs to this driver from now on
  /// @throws HalException as the class says; the link is closed then
  public R503(SerialLink link, Ticker ticker, Pause pause, R503Options options) {
    this(link, ticker, pause, options, null);
  }

  /// A module whose touch pin wakes us: nothing is sent while nobody touches it.
  ///
  /// @param touch the pin; belongs to this driver from now on
  /// @throws HalException as the class says; link and pin are closed then
  public R503(SerialLink link, InputPin touch, Ticker ticker, Pause pause, R503Options options) {
    this(link, ticker, pause, options, touch);
  }

  private R503(SerialLink link, Ticker ticker, Pause pause, R503Options options, @Nullable InputPin touch) {
    line = new ModuleLine(link, ticker, options.address());
    this.touch = touch;
    this.ticker = ticker;
    this.pause = pause;
    this.options = options;
    try {
      module = new Instructions(line, ticker, options);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// What the module said of itself when it was opened.
  public ModuleParameters parameters() {
    return module.parameters();
  }

  public FingerModuleCounts counts() {
    return line.counts();
  }

  /// Waits for what happens at the sensor: a finger is captured and searched in the whole library.
  ///
  /// @param timeout longest wait for a finger; zero only looks
  /// @return empty if nothing happened in that time
  public Optional<FingerEvent> next(Duration timeout) {
    long deadline = ticker.micros() + timeout.toNanos() / 1_000;
    while (true) {
      Optional<FingerEvent> event = look(deadline);
      if (event.isPresent() || ticker.micros() >= deadline) {
        return event;
      }
    }
  }

  private Optional<FingerEvent> look(long deadline) {
    if (!touched && !awaitTouch(deadline)) {
      return Optional.empty();
    }
    if (answered) {
      return lifted(deadline) ? Optional.of(leave()) : Optional.empty();
    }
    Optional<FingerEvent> event = switch (module.capture(FIRST_BUFFER)) {
      case Capture.NoFinger() -> touched ? Optional.of(leave()) : Optional.empty();
      case Capture.Poor(Hint hint) -> {
        touched = true;
        yield told.add(hint) ? Optional.of(new FingerEvent.Poor(hint, ticker.micros())) : Optional.empty();
      }
      case Capture.Captured() -> {
        touched = true;
        yield searched();
      }
    };
    if (event.isEmpty()) {
      pauseUntil(deadline, touched || touch != null ? options.busyPoll() : options.idlePoll());
    }
    return event;
  }

  private Optional<FingerEvent> searched() {
    Optional<Instructions.Place> found = module.search();
    searches++;
    if (found.isEmpty() && searches < options.searches()) {
      return Optional.empty();
    }
    answered = true;
    long now = ticker.micros();
    return Optional.of(found.<FingerEvent>map(place -> new FingerEvent.Matched(place.number(), place.score(), now))
        .orElse(new FingerEvent.NotMatched(now)));
  }

  private FingerEvent leave() {
    touched = false;
    answered = false;
    searches = 0;
    told.clear();
    return new FingerEvent.Lifted(ticker.micros());
  }

  /// With the pin: waits for it, and sends nothing. Without: there may always be one.
  private boolean awaitTouch(long deadline) {
    InputPin pin = touch;
    if (pin == null) {
      return true;
    }
    long left = deadline - ticker.micros();
    return pin.high() == options.touchedIsHigh()
        || left > 0 && pin.await(options.touchedIsHigh(), Duration.ofNanos(left * 1_000));
  }

  /// Waits until the finger has gone.
  boolean lifted(long deadline) {
    InputPin pin = touch;
    if (pin != null) {
      long left = deadline - ticker.micros();
      return pin.high() != options.touchedIsHigh()
          || left > 0 && pin.await(!options.touchedIsHigh(), Duration.ofNanos(left * 1_000));
    }
    if (module.image() instanceof Capture.NoFinger) {
      return true;
    }
    pauseUntil(deadline, options.busyPoll());
    return false;
  }

  void pauseUntil(long deadline, Duration most) {
    long micros = Math.min(deadline - ticker.micros(), most.toNanos() / 1_000);
    if (micros > 0) {
      try {
        pause.pause(Duration.ofNanos(micros * 1_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new HalException(Kind.IO, "interrupted while waiting for a finger", e);
      }
    }
  }

  /// Begins an enrolment at the lowest place that is free.
  public Enrolment enrol() {
    List<Integer> taken = places();
    int place = 0;
    while (taken.contains(place)) {
      place++;
    }
    return new Enrolment(this, module, ticker, options, place, false);
  }

  /// Begins an enrolment at a place; what is there is replaced at its end.
  ///
  /// @throws IllegalArgumentException if the module has no such place
  public Enrolment enrolAt(int place) {
    if (place < 0 || place >= parameters().capacity()) {
      throw new IllegalArgumentException("place " + place + ", this module has 0 to " + (parameters().capacity() - 1));
    }
    return new Enrolment(this, module, ticker, options, place, true);
  }

  /// Looks at the sensor once: what came of it. For a test of the sensor, and before [#compareWith].
  public Capture capture() {
    return module.capture(FIRST_BUFFER);
  }

  /// Compares the finger that was captured last with one place (1:1).
  ///
  /// @return the score; empty if it is another finger, or nothing is there
  public Optional<Integer> compareWith(int place) {
    return module.compareWith(place);
  }

  /// Writes a template that came from this kind of module to a place; what is there is replaced. Nobody acknowledges
  /// the data, so that the template is read back before it is stored.
  public StoreResult load(int place, FingerTemplate template) {
    return module.load(place, template);
  }

  /// Reads the template of a place.
  ///
  /// @return empty if there is none
  public Optional<FingerTemplate> read(int place) {
    return module.read(place);
  }

  /// Empties a place; one that is empty already is no error. That it is empty is looked up in the index afterwards.
  public void delete(int place) {
    module.delete(place);
  }

  /// Empties the whole library.
  public void deleteAll() {
    module.deleteAll();
  }

  /// How many places are taken, as the module counts.
  public int count() {
    return module.count();
  }

  /// The places that are taken, ascending.
  public List<Integer> places() {
    return module.places();
  }

  /// Sets the light ring.
  ///
  /// @return false if this module has none
  public boolean light(RingLight light) {
    return module.light(light);
  }

  /// Gives line and pin back. Idempotent; never throws.
  @Override
  public void close() {
    line.close();
    InputPin pin = touch;
    if (pin != null) {
      pin.close();
    }
  }
}
