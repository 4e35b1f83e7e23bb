package dev.punchpost.kiosk.panel;

import dev.punchpost.hal.panel.Signal;
import dev.punchpost.hal.panel.Signal.Light;
import dev.punchpost.hal.panel.Signal.Step;
import dev.punchpost.kiosk.ledger.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Light and tone of each screen. No two differ by colour alone: number, length and pitch of the tones tell them apart,
/// and so does the rhythm of the light.
///
/// Rising means in, falling means out; high means done, low means not done; long means call somebody.
public final class Signals {
  private static final Signal ACCEPTED_IN = new Signal(
      List.of(tone(Light.GREEN, 1200, 120), dark(40), tone(Light.GREEN, 1800, 160), light(Light.GREEN, 1200)));
  private static final Signal ACCEPTED_OUT = new Signal(
      List.of(tone(Light.GREEN, 1800, 120), dark(40), tone(Light.GREEN, 1200, 160), light(Light.GREEN, 1200)));
  private static final Signal REPEAT = new Signal(
      List.of(tone(Light.GREEN, 1500, 80), light(Light.GREEN, 300), light(Light.AMBER, 800)));
  /// Recorded, and no door.
  private static final Signal SHUT = new Signal(List.of(tone(Light.GREEN, 1500, 80), dark(80),
      tone(Light.AMBER, 400, 300), light(Light.AMBER, 1000)));
  private static final Signal UNIDENTIFIED = new Signal(
      List.of(tone(Light.AMBER, 400, 200), dark(120), tone(Light.RED, 400, 200), light(Light.RED, 1000)));
  private static final Signal NOT_RECORDED = new Signal(List.of(tone(Light.RED, 250, 600), dark(150),
      tone(Light.RED, 250, 600), dark(150), tone(Light.RED, 250, 600), light(Light.RED, 1500)));
  private static final Signal ONCE_MORE = new Signal(List.of(tone(Light.AMBER, 600, 90), dark(90),
      tone(Light.AMBER, 600, 90), dark(90), tone(Light.AMBER, 600, 90), light(Light.AMBER, 800)));
  /// Neither done nor not done: no tone.
  private static final Signal MOMENT = new Signal(List.of(light(Light.AMBER, 1_000)));
  private static final Signal WAIT = new Signal(List.of(tone(Light.AMBER, 700, 350), light(Light.AMBER, 700)));

  /// A key was taken: as short as can be heard.
  private static final Signal KEY = new Signal(List.of(tone(Light.AMBER, 900, 25)));
  private static final Signal DOOR = new Signal(List.of(tone(Light.GREEN, 1500, 250), light(Light.GREEN, 1500)));

  private static final Signal IDENTIFY = new Signal(List.of(tone(Light.AMBER, 2400, 60), dark(240),
      tone(Light.AMBER, 2400, 60), dark(240), tone(Light.AMBER, 2400, 60), dark(240), tone(Light.AMBER, 2400, 60),
      dark(240), tone(Light.AMBER, 2400, 60)));

  private Signals() {}

  /// The signal of a screen; empty for screens that answer no tap.
  public static Optional<Signal> of(Screen screen) {
    return switch (screen) {
      case Screen.Accepted a when a.passage() == Screen.Accepted.Passage.DENIED -> Optional.of(SHUT);
      case Screen.Accepted a when a.repeat() -> Optional.of(REPEAT);
      case Screen.Accepted a when a.kind() == Kind.IN -> Optional.of(ACCEPTED_IN);
      case Screen.Accepted a -> Optional.of(ACCEPTED_OUT);
      case Screen.Refused r -> Optional.of(switch (r.reason()) {
        case UNIDENTIFIED, NOT_GENUINE, NO_IDENTITY, FINGER_UNKNOWN, TOKEN_UNCHECKED, PIN_WRONG, PIN_LOCKED,
            NOT_ALLOWED ->
          UNIDENTIFIED;
        case ONE_CARD_PLEASE, HOLD_LONGER, LEARNING, ENTRY_ENDED, PRESS_HARDER, DRY_THE_FINGER, HOLD_STILL,
            MOVE_TO_THE_CENTRE, PRESS_AGAIN ->
          ONCE_MORE;
        case NOT_RECORDED, STORE_FULL, DOOR_FAULT -> NOT_RECORDED;
      });
      case Screen.Wait w -> Optional.of(w.taken() ? MOMENT : WAIT);
      case Screen.Identify i -> Optional.of(IDENTIFY);
      case Screen.Typing t -> t.step() == Screen.Typing.Step.CHECKING ? Optional.empty() : Optional.of(KEY);
      case Screen.Chosen c -> Optional.of(KEY);
      case Screen.DoorOpened d -> Optional.of(DOOR);
      case Screen.Message m -> Optional.empty();
      case Screen.Idle i -> Optional.empty();
      case Screen.ReaderState s -> Optional.empty();
      case Screen.NotSetUp n -> Optional.empty();
      case Screen.ConfigurationRejected c -> Optional.empty();
    };
  }

  private static Step tone(Light light, int hertz, int millis) {
    return new Step(light, hertz, Duration.ofMillis(millis));
  }

  private static Step light(Light light, int millis) {
    return tone(light, 0, millis);
  }

  private static Step dark(int millis) {
    return tone(Light.OFF, 0, millis);
  }
}
