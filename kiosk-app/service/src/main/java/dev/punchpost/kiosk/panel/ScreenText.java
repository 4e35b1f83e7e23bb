package dev.punchpost.kiosk.panel;

import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.panel.Words.Phrase;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Lays a screen out as rows of text. Nothing is clipped: words wrap, names are shortened, and what does not fit a small
/// display has a shorter form.
///
/// Immutable.
public final class ScreenText {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE;

  private final String terminalLanguage;
  private final int columns;
  private final int rows;

  /// @param terminalLanguage BCP 47 tag, for screens that are meant for no worker and for workers without a language
  /// @param columns 16 or more
  /// @param rows 2 or more
  public ScreenText(String terminalLanguage, int columns, int rows) {
    if (columns < 16 || rows < 2) {
      throw new IllegalArgumentException("display of " + columns + "x" + rows + ", expected at least 16x2");
    }
    this.terminalLanguage = terminalLanguage;
    this.columns = columns;
    this.rows = rows;
  }

  /// Exactly as many lines as the display has rows, none longer than its columns.
  ///
  /// @param now in the terminal's zone, which also the times of punches are shown in
  public List<String> lines(Screen screen, ZonedDateTime now) {
    return lines(screen, Set.of(), now);
  }

  /// As [#lines(Screen, ZonedDateTime)], with marks on the idle screen.
  List<String> lines(Screen screen, Set<Mark> marks, ZonedDateTime now) {
    List<String> text = switch (screen) {
      case Screen.Idle idle -> idle(idle, marks, now);
      case Screen.Accepted accepted -> accepted(accepted, now);
      case Screen.Refused refused -> refused(refused);
      case Screen.Wait wait when wait.taken() -> List.of(words().get(Phrase.MOMENT));
      case Screen.Wait _ -> message(words(), Phrase.WAIT, Phrase.WAIT_SHORT);
      case Screen.ReaderState state -> readerState(state);
      case Screen.Identify(String terminal) -> placed(List.of(words().get(Phrase.HERE_I_AM)), terminal);
      case Screen.Message(String message, int page) -> page(message, page);
      case Screen.Typing typing ->
        List.of(words().get(title(typing.step())), "*".repeat(Math.min(typing.length(), columns)));
      case Screen.Chosen chosen -> List.of(words().get(title(chosen.choice())), words().get(Phrase.BADGE_OR_NUMBER));
      case Screen.DoorOpened opened -> List.of(Words.of(opened.language(), terminalLanguage).get(Phrase.DOOR_OPEN),
          Lines.name(opened.name(), columns));
      case Screen.NotSetUp(String where) -> placed(List.of(words().get(Phrase.NOT_SET_UP)), where);
      case Screen.ConfigurationRejected(String where) -> rows > 2
          ? placed(Lines.wrapped(words().get(Phrase.SETTINGS_REJECTED), columns), where)
          : placed(List.of(words().get(Phrase.SETTINGS_ERROR)), where);
    };
    List<String> all = new ArrayList<>(text.subList(0, Math.min(rows, text.size())));
    while (all.size() < rows) {
      all.add("");
    }
    return List.copyOf(all);
  }

  static Phrase title(Screen.Typing.Step step) {
    return switch (step) {
      case NUMBER -> Phrase.ENTER_NUMBER;
      case PIN -> Phrase.ENTER_PIN;
      case CHECKING -> Phrase.CHECKING;
    };
  }

  static Phrase title(Screen.Chosen.Choice choice) {
    return switch (choice) {
      case IN -> Phrase.IN;
      case OUT -> Phrase.OUT;
      case DOOR -> Phrase.DOOR;
    };
  }

  /// How many screens a message needs.
  public int pages(String message) {
    return Math.max(1, (Lines.wrapped(message, columns).size() + rows - 1) / rows);
  }

  private List<String> page(String message, int page) {
    List<String> all = Lines.wrapped(message, columns);
    int from = Math.min(page * rows, all.size());
    return all.subList(from, Math.min(from + rows, all.size()));
  }

  private List<String> idle(Screen.Idle idle, Set<Mark> marks, ZonedDateTime now) {
    Words words = words();
    List<String> wrong = new ArrayList<>();
    if (marks.contains(Mark.READER_LOST)) {
      wrong.add(words.get(Phrase.READER_ERROR));
    }
    if (!idle.clockTrusted()) {
      wrong.add(words.get(Phrase.CLOCK_NOT_SET));
    }
    if (marks.contains(Mark.SETTINGS_REJECTED)) {
      wrong.add(words.get(Phrase.SETTINGS_ERROR));
    }
    if (!idle.online() || idle.waiting() > 0) {
      wrong.add(words.get(idle.online() ? Phrase.WAITING : Phrase.OFFLINE) + " " + count(idle.waiting()));
    }
    List<String> text = new ArrayList<>();
    text.add(idle.clockTrusted() ? DATE.format(now) + " " + TIME.format(now) : TIME.format(now) + " ?");
    List<String> present = Lines.wrapped(words.get(Phrase.PRESENT_BADGE), columns);
    if (wrong.isEmpty() || 1 + present.size() + wrong.size() <= rows || rows > 2) {
      text.addAll(present);
    }
    text.addAll(wrong);
    return text;
  }

  private List<String> accepted(Screen.Accepted accepted, ZonedDateTime now) {
    Words words = Words.of(accepted.language(), terminalLanguage);
    boolean in = accepted.kind() == Kind.IN;
    List<String> hints = new ArrayList<>();
    if (accepted.passage() != Screen.Accepted.Passage.FREE) {
      hints.add(words.get(Phrase.ALREADY_INSIDE));
    }
    if (accepted.passage() == Screen.Accepted.Passage.DENIED) {
      hints.add(words.get(Phrase.DOOR_SHUT));
    }
    if (accepted.repeat() && hints.size() < 2) {
      hints.add(words.get(Phrase.ALREADY_RECORDED));
    }
    if (accepted.outMissing() && hints.size() < 2) {
      hints.add(words.get(Phrase.OUT_MISSING));
    }
    String time = words.get(in ? Phrase.IN : Phrase.OUT) + " "
        + TIME.format(accepted.at().atZone(now.getZone()));
    String punch = accepted.clockTrusted() ? time : time + (Lines.width(time) + 2 <= columns ? " ?" : "?");
    if (rows - 1 - hints.size() < 1) {
      String first = Lines.name(accepted.name(), columns);
      String both = punch + " " + first;
      return List.of(hints.getFirst(), Lines.width(both) <= columns ? both : punch);
    }
    List<String> text = new ArrayList<>(
        greeting(words.get(in ? Phrase.HELLO : Phrase.GOODBYE), accepted.name(), rows - 1 - hints.size()));
    text.add(punch);
    text.addAll(hints);
    return text;
  }

  /// Greeting and name in up to two rows; the name alone where there is no room for both.
  private List<String> greeting(String greeting, String name, int room) {
    String whole = greeting + " " + Lines.plain(name);
    if (Lines.width(whole) <= columns) {
      return List.of(whole);
    }
    return room > 1 ? List.of(greeting, Lines.name(name, columns)) : List.of(Lines.name(name, columns));
  }

  private List<String> refused(Screen.Refused refused) {
    Words words = Words.of(refused.language(), terminalLanguage);
    return switch (refused.reason()) {
      case UNIDENTIFIED -> message(words, Phrase.UNIDENTIFIED, Phrase.UNIDENTIFIED_SHORT);
      case NOT_RECORDED -> message(words, Phrase.NOT_RECORDED, Phrase.NOT_RECORDED_SHORT);
      case STORE_FULL -> message(words, Phrase.STORE_FULL, Phrase.STORE_FULL_SHORT);
      case ONE_CARD_PLEASE -> message(words, Phrase.ONE_CARD, Phrase.ONE_CARD_SHORT);
      case NO_IDENTITY -> message(words, Phrase.NO_IDENTITY, Phrase.NO_IDENTITY_SHORT);
      case NOT_GENUINE -> message(words, Phrase.NOT_GENUINE, Phrase.NOT_GENUINE_SHORT);
      case HOLD_LONGER -> message(words, Phrase.HOLD_LONGER, Phrase.HOLD_LONGER_SHORT);
      case TOKEN_UNCHECKED -> message(words, Phrase.TOKEN_UNCHECKED, Phrase.TOKEN_UNCHECKED_SHORT);
      case FINGER_UNKNOWN -> message(words, Phrase.FINGER_UNKNOWN, Phrase.FINGER_UNKNOWN_SHORT);
      case PRESS_HARDER -> hint(words, Phrase.PRESS_HARDER);
      case DRY_THE_FINGER -> hint(words, Phrase.DRY_THE_FINGER);
      case HOLD_STILL -> hint(words, Phrase.HOLD_STILL);
      case MOVE_TO_THE_CENTRE -> hint(words, Phrase.MOVE_TO_THE_CENTRE);
      case PRESS_AGAIN -> hint(words, Phrase.PRESS_AGAIN);
      case LEARNING -> message(words, Phrase.LEARNING, Phrase.LEARNING_SHORT);
      case PIN_WRONG -> message(words, Phrase.PIN_WRONG, Phrase.PIN_WRONG_SHORT);
      case PIN_LOCKED -> message(words, Phrase.PIN_LOCKED, Phrase.PIN_LOCKED_SHORT);
      case ENTRY_ENDED -> message(words, Phrase.ENTRY_ENDED, Phrase.ENTRY_ENDED_SHORT);
      case NOT_ALLOWED -> message(words, Phrase.NOT_ALLOWED, Phrase.NOT_ALLOWED_SHORT);
      case DOOR_FAULT -> message(words, Phrase.DOOR_FAULT, Phrase.DOOR_FAULT_SHORT);
    };
  }

  private List<String> message(Words words, Phrase whole, Phrase brief) {
    List<String> text = Lines.wrapped(words.get(whole), columns);
    return text.size() <= rows ? text : Lines.wrapped(words.get(brief), columns);
  }

  /// What would help a finger that could not be read.
  private List<String> hint(Words words, Phrase help) {
    List<String> text = new ArrayList<>(Lines.wrapped(words.get(Phrase.NOT_READ), columns));
    text.addAll(Lines.wrapped(words.get(help), columns));
    return text;
  }

  private List<String> readerState(Screen.ReaderState state) {
    return placed(Lines.wrapped(words().get(state.working() ? Phrase.READER_FOUND : Phrase.READER_LOST), columns),
        state.reader().value());
  }

  /// A message, and in the rows left the place that it is about.
  private List<String> placed(List<String> message, String place) {
    List<String> text = new ArrayList<>(message);
    if (text.size() < rows) {
      text.addAll(Lines.end(place, columns, rows - text.size()));
    }
    return text;
  }

  private Words words() {
    return Words.of(terminalLanguage);
  }

  /// At most four characters.
  private static String count(long number) {
    if (number < 10_000) {
      return Long.toString(number);
    }
    return number < 1_000_000 ? number / 1_000 + "k" : Math.min(number / 1_000_000, 999) + "M";
  }
}
