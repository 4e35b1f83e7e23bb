package dev.punchpost.drivers.wedge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.text.BadgeText;
import dev.punchpost.drivers.wedge.KeyboardWedge.Options;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.input.KeyEvent;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import dev.punchpost.hal.playback.ReplayKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Behaviour, against the simulator, and keys by the numbers of linux/input-event-codes.h. Time is manual.
///
/// The fuzz test types 50,000 events, with `-Dpunchpost.full=true` 1,000,000, from a fixed seed.
class KeyboardWedgeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int LEFT_CONTROL = 29;
  private static final int LEFT_ALT = 56;
  private static final int CAPS_LOCK = 58;
  private static final int NUM_LOCK = 69;
  private static final int F1 = 59;

  private final ManualTicker ticker = new ManualTicker();
  private final ReplayKeys keys = new ReplayKeys(ticker, new ManualPause(ticker));
  private final KeyboardWedgeSimulator simulator = new KeyboardWedgeSimulator(keys::add, ticker.micros());

  private KeyboardWedge open(Options options) {
    return new KeyboardWedge(new ReaderName("desk"), keys, ticker, options);
  }

  private KeyboardWedge open() {
    return open(Options.defaults());
  }

  private static Options layout(KeyMap map) {
    return new Options(map, Set.of(KeyboardWedge.ENTER), Duration.ofMillis(500), BadgeText.any(), SECOND);
  }

  private static Options terminated(Set<Integer> terminators) {
    return new Options(KeyMap.us(), terminators, Duration.ofMillis(300), BadgeText.any(), SECOND);
  }

  private static Options text(BadgeText text) {
    return new Options(KeyMap.us(), Set.of(KeyboardWedge.ENTER), Duration.ofMillis(500), text, SECOND);
  }

  private List<ReaderEvent> play(KeyboardWedge reader) {
    List<ReaderEvent> events = new ArrayList<>();
    int quiet = 0;
    while (quiet < 3) {
      Optional<ReaderEvent> event = reader.next(SECOND);
      event.ifPresent(events::add);
      quiet = event.isEmpty() && keys.finished() ? quiet + 1 : 0;
    }
    return events;
  }

  private List<String> told(KeyboardWedge reader) {
    return play(reader).stream().map(event -> event instanceof ReaderEvent.Presented card
        ? card.credential().id().canonical()
        : event.getClass().getSimpleName()).toList();
  }

  private List<String> cards(KeyboardWedge reader) {
    return told(reader).stream().filter(word -> !word.equals("Removed")).toList();
  }

  /// KEY_0 is 11, KEY_1 to KEY_9 are 2 to 10, KEY_A is 30, KEY_LEFTSHIFT is 42, KEY_ENTER is 28.
  @Test
  void aBadgeIsReadFromTheNumbersOfItsKeys() {
    KeyboardWedge reader = open();
    for (int code : new int[]{11, 11, 2, 3, 10}) {
      simulator.press(code);
    }
    simulator.pressWith(42, 30);
    simulator.press(30);
    simulator.press(28);
    assertEquals(List.of("text:00129Aa", "Removed"), told(reader));
    assertEquals(new ReaderCounts(1, 0, 0), reader.counts());
  }

  @Test
  void everyCharacterOfALayoutIsReadBack() {
    for (KeyMap map : List.of(KeyMap.us(), KeyMap.de(), KeyMap.fr())) {
      KeyboardWedgeSimulator typist = new KeyboardWedgeSimulator(keys::add, map, KeyboardWedge.ENTER,
          ticker.micros());
      typist.scan("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz/*-+.,;:!?&%()_=\"'$<>");
      assertEquals(
          List.of("text:0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz/*-+.,;:!?&%()_=\"'$<>"),
          cards(open(layout(map))), map.toString());
    }
  }

  @Test
  void theSameKeysAreOtherCharactersInOtherLayouts() {
    for (var expected : List.of(List.of("us", "1q-zyA"), List.of("de", "1qßyzA"), List.of("fr", "&a)wyQ"))) {
      KeyboardWedgeSimulator typist = new KeyboardWedgeSimulator(keys::add, ticker.micros());
      typist.scan("1q-zyA");
      assertEquals(List.of("text:" + expected.get(1)), cards(open(layout(KeyMap.named(expected.get(0))))));
    }
  }

  @Test
  void frenchDigitsNeedShift() {
    KeyboardWedge reader = open(layout(KeyMap.fr()));
    simulator.pressWith(42, 2);
    simulator.pressWith(54, 3);
    simulator.press(28);
    assertEquals(List.of("text:12"), cards(reader));
  }

  @Test
  void altGrGivesTheThirdCharacterOfAKey() {
    KeyboardWedge reader = open(layout(KeyMap.de()));
    new KeyboardWedgeSimulator(keys::add, KeyMap.de(), KeyboardWedge.ENTER, ticker.micros()).scan("{a@b}");
    assertEquals(List.of("text:{a@b}"), cards(reader));
  }

  /// KEY_KP7 71 … KEY_KP9 73, KEY_KP4 75 … KEY_KP6 77, KEY_KP1 79 … KEY_KP3 81, KEY_KP0 82, KEY_KPENTER 96.
  @Test
  void theKeypadTypesDigitsWhateverNumLockIs() {
    KeyboardWedge reader = open();
    simulator.press(NUM_LOCK);
    for (int code : new int[]{82, 79, 80, 81, 75, 76, 77, 71, 72, 73, 96}) {
      simulator.press(code);
    }
    assertEquals(List.of("text:0123456789"), cards(reader));
  }

  @Test
  void aKeyCanBeGivenAnotherCharacter() {
    KeyboardWedge reader = open(layout(KeyMap.us().with(F1, false, '#')));
    simulator.press(F1);
    simulator.scan("1");
    assertEquals(List.of("text:#1"), cards(reader));
  }

  @Test
  void tabEndsALineWhereItIsATerminator() {
    KeyboardWedge reader = open(terminated(Set.of(KeyboardWedge.TAB)));
    simulator.type("12");
    simulator.press(KeyboardWedge.TAB);
    assertEquals(List.of("text:12"), cards(reader));
  }

  @Test
  void tabSpoilsALineWhereItIsNone() {
    KeyboardWedge reader = open();
    simulator.type("12");
    simulator.press(KeyboardWedge.TAB);
    simulator.scan("34");
    simulator.scan("56");
    assertEquals(List.of("text:56"), cards(reader));
    assertEquals(1, reader.counts().rejected());
  }

  @Test
  void silenceEndsALineWhereThereAreNoTerminators() {
    KeyboardWedge reader = open(terminated(Set.of()));
    simulator.type("12");
    simulator.silence(SECOND);
    simulator.type("34");
    assertEquals(List.of("text:12", "text:34"), cards(reader));
    assertEquals(0, reader.counts().rejected());
  }

  @Test
  void halfALineIsCountedAndDoesNotJoinTheNextOne() {
    KeyboardWedge reader = open();
    simulator.type("47");
    simulator.silence(SECOND);
    simulator.scan("11");
    assertEquals(List.of("text:11"), cards(reader));
    assertEquals(new ReaderCounts(1, 1, 0), reader.counts());
  }

  @Test
  void aKeyWithoutACharacterSpoilsItsLineOnly() {
    KeyboardWedge reader = open();
    for (int code : new int[]{F1, CAPS_LOCK, 200, 700, 1}) {
      simulator.type("12");
      simulator.press(code);
      simulator.scan("34");
    }
    for (int modifier : new int[]{LEFT_CONTROL, LEFT_ALT, 97, 125, 126}) {
      simulator.type("12");
      simulator.pressWith(modifier, 30);
      simulator.scan("34");
    }
    simulator.scan("56");
    assertEquals(List.of("text:56"), cards(reader));
    assertEquals(10, reader.counts().rejected());
  }

  @Test
  void keysThatTheKernelLostSpoilTheLine() {
    KeyboardWedge reader = open();
    simulator.type("12");
    simulator.lose();
    simulator.scan("34");
    simulator.lose();
    simulator.scan("56");
    simulator.scan("78");
    assertEquals(List.of("text:78"), cards(reader));
    assertEquals(2, reader.counts().rejected());
  }

  @Test
  void aShiftWhoseReleaseWasLostIsNotHeldForEver() {
    KeyboardWedge reader = open();
    keys.add(new KeyEvent.Pressed(42, simulator.micros()));
    simulator.lose();
    simulator.scan("1");
    simulator.scan("2");
    assertEquals(List.of("text:2"), cards(reader));
  }

  @Test
  void aLineTooLongIsRejectedToItsEnd() {
    KeyboardWedge reader = open(text(new BadgeText("", "", Pattern.compile(".*"), 8, BadgeText.As.TEXT)));
    simulator.scan("12345678");
    simulator.scan("123456789");
    simulator.scan("1".repeat(10_000));
    simulator.scan("2");
    assertEquals(List.of("text:12345678", "text:2"), cards(reader));
    assertEquals(2, reader.counts().rejected());
  }

  @Test
  void prefixSuffixPatternAndKindAreAsForASerialLine() {
    KeyboardWedge reader = open(text(new BadgeText("%", "?", Pattern.compile("B([0-9A-F]{10})"), 20, BadgeText.As.EM)));
    simulator.scan("%B0F002EC3E3?");
    simulator.scan("%B0F002EC3E3");
    simulator.scan("B0F002EC3E3?");
    simulator.scan("%B0F002EC3?");
    assertEquals(List.of("em:0F002EC3E3"), cards(reader));
    assertEquals(3, reader.counts().rejected());
  }

  @Test
  void enterAloneIsNothing() {
    KeyboardWedge reader = open();
    simulator.press(KeyboardWedge.ENTER);
    simulator.press(KeyboardWedge.KEYPAD_ENTER);
    assertEquals(List.of(), told(reader));
    assertEquals(ReaderCounts.NONE, reader.counts());
  }

  @Test
  void aBadgeHeldIsPresentedOnceAndAgainWhenItComesBack() {
    KeyboardWedge reader = open();
    for (int i = 0; i < 5; i++) {
      simulator.scan("77");
      simulator.silence(Duration.ofMillis(400));
    }
    simulator.silence(SECOND);
    simulator.scan("77");
    assertEquals(List.of("text:77", "Removed", "text:77", "Removed"), told(reader));
  }

  @Test
  void keysThatWaitedInTheKernelKeepTheirTimes() {
    KeyboardWedge reader = open();
    simulator.scan("1");
    simulator.type("2");
    simulator.silence(SECOND);
    simulator.scan("3");
    ticker.advance(Duration.ofMinutes(1));
    assertEquals(List.of("text:1", "text:3"), cards(reader));
    assertEquals(1, reader.counts().rejected());
  }

  @Test
  void theTimeOfATapIsThatOfItsLastKey() {
    KeyboardWedge reader = open();
    simulator.type("12");
    long last = simulator.micros();
    simulator.press(KeyboardWedge.ENTER);
    ticker.advance(Duration.ofSeconds(3));
    assertEquals(last, play(reader).getFirst().atMicros());
  }

  @Test
  void anUnpluggedKeyboardGoesToTheSupervisor() {
    KeyboardWedge reader = open();
    simulator.type("12");
    keys.addFault(simulator.micros(), HalException.Kind.NO_DEVICE);
    assertEquals(HalException.Kind.NO_DEVICE, assertThrows(HalException.class, () -> play(reader)).kind());
    reader.close();
    reader.close();
    assertThrows(HalException.class, () -> reader.next(SECOND));
  }

  @Test
  void keysOfAnyKindNeverHangOrThrowAndABadgeIsReadAfterThem() {
    int events = Boolean.getBoolean("punchpost.full") ? 1_000_000 : 50_000;
    Random random = new Random(20_250_803);
    KeyboardWedge reader = open();
    long at = ticker.micros();
    for (int i = 0; i < events; i++) {
      at += random.nextInt(20) == 0 ? random.nextInt(700_000) : random.nextInt(10_000);
      long told = random.nextInt(50) == 0 ? Math.max(0, at - random.nextInt(2_000_000)) : at;
      int code = random.nextInt(5) == 0 ? random.nextInt() : random.nextInt(100);
      keys.add(switch (random.nextInt(10)) {
        case 0 -> new KeyEvent.Lost(told);
        case 1, 2, 3, 4 -> new KeyEvent.Released(code, told);
        default -> new KeyEvent.Pressed(code, told);
      });
      if (random.nextInt(200) == 0) {
        reader.next(Duration.ofMillis(1 + random.nextInt(100)));
      }
    }
    play(reader);
    assertTrue(reader.counts().rejected() > 0);
    KeyboardWedgeSimulator after = new KeyboardWedgeSimulator(keys::add, ticker.micros());
    for (int modifier : new int[]{29, 97, 56, 125, 126, 42, 54, 100}) {
      keys.add(new KeyEvent.Released(modifier, after.micros()));
    }
    after.scan("4711");
    assertEquals(List.of("text:4711"), cards(reader));
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> terminated(Set.of(0)));
    assertThrows(IllegalArgumentException.class, () -> KeyMap.named("dvorak"));
    assertThrows(IllegalArgumentException.class, () -> KeyMap.us().with(0, false, 'x'));
    assertThrows(IllegalArgumentException.class,
        () -> new Options(KeyMap.us(), Set.of(), Duration.ofMillis(9), BadgeText.any(), SECOND));
    assertThrows(IllegalArgumentException.class,
        () -> new Options(KeyMap.us(), Set.of(), SECOND, BadgeText.any(), Duration.ZERO));
  }
}
