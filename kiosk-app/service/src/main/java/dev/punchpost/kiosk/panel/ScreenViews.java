package dev.punchpost.kiosk.panel;

import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.View.ClockMark;
import dev.punchpost.hal.panel.View.Direction;
import dev.punchpost.hal.panel.View.Network;
import dev.punchpost.hal.panel.View.Wording;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.panel.Words.Phrase;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Screens in words, for displays that lay them out for themselves. [ScreenText] is the same for those that do not.
///
/// Immutable.
public final class ScreenViews {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd.MM.", Locale.ROOT);
  /// What happened, and what to do: words that say both have a full stop, an exclamation mark or a colon between.
  private static final Pattern TWO_PARTS = Pattern.compile("(?<what>[^.!:]+)(?<mark>[.!:]) (?<then>.+)");

  private final String terminalLanguage;
  private final String site;

  /// @param terminalLanguage BCP 47 tag, for screens that are meant for no worker and for workers without a language
  /// @param site where the terminal hangs, for the idle screen; may be empty
  public ScreenViews(String terminalLanguage, String site) {
    this.terminalLanguage = terminalLanguage;
    this.site = site;
  }

  /// What the screen says.
  public View of(Showing showing) {
    return switch (showing.screen()) {
      case Screen.Idle idle -> idle(idle, showing);
      case Screen.Accepted accepted -> accepted(accepted, showing.now());
      case Screen.Refused(var _, var reason, var language) -> refused(reason, words(language));
      case Screen.Wait wait -> wait.taken()
          ? new View.Notice(plain(Phrase.MOMENT), Wording.NONE)
          : refusal(words(), Phrase.WAIT, Phrase.WAIT_SHORT);
      case Screen.ReaderState(var reader, boolean works) -> new View.Notice(
          plain(works ? Phrase.READER_FOUND : Phrase.READER_LOST), Wording.of(reader.value()));
      case Screen.Identify(String terminal) -> new View.Notice(plain(Phrase.HERE_I_AM), Wording.of(terminal));
      case Screen.Typing typing -> new View.Notice(plain(ScreenText.title(typing.step())),
          typing.length() == 0 ? Wording.NONE : Wording.of("*".repeat(typing.length())));
      case Screen.Chosen chosen -> new View.Notice(plain(ScreenText.title(chosen.choice())),
          plain(Phrase.BADGE_OR_NUMBER));
      case Screen.DoorOpened(var _, var _, var name, var language, var _) -> new View.Notice(
          Wording.of(words(language).get(Phrase.DOOR_OPEN)), Wording.of(Lines.plain(name)));
      case Screen.Message _ -> new View.Notice(plain(Phrase.MESSAGE), message(showing.text()));
      case Screen.NotSetUp(String where) -> new View.Notice(plain(Phrase.NOT_SET_UP), place(where));
      case Screen.ConfigurationRejected(String where) -> new View.Notice(
          new Wording(words().get(Phrase.SETTINGS_REJECTED), words().get(Phrase.SETTINGS_ERROR)), place(where));
    };
  }

  private View idle(Screen.Idle idle, Showing showing) {
    ClockMark clock = idle.clockTrusted()
        ? showing.clock() == ClockState.HOLDOVER ? ClockMark.UNSURE : ClockMark.SURE
        : ClockMark.UNSET;
    List<String> wrong = new ArrayList<>();
    if (showing.marks().contains(Mark.READER_LOST)) {
      wrong.add(words().get(Phrase.READER_ERROR));
    }
    if (!idle.clockTrusted()) {
      wrong.add(words().get(Phrase.CLOCK_NOT_SET));
    }
    if (showing.marks().contains(Mark.SETTINGS_REJECTED)) {
      wrong.add(words().get(Phrase.SETTINGS_ERROR));
    }
    return new View.Idle(TIME.format(showing.now()), date(showing.now()), site,
        idle.online() ? Network.ONLINE : Network.OFFLINE, Math.max(0, idle.waiting()), clock, all(wrong));
  }

  private Wording date(ZonedDateTime now) {
    Locale locale = Locale.forLanguageTag(terminalLanguage);
    // Some languages shorten a day's name with a full stop, for which there is no room.
    String day = now.getDayOfWeek().getDisplayName(TextStyle.SHORT_STANDALONE, locale).replace(".", "");
    return new Wording(DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(locale).format(now),
        (Lines.width(day) <= 3 ? day + " " : "") + DAY.format(now));
  }

  private View accepted(Screen.Accepted accepted, ZonedDateTime now) {
    Words words = words(accepted.language());
    List<String> hints = new ArrayList<>();
    if (accepted.passage() != Screen.Accepted.Passage.FREE) {
      hints.add(words.get(Phrase.ALREADY_INSIDE));
    }
    if (accepted.passage() == Screen.Accepted.Passage.DENIED) {
      hints.add(words.get(Phrase.DOOR_SHUT));
    }
    if (accepted.repeat()) {
      hints.add(words.get(Phrase.ALREADY_RECORDED));
    }
    if (accepted.outMissing()) {
      hints.add(words.get(Phrase.OUT_MISSING));
    }
    boolean in = accepted.kind() == Kind.IN;
    return new View.Greeting(Lines.plain(accepted.name()), in ? Direction.IN : Direction.OUT,
        words.get(in ? Phrase.IN : Phrase.OUT), TIME.format(accepted.at().atZone(now.getZone())),
        accepted.clockTrusted() ? ClockMark.SURE : ClockMark.UNSET, all(hints));
  }

  private static View refused(Screen.Refused.Reason reason, Words words) {
    return switch (reason) {
      case UNIDENTIFIED -> refusal(words, Phrase.UNIDENTIFIED, Phrase.UNIDENTIFIED_SHORT);
      case NOT_RECORDED -> refusal(words, Phrase.NOT_RECORDED, Phrase.NOT_RECORDED_SHORT);
      case STORE_FULL -> refusal(words, Phrase.STORE_FULL, Phrase.STORE_FULL_SHORT);
      case ONE_CARD_PLEASE -> refusal(words, Phrase.ONE_CARD, Phrase.ONE_CARD_SHORT);
      case NO_IDENTITY -> refusal(words, Phrase.NO_IDENTITY, Phrase.NO_IDENTITY_SHORT);
      case NOT_GENUINE -> refusal(words, Phrase.NOT_GENUINE, Phrase.NOT_GENUINE_SHORT);
      case HOLD_LONGER -> refusal(words, Phrase.HOLD_LONGER, Phrase.HOLD_LONGER_SHORT);
      case TOKEN_UNCHECKED -> refusal(words, Phrase.TOKEN_UNCHECKED, Phrase.TOKEN_UNCHECKED_SHORT);
      case FINGER_UNKNOWN -> refusal(words, Phrase.FINGER_UNKNOWN, Phrase.FINGER_UNKNOWN_SHORT);
      case PRESS_HARDER -> hint(words, Phrase.PRESS_HARDER);
      case DRY_THE_FINGER -> hint(words, Phrase.DRY_THE_FINGER);
      case HOLD_STILL -> hint(words, Phrase.HOLD_STILL);
      case MOVE_TO_THE_CENTRE -> hint(words, Phrase.MOVE_TO_THE_CENTRE);
      case PRESS_AGAIN -> hint(words, Phrase.PRESS_AGAIN);
      case LEARNING -> refusal(words, Phrase.LEARNING, Phrase.LEARNING_SHORT);
      case PIN_WRONG -> refusal(words, Phrase.PIN_WRONG, Phrase.PIN_WRONG_SHORT);
      case PIN_LOCKED -> refusal(words, Phrase.PIN_LOCKED, Phrase.PIN_LOCKED_SHORT);
      case ENTRY_ENDED -> refusal(words, Phrase.ENTRY_ENDED, Phrase.ENTRY_ENDED_SHORT);
      case NOT_ALLOWED -> refusal(words, Phrase.NOT_ALLOWED, Phrase.NOT_ALLOWED_SHORT);
      case DOOR_FAULT -> refusal(words, Phrase.DOOR_FAULT, Phrase.DOOR_FAULT_SHORT);
    };
  }

  private static View refusal(Words words, Phrase whole, Phrase brief) {
    Matcher all = TWO_PARTS.matcher(words.get(whole));
    Matcher few = TWO_PARTS.matcher(words.get(brief));
    if (all.matches() && few.matches()) {
      return new View.Refusal(new Wording(headline(all), headline(few)),
          new Wording(all.group("then"), few.group("then")));
    }
    if (all.matches()) {
      // The short form says only what to do, and does as an explanation.
      return new View.Refusal(Wording.of(headline(all)), new Wording(all.group("then"), words.get(brief)));
    }
    return new View.Refusal(new Wording(words.get(whole), words.get(brief)), Wording.NONE);
  }

  /// What would help a finger that could not be read.
  private static View hint(Words words, Phrase help) {
    return new View.Refusal(Wording.of(words.get(Phrase.NOT_READ)), Wording.of(words.get(help)));
  }

  private static String headline(Matcher parts) {
    return parts.group("mark").equals("!") ? parts.group("what") + "!" : parts.group("what");
  }

  private Wording plain(Phrase phrase) {
    String text = words().get(phrase);
    return Wording.of(text.endsWith(":") ? text.substring(0, text.length() - 1) : text);
  }

  /// In brief the most important alone.
  private static Wording all(List<String> texts) {
    return texts.isEmpty() ? Wording.NONE : new Wording(String.join(". ", texts), texts.getFirst());
  }

  /// One page of a message: it is cut into pages for the usual display already.
  private static Wording message(List<String> text) {
    String whole = String.join(" ", text).strip();
    return whole.isEmpty() ? Wording.NONE : Wording.of(whole);
  }

  /// Of a path the file and the line.
  private static Wording place(String where) {
    String whole = Lines.plain(where);
    String last = whole.substring(whole.lastIndexOf('/') + 1);
    return whole.isEmpty() ? Wording.NONE : new Wording(whole, last.isEmpty() ? whole : last);
  }

  private Words words() {
    return Words.of(terminalLanguage);
  }

  private Words words(String language) {
    return Words.of(language, terminalLanguage);
  }
}
