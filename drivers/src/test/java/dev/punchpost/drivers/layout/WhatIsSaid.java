package dev.punchpost.drivers.layout;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.View.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// Whether a display said all of a view: every text whole or in its brief form, names at least by the first name up to its
/// hyphen.
public final class WhatIsSaid {
  private WhatIsSaid() {}

  /// @param said what stood on all pages, in reading order
  public static void assertAllOf(View view, List<String> said, UnaryOperator<String> spelling) {
    String all = squeezed(String.join(" ", said));
    for (List<String> forms : needed(view)) {
      assertTrue(forms.stream().anyMatch(form -> all.contains(squeezed(spelling.apply(form)))),
          () -> "none of " + forms + " is among what was shown: " + said);
    }
  }

  private static List<List<String>> needed(View view) {
    List<List<String>> needed = new ArrayList<>();
    switch (view) {
      case View.Idle idle -> {
        needed.add(List.of(idle.time()));
        needed.add(both(idle.date()));
        needed.add(List.of(idle.site()));
        needed.add(both(idle.notice()));
        if (idle.unsent() > 0) {
          needed.add(List.of(Long.toString(idle.unsent()), CellLayout.brief(idle.unsent())));
        }
      }
      case View.Greeting greeting -> {
        needed.add(List.of(greeting.name().split("[ -]", -1)[0]));
        needed.add(List.of(greeting.word()));
        needed.add(List.of(greeting.time()));
        needed.add(both(greeting.hint()));
      }
      case View.Refusal(Wording title, Wording explanation) -> {
        needed.add(both(title));
        needed.add(both(explanation));
      }
      case View.Question question -> {
        needed.add(both(question.text()));
        question.choices().forEach(choice -> {
          needed.add(List.of(choice.key()));
          needed.add(both(choice.word()));
        });
      }
      case View.Listing(Wording title, List<String> rows) -> {
        needed.add(both(title));
        rows.forEach(row -> needed.add(List.of(row)));
      }
      case View.Progress progress -> {
        needed.add(both(progress.title()));
        needed.add(both(progress.text()));
      }
      case View.Notice(Wording title, Wording text) -> {
        needed.add(both(title));
        needed.add(both(text));
      }
    }
    return needed;
  }

  private static List<String> both(Wording wording) {
    return List.of(wording.text(), wording.brief());
  }

  /// Without blanks: a row's end may stand for one, or part a word.
  private static String squeezed(String text) {
    return text.replace(" ", "").toLowerCase(Locale.ROOT);
  }
}
