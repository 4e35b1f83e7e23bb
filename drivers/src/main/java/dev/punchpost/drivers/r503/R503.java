package dev.punchpost.drivers.r503;

import dev.punchpost.drivers.r503.Capture.Hint;
import dev.punchpost.drivers.r503.ModuleLine.Answer;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.serial.SerialOptions;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
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

  private static final int TRIES = 3;
  private static final int PLACES_A_PAGE = 256;
  private static final int FIRST_BUFFER = 1;
  private static final Duration FIRST_ANSWER = Duration.ofMillis(300);

  private final ModuleLine line;
  private final @Nullable InputPin touch;
  private final Ticker ticker;
  private final Pause pause;
  private final R503Options options;
  private final ModuleParameters parameters;
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
      prove();
      int level = options.securityLevel();
      if (level != 0 && readParameters().securityLevel() != level) {
        done("set its security level",
            ask(0, Codes.SET_SYS_PARA, (byte) Codes.SECURITY_LEVEL_PARAMETER, (byte) level));
      }
      parameters = readParameters();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// A module that was just switched on does not hear for 50 to 200 ms, and then says 55h.
  private void prove() {
    long end = ticker.micros() + options.start().toNanos() / 1_000;
    while (true) {
      try {
        verifyPassword(FIRST_ANSWER);
        return;
      } catch (HalException e) {
        if (e.kind() != Kind.TIMEOUT && e.kind() != Kind.PROTOCOL || ticker.micros() >= end) {
          throw e;
        }
      }
    }
  }

  private void verifyPassword(Duration timeout) {
    long secret = options.password();
    Answer answer = line.ask(0, timeout, 1, Codes.VFY_PWD, (byte) (secret >> 24), (byte) (secret >> 16),
        (byte) (secret >> 8), (byte) secret);
    if (answer.code() == Codes.WRONG_PASSWORD) {
      throw new HalException(Kind.PERMISSION, "the fingerprint module has another password");
    }
    done("verify its password", answer);
  }

  private ModuleParameters readParameters() {
    Answer answer = ask(ModuleParameters.BYTES, Codes.READ_SYS_PARA);
    done("tell its parameters", answer);
    return ModuleParameters.decode(answer);
  }

  /// What the module said of itself when it was opened.
  public ModuleParameters parameters() {
    return parameters;
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
    Optional<FingerEvent> event = switch (capture(FIRST_BUFFER)) {
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
    Optional<Place> found = search();
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
    if (image() instanceof Capture.NoFinger) {
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

  /// Takes an image and its features.
  ///
  /// @param buffer of the module, from 1
  Capture capture(int buffer) {
    Capture image = image();
    if (!(image instanceof Capture.Captured)) {
      return image;
    }
    return judged("extract features", ask(0, Codes.IMG_2_TZ, (byte) buffer));
  }

  private Capture image() {
    return judged("take an image", ask(0, Codes.GET_IMAGE));
  }

  private static Capture judged(String what, Answer answer) {
    return switch (answer.code()) {
      case Codes.OK -> new Capture.Captured();
      case Codes.NO_FINGER -> new Capture.NoFinger();
      case Codes.TOO_DRY -> new Capture.Poor(Hint.PRESS_HARDER);
      case Codes.TOO_WET -> new Capture.Poor(Hint.DRY_THE_FINGER);
      case Codes.DISORDERLY -> new Capture.Poor(Hint.HOLD_STILL);
      case Codes.TOO_FEW_POINTS -> new Capture.Poor(Hint.MOVE_TO_THE_CENTRE);
      case Codes.CAPTURE_FAILED, Codes.NO_VALID_IMAGE -> new Capture.Poor(Hint.PRESS_AGAIN);
      default -> throw failed(what, answer);
    };
  }

  /// Where a finger is in the library.
  record Place(int number, int score) {}

  /// Searches the finger of the first buffer in the whole library.
  Optional<Place> search() {
    Answer answer = ask(4, Codes.SEARCH, (byte) FIRST_BUFFER, (byte) 0, (byte) 0, (byte) (parameters.capacity() >> 8),
        (byte) parameters.capacity());
    return switch (answer.code()) {
      case Codes.NOT_FOUND, Codes.LIBRARY_EMPTY, Codes.TEMPLATE_EMPTY -> Optional.empty();
      case Codes.OK -> Optional.of(new Place(answer.number(0), answer.number(2)));
      default -> throw failed("search its library", answer);
    };
  }

  /// Begins an enrolment at the lowest place that is free.
  public Enrolment enrol() {
    List<Integer> taken = places();
    int place = 0;
    while (taken.contains(place)) {
      place++;
    }
    return new Enrolment(this, ticker, options, place, false);
  }

  /// Begins an enrolment at a place; what is there is replaced at its end.
  ///
  /// @throws IllegalArgumentException if the module has no such place
  public Enrolment enrolAt(int place) {
    if (place < 0 || place >= parameters.capacity()) {
      throw new IllegalArgumentException("place " + place + ", this module has 0 to " + (parameters.capacity() - 1));
    }
    return new Enrolment(this, ticker, options, place, true);
  }

  /// Makes one template of the captures in the buffers. Not asked again, since it changes the buffers.
  ///
  /// @return false if they are not of one finger
  boolean combine() {
    Answer answer = line.ask(0, options.answer(), 1, Codes.REG_MODEL);
    if (answer.code() == Codes.NOT_COMBINED) {
      return false;
    }
    done("combine the captures", answer);
    return true;
  }

  StoreResult store(int place) {
    int capacity = parameters.capacity();
    if (place < 0 || place >= capacity) {
      return new StoreResult.NoSuchPlace(place, capacity);
    }
    Answer answer = ask(0, Codes.STORE, (byte) FIRST_BUFFER, (byte) (place >> 8), (byte) place);
    return switch (answer.code()) {
      case Codes.OK -> new StoreResult.Stored(place);
      case Codes.LIBRARY_FULL -> new StoreResult.Full(capacity);
      case Codes.OUT_OF_LIBRARY -> new StoreResult.NoSuchPlace(place, capacity);
      default -> throw failed("store at place " + place, answer);
    };
  }

  /// Writes a template that came from this kind of module to a place; what is there is replaced. Nobody acknowledges
  /// the data, so that the template is read back before it is stored.
  public StoreResult load(int place, FingerTemplate template) {
    if (place < 0 || place >= parameters.capacity()) {
      return new StoreResult.NoSuchPlace(place, parameters.capacity());
    }
    for (int i = 0; i < TRIES; i++) {
      done("take a template", ask(0, Codes.DOWN_CHAR, (byte) FIRST_BUFFER));
      line.sendData(template.bytes(), parameters.packetSize());
      if (buffered().equals(template)) {
        return store(place);
      }
    }
    throw new HalException(Kind.PROTOCOL, "the fingerprint module does not get a template as it was sent (disturbed"
        + " line, or a template of another model)");
  }

  /// Reads the template of a place.
  ///
  /// @return empty if there is none
  public Optional<FingerTemplate> read(int place) {
    Answer answer = ask(0, Codes.LOAD_CHAR, (byte) FIRST_BUFFER, (byte) (place >> 8), (byte) place);
    return switch (answer.code()) {
      case Codes.OK -> Optional.of(buffered());
      case Codes.OUT_OF_LIBRARY, Codes.TEMPLATE_UNREADABLE, Codes.TEMPLATE_EMPTY -> Optional.empty();
      default -> throw failed("read place " + place, answer);
    };
  }

  /// The template in the first buffer; asked for again if its data comes damaged.
  FingerTemplate buffered() {
    for (int i = 1; true; i++) {
      done("send a template", ask(0, Codes.UP_CHAR, (byte) FIRST_BUFFER));
      try {
        return new FingerTemplate(line.data(options.answer()));
      } catch (HalException e) {
        if (i == TRIES || e.kind() != Kind.TIMEOUT && e.kind() != Kind.PROTOCOL) {
          throw e;
        }
      }
    }
  }

  /// Compares the finger in the first buffer with one place (1:1).
  ///
  /// @return the score; empty if it is another finger, or nothing is there
  public Optional<Integer> compareWith(int place) {
    Answer loaded = ask(0, Codes.LOAD_CHAR, (byte) 2, (byte) (place >> 8), (byte) place);
    if (loaded.code() == Codes.TEMPLATE_UNREADABLE || loaded.code() == Codes.TEMPLATE_EMPTY) {
      return Optional.empty();
    }
    done("read place " + place, loaded);
    Answer answer = ask(2, Codes.MATCH);
    if (answer.code() == Codes.NOT_MATCHED) {
      return Optional.empty();
    }
    done("compare", answer);
    return Optional.of(answer.number(0));
  }

  /// Empties a place; one that is empty already is no error. That it is empty is looked up in the index afterwards.
  public void delete(int place) {
    Answer answer = ask(0, Codes.DELET_CHAR, (byte) (place >> 8), (byte) place, (byte) 0, (byte) 1);
    if (places().contains(place)) {
      throw failed("delete place " + place, answer);
    }
  }

  /// Empties the whole library.
  public void deleteAll() {
    done("empty its library", ask(0, Codes.EMPTY));
    if (count() != 0) {
      throw new HalException(Kind.PROTOCOL, "the fingerprint module says that its library is empty, and counts "
          + count());
    }
  }

  /// How many places are taken, as the module counts.
  public int count() {
    Answer answer = ask(2, Codes.TEMPLETE_NUM);
    done("count its templates", answer);
    return answer.number(0);
  }

  /// The places that are taken, ascending.
  public List<Integer> places() {
    List<Integer> taken = new ArrayList<>();
    for (int page = 0; page * PLACES_A_PAGE < parameters.capacity(); page++) {
      Answer answer = ask(PLACES_A_PAGE / 8, Codes.READ_INDEX_TABLE, (byte) page);
      done("tell its index", answer);
      for (int i = 0; i < PLACES_A_PAGE; i++) {
        int place = page * PLACES_A_PAGE + i;
        if (place < parameters.capacity() && (answer.data()[i / 8] >> i % 8 & 1) == 1) {
          taken.add(place);
        }
      }
    }
    return List.copyOf(taken);
  }

  /// Sets the light ring.
  ///
  /// @return false if this module has none
  public boolean light(RingLight light) {
    try {
      return line.ask(0, FIRST_ANSWER, 1, Codes.AURA_LED_CONFIG, light.parameters()).code() == Codes.OK;
    } catch (HalException e) {
      if (e.kind() == Kind.TIMEOUT || e.kind() == Kind.PROTOCOL) {
        // Old modules do not answer what they do not know.
        return false;
      }
      throw e;
    }
  }

  private Answer ask(int least, int instruction, byte... content) {
    Answer answer = line.ask(least, options.answer(), TRIES, instruction, content);
    if (answer.code() == Codes.PASSWORD_FIRST) {
      // Its power was gone for a moment, and it has forgotten that we proved ourselves.
      verifyPassword(options.answer());
      answer = line.ask(least, options.answer(), TRIES, instruction, content);
    }
    return answer;
  }

  private static void done(String what, Answer answer) {
    if (answer.code() != Codes.OK) {
      throw failed(what, answer);
    }
  }

  private static HalException failed(String what, Answer answer) {
    return new HalException(Kind.PROTOCOL,
        "the fingerprint module could not " + what + " (" + Codes.words(answer.code()) + ")");
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
