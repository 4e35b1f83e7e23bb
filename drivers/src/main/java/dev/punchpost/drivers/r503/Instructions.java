package dev.punchpost.drivers.r503;

import dev.punchpost.drivers.r503.Capture.Hint;
import dev.punchpost.drivers.r503.ModuleLine.Answer;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The module's instructions, one method each, and what their confirmation codes mean. Throws as [R503] says. Owned by
/// the driver's thread.
final class Instructions {
  private static final int TRIES = 3;
  private static final int PLACES_A_PAGE = 256;
  private static final int FIRST_BUFFER = 1;
  private static final Duration FIRST_ANSWER = Duration.ofMillis(300);

  private final ModuleLine line;
  private final Ticker ticker;
  private final R503Options options;
  private final ModuleParameters parameters;

  /// Proves the password and reads the parameters.
  Instructions(ModuleLine line, Ticker ticker, R503Options options) {
    this.line = line;
    this.ticker = ticker;
    this.options = options;
    prove();
    int level = options.securityLevel();
    if (level != 0 && readParameters().securityLevel() != level) {
      done("set its security level", ask(0, Codes.SET_SYS_PARA, (byte) Codes.SECURITY_LEVEL_PARAMETER, (byte) level));
    }
    parameters = readParameters();
  }

  ModuleParameters parameters() {
    return parameters;
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

  Capture image() {
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
  StoreResult load(int place, FingerTemplate template) {
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
  Optional<FingerTemplate> read(int place) {
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
  Optional<Integer> compareWith(int place) {
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
  void delete(int place) {
    Answer answer = ask(0, Codes.DELET_CHAR, (byte) (place >> 8), (byte) place, (byte) 0, (byte) 1);
    if (places().contains(place)) {
      throw failed("delete place " + place, answer);
    }
  }

  /// Empties the whole library.
  void deleteAll() {
    done("empty its library", ask(0, Codes.EMPTY));
    if (count() != 0) {
      throw new HalException(Kind.PROTOCOL, "the fingerprint module says that its library is empty, and counts "
          + count());
    }
  }

  /// How many places are taken, as the module counts.
  int count() {
    Answer answer = ask(2, Codes.TEMPLETE_NUM);
    done("count its templates", answer);
    return answer.number(0);
  }

  /// The places that are taken, ascending.
  List<Integer> places() {
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
  boolean light(RingLight light) {
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
      line.countRestart();
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
}
