package dev.punchpost.hal.panel;

import java.util.List;

/// What is to be said to the people at the door, not how: words already in the reader's language, nothing about rows,
/// pixels or colours. A display lays it out for itself ([ViewDisplay]).
///
/// Values, any thread. Plain records of texts, numbers and enums, so that a program elsewhere (the browser's page) can
/// be sent them field by field; a text that does not apply is empty.
public sealed interface View {
  /// Whether what is recorded is delivered just now.
  enum Network {
    ONLINE,
    OFFLINE
  }

  /// How good the time is that stands beside this.
  enum ClockMark {
    /// Synchronised.
    SURE,
    /// Not synchronised for a while: right to within what is tolerated, perhaps.
    UNSURE,
    /// Nobody has set it since the power came on: what is shown is no time of day.
    UNSET
  }

  /// What a punch was.
  enum Direction {
    IN,
    OUT
  }

  /// A short text, and a shorter one of the same meaning for a display of few characters.
  ///
  /// @param text the whole, any length; empty to say nothing
  /// @param brief at most 16 characters if it shall fit everywhere; the same as `text` if that is short
  record Wording(String text, String brief) {
    /// Nothing to say.
    public static final Wording NONE = new Wording("", "");

    public Wording {
      if (text.isEmpty() != brief.isEmpty()) {
        throw new IllegalArgumentException("a wording has a long and a short form, or neither");
      }
    }

    /// A text that is short enough.
    public static Wording of(String text) {
      return new Wording(text, text);
    }

    /// Whether there is nothing to say. Not a getter by its name, so that no serialiser takes it for a field.
    public boolean absent() {
      return text.isEmpty();
    }
  }

  /// Nobody is here.
  ///
  /// @param time of day, such as `07:58`; at most 8 characters
  /// @param date brief form at most 10 characters, such as `Fr 21.11.`
  /// @param site where this terminal hangs; may be empty
  /// @param unsent entries that are not delivered yet, not negative
  /// @param notice something that is wrong, or to be told to everybody; may be empty
  record Idle(String time, Wording date, String site, Network network, long unsent, ClockMark clock,
    Wording notice) implements View {
    public Idle {
      if (unsent < 0) {
        throw new IllegalArgumentException("unsent entries: " + unsent);
      }
    }
  }

  /// A punch is recorded.
  ///
  /// @param name the worker's, as the roster has it
  /// @param word for the direction, such as `Kommen`; at most 10 characters if it shall fit everywhere
  /// @param time of the punch; at most 8 characters
  /// @param hint what else is to be known (already recorded, an OUT is missing); may be empty
  record Greeting(String name, Direction direction, String word, String time, ClockMark clock,
    Wording hint) implements View {}

  /// Nothing came of it, and why.
  ///
  /// @param explanation what to do now; may be empty
  record Refusal(Wording title, Wording explanation) implements View {}

  /// Something is to be answered with a key.
  ///
  /// @param choices one or more
  record Question(Wording text, List<Choice> choices) implements View {
    public Question {
      choices = List.copyOf(choices);
      if (choices.isEmpty()) {
        throw new IllegalArgumentException("a question without choices");
      }
    }
  }

  /// One answer.
  ///
  /// @param key what stands on the key, such as `F1`; at most 3 characters
  /// @param word what it means
  record Choice(String key, Wording word) {}

  /// Rows under a title: as many as there are, a display shows them page by page.
  record Listing(Wording title, List<String> rows) implements View {
    public Listing {
      rows = List.copyOf(rows);
    }
  }

  /// Something takes its time.
  ///
  /// @param text what is done just now; may be empty
  /// @param done 0 .. 1
  record Progress(Wording title, Wording text, double done) implements View {
    public Progress {
      if (!(done >= 0 && done <= 1)) {
        throw new IllegalArgumentException("progress of " + done + ", expected 0 to 1");
      }
    }
  }

  /// A message of no particular kind.
  ///
  /// @param text may be empty
  record Notice(Wording title, Wording text) implements View {}
}
