package dev.punchpost.drivers.layout;

import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.View.ClockMark;
import dev.punchpost.hal.panel.View.Direction;
import dev.punchpost.hal.panel.View.Network;
import dev.punchpost.hal.panel.View.Wording;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/// Lays a [View] out in rows of characters. Nothing is clipped: words wrap, names are shortened, a wording gives way to
/// its brief form, and what still does not fit comes on further pages. Marks are [CellMark]s.
///
/// Immutable.
public final class CellLayout {
  private final int columns;
  private final int rows;
  private final UnaryOperator<String> spelling;

  /// @param columns 16 or more
  /// @param rows 2 or more
  /// @param spelling makes of a text one with characters that the display has; each takes one column
  public CellLayout(int columns, int rows, UnaryOperator<String> spelling) {
    if (columns < 16 || rows < 2) {
      throw new IllegalArgumentException("display of " + columns + "x" + rows + ", expected at least 16x2");
    }
    this.columns = columns;
    this.rows = rows;
    this.spelling = spelling;
  }

  /// At least one page; each has as many rows as the display, none wider.
  public List<List<String>> pages(View view) {
    List<List<String>> pages = switch (view) {
      case View.Idle idle -> idle(idle);
      case View.Greeting greeting -> greeting(greeting);
      case View.Refusal(Wording title, Wording explanation) -> message(CellMark.REFUSED.symbol() + " ", title,
          explanation);
      case View.Question question -> question(question);
      case View.Listing(Wording title, List<String> items) -> listing(title, items);
      case View.Progress progress -> progress(progress);
      case View.Notice(Wording title, Wording text) -> message("", title, text);
    };
    return pages.stream().map(this::filled).toList();
  }

  private List<List<String>> idle(View.Idle idle) {
    String time = clocked(spell(idle.time()), idle.clock());
    String marks = marks(idle);
    String site = spell(idle.site());
    List<String> later = new ArrayList<>();
    String head = time;
    if (fits(time, spell(idle.date().text()))) {
      head = spread(time, spell(idle.date().text()));
    } else if (fits(time, spell(idle.date().brief()))) {
      head = spread(time, spell(idle.date().brief()));
    } else {
      later.addAll(wrap(idle.date().brief()));
    }
    if (rows > 2) {
      String first = head;
      List<String> body = new ArrayList<>(later);
      body.addAll(broken(site));
      List<String> whole = new ArrayList<>(body);
      whole.addAll(wrap(idle.notice().text()));
      if (whole.size() > rows - 2) {
        body.addAll(wrap(idle.notice().brief()));
      } else {
        body = whole;
      }
      return cut(body, rows - 2).stream().map(part -> framed(first, part, spread("", marks))).toList();
    }
    String date = spell(idle.date().brief());
    if (!later.isEmpty() && fits(date, marks)) {
      List<List<String>> pages = new ArrayList<>();
      pages.add(List.of(head, spread(date, marks)));
      return with(pages, List.of(broken(site), shortest(idle.notice(), rows)));
    }
    boolean siteFits = site.isEmpty() || fits(site, marks);
    List<List<String>> pages = new ArrayList<>();
    pages.add(List.of(head, spread(siteFits ? site : "", marks)));
    return with(pages, List.of(later, siteFits ? List.of() : broken(site), shortest(idle.notice(), rows)));
  }

  private List<List<String>> with(List<List<String>> pages, List<List<String>> more) {
    more.stream().filter(text -> !text.isEmpty()).forEach(text -> pages.addAll(cut(text, rows)));
    return pages;
  }

  private List<List<String>> greeting(View.Greeting greeting) {
    String mark = String.valueOf((greeting.direction() == Direction.IN ? CellMark.IN : CellMark.OUT).symbol());
    String time = clocked(spell(greeting.time()), greeting.clock());
    String word = spell(greeting.word());
    String punch = mark + word + " " + time;
    List<String> later = new ArrayList<>();
    if (TextFlow.columns(punch) > columns) {
      punch = mark + time;
      later.addAll(broken(word));
    }
    String name = spell(greeting.name());
    List<String> hint = wrap(greeting.hint().text());
    // A whole name is worth more than a long hint.
    if (hint.size() > rows - 2 || rows > 2 && broken(name).size() > rows - 1 - hint.size()
        && broken(name).size() <= rows - 1 - wrap(greeting.hint().brief()).size()) {
      hint = wrap(greeting.hint().brief());
    }
    List<String> page = new ArrayList<>();
    if (later.isEmpty() && hint.size() <= rows - 2) {
      page.addAll(TextFlow.name(name, columns, rows - 1 - hint.size(), TextFlow::columns));
      page.add(punch);
      page.addAll(hint);
      return List.of(page);
    }
    page.addAll(TextFlow.name(name, columns, rows - 1, TextFlow::columns));
    page.add(punch);
    later.addAll(shortest(greeting.hint(), rows));
    List<List<String>> pages = new ArrayList<>();
    pages.add(page);
    pages.addAll(cut(later, rows));
    return pages;
  }

  private List<List<String>> message(String mark, Wording title, Wording text) {
    for (List<String> head : List.of(broken(mark + spell(title.text())), broken(mark + spell(title.brief())))) {
      for (List<String> body : List.of(wrap(text.text()), wrap(text.brief()))) {
        if (head.size() + body.size() <= rows) {
          List<String> page = new ArrayList<>(head);
          page.addAll(body);
          return List.of(page);
        }
      }
    }
    List<String> head = broken(mark + spell(title.brief()));
    if (rows > 2 && head.size() <= rows / 2) {
      return cut(wrap(text.text()), rows - head.size()).stream().map(part -> framed(head, part)).toList();
    }
    List<String> whole = broken(mark + spell(title.text()));
    List<List<String>> pages = new ArrayList<>(cut(whole.size() <= rows ? whole : head, rows));
    pages.addAll(cut(shortest(text, 2 * rows), rows));
    return pages;
  }

  private List<List<String>> question(View.Question question) {
    for (List<String> head : List.of(wrap(question.text().text()), wrap(question.text().brief()))) {
      for (boolean brief : new boolean[]{false, true}) {
        List<String> choices = packed(choices(question, brief));
        if (head.size() + choices.size() <= rows) {
          return List.of(framed(head, choices));
        }
      }
    }
    List<String> head = wrap(question.text().brief());
    List<String> choices = packed(choices(question, true));
    if (head.size() < rows) {
      return cut(choices, rows - head.size()).stream().map(part -> framed(head, part)).toList();
    }
    List<List<String>> pages = new ArrayList<>(cut(head, rows));
    pages.addAll(cut(choices, rows));
    return pages;
  }

  private List<String> choices(View.Question question, boolean brief) {
    return question.choices().stream()
        .map(choice -> spell(choice.key()) + " " + spell(brief ? choice.word().brief() : choice.word().text()))
        .toList();
  }

  private List<List<String>> listing(Wording title, List<String> items) {
    List<String> lines = items.stream().flatMap(item -> wrap(item).stream()).toList();
    List<List<String>> parts = cut(lines, rows - 1);
    String last = parts.size() > 1 ? parts.size() + "/" + parts.size() : "";
    String whole = spell(title.text());
    String head = fits(whole, last) ? whole : spell(title.brief());
    if (rows == 2 || !fits(head, last)) {
      // No room for a title on each page.
      return cut(framed(broken(spell(title.brief())), lines), rows);
    }
    List<List<String>> pages = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String number = parts.size() > 1 ? i + 1 + "/" + parts.size() : "";
      pages.add(framed(List.of(spread(head, number)), parts.get(i)));
    }
    return pages;
  }

  private List<List<String>> progress(View.Progress progress) {
    String percent = Math.round(progress.done() * 100) + "%";
    int room = columns - 5;
    int full = (int) (progress.done() * room);
    String bar = spread(String.valueOf(CellMark.BLOCK.symbol()).repeat(full) + ".".repeat(room - full), percent);
    for (List<String> head : List.of(wrap(progress.title().text()), wrap(progress.title().brief()))) {
      for (List<String> text : List.of(wrap(progress.text().text()), wrap(progress.text().brief()))) {
        if (head.size() + text.size() + 1 <= rows) {
          return List.of(framed(framed(head, text), List.of(bar)));
        }
      }
    }
    List<List<String>> pages = new ArrayList<>();
    List<String> head = wrap(progress.title().brief());
    if (head.size() < rows) {
      pages.add(framed(head, List.of(bar)));
    } else {
      pages.addAll(cut(head, rows));
      pages.add(List.of(bar));
    }
    for (List<String> part : cut(shortest(progress.text(), rows - 1), rows - 1)) {
      if (!part.isEmpty()) {
        pages.add(framed(part, List.of(bar)));
      }
    }
    return pages;
  }

  private String marks(View.Idle idle) {
    CellMark network = idle.network() == Network.ONLINE ? CellMark.ONLINE : CellMark.OFFLINE;
    return idle.unsent() == 0
        ? String.valueOf(network.symbol())
        : CellMark.UNSENT.symbol() + brief(idle.unsent()) + " " + network.symbol();
  }

  /// At most four characters.
  static String brief(long number) {
    if (number < 10_000) {
      return Long.toString(number);
    }
    return number < 1_000_000 ? number / 1_000 + "k" : Math.min(number / 1_000_000, 999) + "M";
  }

  private static String clocked(String time, ClockMark clock) {
    return switch (clock) {
      case SURE -> time;
      case UNSURE -> CellMark.UNSURE.symbol() + time;
      case UNSET -> time + "?";
    };
  }

  /// The whole text if it does not take more rows than that, else the brief one.
  private List<String> shortest(Wording wording, int most) {
    List<String> whole = wrap(wording.text());
    return whole.size() <= most ? whole : wrap(wording.brief());
  }

  /// As many in a row as fit, two blanks apart.
  private List<String> packed(List<String> units) {
    List<String> packed = new ArrayList<>();
    for (String unit : units) {
      String joined = packed.isEmpty() ? unit : packed.getLast() + "  " + unit;
      if (!packed.isEmpty() && TextFlow.columns(joined) <= columns) {
        packed.set(packed.size() - 1, joined);
      } else {
        packed.addAll(TextFlow.wrap(unit, columns, TextFlow::columns));
      }
    }
    return packed;
  }

  private String spell(String text) {
    return spelling.apply(text);
  }

  private List<String> wrap(String text) {
    return broken(spell(text));
  }

  /// Rows of a text that is spelled already.
  private List<String> broken(String text) {
    return TextFlow.wrap(text, columns, TextFlow::columns);
  }

  private boolean fits(String left, String right) {
    int gap = left.isEmpty() || right.isEmpty() ? 0 : 1;
    return TextFlow.columns(left) + gap + TextFlow.columns(right) <= columns;
  }

  private String spread(String left, String right) {
    int gap = columns - TextFlow.columns(left) - TextFlow.columns(right);
    return right.isEmpty() ? left : left + " ".repeat(Math.max(0, gap)) + right;
  }

  /// Parts of so many rows, at least one part.
  private static List<List<String>> cut(List<String> all, int size) {
    List<List<String>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      parts.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    return parts.isEmpty() ? List.of(List.of()) : parts;
  }

  private List<String> framed(String head, List<String> body, String foot) {
    List<String> page = new ArrayList<>(List.of(head));
    page.addAll(body);
    page.addAll(Collections.nCopies(rows - 1 - page.size(), ""));
    page.add(foot);
    return page;
  }

  private static List<String> framed(List<String> head, List<String> body) {
    List<String> page = new ArrayList<>(head);
    page.addAll(body);
    return page;
  }

  private List<String> filled(List<String> page) {
    List<String> all = new ArrayList<>(page);
    while (all.size() < rows) {
      all.add("");
    }
    return List.copyOf(all);
  }
}
