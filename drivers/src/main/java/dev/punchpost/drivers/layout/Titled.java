package dev.punchpost.drivers.layout;

import dev.punchpost.drivers.layout.Fitting.Rows;
import dev.punchpost.drivers.layout.Scene.Bar;
import dev.punchpost.drivers.layout.Scene.Box;
import dev.punchpost.drivers.layout.Scene.Fill;
import dev.punchpost.drivers.layout.Scene.Piece;
import dev.punchpost.drivers.layout.Scene.Sign;
import dev.punchpost.drivers.layout.Scene.Text;
import dev.punchpost.drivers.layout.Scene.Tone;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.View.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Views that are a title with something under it.
final class Titled {
  /// A row under the title.
  ///
  /// @param key what stands on a key, or empty
  private record Item(String key, String text) {}

  /// A title with its band, before it is known what comes under it.
  ///
  /// @param apart whether it has a page of its own, and the others none
  private record Head(Tone tone, Symbol symbol, Wording title, boolean apart) {
    Head(Tone tone, Symbol symbol, Wording title) {
      this(tone, symbol, title, false);
    }
  }

  private final int width;
  private final int height;
  private final int margin;
  private final Fitting fit;
  private final boolean dense;

  Titled(int width, int height, int margin, Fitting fit, boolean dense) {
    this.width = width;
    this.height = height;
    this.margin = margin;
    this.fit = fit;
    this.dense = dense;
  }

  List<List<Piece>> message(Tone tone, Symbol symbol, Wording title, Wording text) {
    Head head = new Head(tone, symbol, title);
    List<List<Item>> forms = text.absent()
        ? List.of(List.of())
        : List.of(List.of(new Item("", text.text())), List.of(new Item("", text.brief())));
    if (!dense) {
      return pages(head, forms.subList(0, 1), fit.smallest(), false, Optional.empty());
    }
    for (List<Item> form : forms) {
      List<List<Piece>> pages = pages(head, List.of(form), fit.smallest(), false, Optional.empty());
      if (pages.size() == 1 && oneRow(head.title(), bandInner(""))) {
        return pages;
      }
    }
    // Title and text on pages of their own.
    List<List<Piece>> pages = new ArrayList<>();
    pages.add(poster(head));
    pages.addAll(plain(text.text()));
    return pages;
  }

  List<List<Piece>> question(View.Question question) {
    Head head = new Head(Tone.PLAIN, Symbol.QUESTION, question.text());
    List<Item> whole = new ArrayList<>();
    List<Item> brief = new ArrayList<>();
    question.choices().forEach(choice -> {
      whole.add(new Item(fit.spell(choice.key()), choice.word().text()));
      brief.add(new Item(fit.spell(choice.key()), choice.word().brief()));
    });
    return pages(head, List.of(whole, brief), fit.smallest(), true, Optional.empty());
  }

  List<List<Piece>> listing(Wording title, List<String> rows) {
    List<Item> items = rows.stream().map(row -> new Item("", row)).toList();
    int least = fit.upTo(height / 13);
    List<List<Piece>> pages = pages(new Head(Tone.PLAIN, Symbol.LIST, title), List.of(items), least, true,
        Optional.empty());
    if (!dense) {
      return pages;
    }
    List<List<Piece>> apart = pages(new Head(Tone.PLAIN, Symbol.LIST, title, true), List.of(items), least, true,
        Optional.empty());
    return apart.size() < pages.size() ? apart : pages;
  }

  List<List<Piece>> progress(View.Progress progress) {
    List<List<Item>> forms = progress.text().absent()
        ? List.of(List.of())
        : List.of(List.of(new Item("", progress.text().text())), List.of(new Item("", progress.text().brief())));
    return pages(new Head(Tone.PLAIN, Symbol.PROGRESS, progress.title()), forms, fit.smallest(), false,
        Optional.of(progress.done()));
  }

  /// A text alone, on as many pages as it takes.
  List<List<Piece>> plain(String text) {
    String spelled = fit.spell(text);
    int inner = width - 2 * margin;
    int room = height - 2 * margin;
    Rows rows = fit.text(text, inner, room, height / 3, 4)
        .orElseGet(() -> new Rows(fit.smallest(), fit.wrap(spelled, inner, fit.smallest())));
    List<List<Piece>> pages = new ArrayList<>();
    for (List<String> part : parts(rows.rows(), room / rows.size())) {
      List<Piece> pieces = new ArrayList<>();
      int y = (height - part.size() * rows.size()) / 2;
      for (String row : part) {
        row(pieces, row, rows.size(), (width - fit.width(row, rows.size())) / 2, y, Tone.TEXT);
        y += rows.size();
      }
      pages.add(pieces);
    }
    return pages;
  }

  /// The title alone on its band.
  private List<Piece> poster(Head head) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Fill(new Box(0, 0, width, height), head.tone()));
    int sign = Math.min(height, 2 * fit.smallest()) - fit.smallest() / 4;
    pieces.add(new Sign(new Box(1 + margin, (height - sign) / 2, sign, sign), head.symbol(), Tone.ON_BAND));
    int left = sign + sign / 4 + 1 + margin;
    int inner = width - left - 1 - margin;
    Rows rows = fit.wording(head.title(), inner, height, height, 2)
        .orElseGet(() -> new Rows(fit.smallest(),
            fit.wrap(fit.spell(head.title().brief()), inner, fit.smallest())));
    int y = (height - rows.height()) / 2;
    for (String row : rows.rows()) {
      row(pieces, row, rows.size(), left, y, Tone.ON_BAND);
      y += rows.size();
    }
    return pieces;
  }

  /// @param forms of what comes under the title: the whole, and shorter ones
  /// @param least type is not made smaller than this to save a page
  /// @param numbered whether pages have numbers
  private List<List<Piece>> pages(Head head, List<List<Item>> forms, int least, boolean numbered,
      Optional<Double> done) {
    Head brief = new Head(head.tone(), head.symbol(), Wording.of(head.title().brief()), head.apart());
    for (List<Item> form : forms) {
      for (Head title : List.of(head, brief)) {
        List<List<Piece>> pages = pages(title, form, least, "", done);
        if (pages.size() == 1) {
          return pages;
        }
      }
    }
    List<Item> form = numbered ? forms.getLast() : forms.getFirst();
    String number = numbered ? "9/9" : "";
    List<List<Piece>> whole = pages(head, form, least, number, done);
    List<List<Piece>> shorter = pages(brief, form, least, number, done);
    return shorter.size() < whole.size() ? shorter : whole;
  }

  private List<List<Piece>> pages(Head head, List<Item> items, int least, String number, Optional<Double> done) {
    Rows title = title(head.title(), bandInner(number));
    int pad = margin / 2;
    // On a dense plane a title of two rows has a page of its own.
    boolean headed = !head.apart() && (!dense || title.rows().size() == 1);
    int band = headed ? title.height() + 2 * pad : 0;
    int top = band + pad;
    int bar = done.isPresent() ? Math.max(fit.smallest() / 2, height / 14) : 0;
    int bottom = height - margin - (bar > 0 ? bar + pad : 0);
    int room = Math.max(fit.smallest(), bottom - top);
    List<Item> packed = dense ? packed(items) : items;

    int size = 0;
    for (int candidate : fit.sizes(Math.max(Math.min(height / 8, room), least), least)) {
      if (count(packed, candidate) * candidate <= room && !partsAWord(packed, candidate)) {
        size = candidate;
        break;
      }
    }
    if (size == 0) {
      size = fit.upTo(Math.min(least, room));
    }
    List<Item> rows = broken(packed, size);
    List<List<Item>> parts = parts(rows, Math.max(1, room / size));
    List<List<Piece>> pages = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      List<Piece> pieces = new ArrayList<>();
      if (headed) {
        band(pieces, head, title, band, number.isEmpty() ? "" : i + 1 + "/" + parts.size());
      }
      int used = parts.get(i).size() * size;
      int y = dense || parts.size() > 1 ? top : top + (room - used) / 3;
      for (Item item : parts.get(i)) {
        item(pieces, item, size, y, keyWidth(packed, size));
        y += size;
      }
      if (bar > 0) {
        pieces.add(new Bar(new Box(margin, height - margin - bar, width - 2 * margin, bar), done.orElse(0.0)));
      }
      pages.add(pieces);
    }
    if (!headed) {
      pages.addFirst(poster(head));
    }
    return pages;
  }

  private Rows title(Wording title, int inner) {
    int most = dense ? fit.upTo(height / 2) : height / 8;
    int room = dense ? height / 2 : height * 2 / 5;
    return fit.wording(title, inner, room, most, dense ? 1 : 2)
        .orElseGet(() -> new Rows(fit.smallest(), fit.wrap(fit.spell(title.brief()), inner, fit.smallest())));
  }

  private boolean oneRow(Wording title, int inner) {
    return title(title, inner).rows().size() == 1;
  }

  /// Room for the title beside its sign and the number of the page.
  private int bandInner(String number) {
    int size = fit.smallest();
    return width - 2 * Math.max(1, margin) - signSize() - signSize() / 4
        - (number.isEmpty() ? 0 : fit.width(number, size) + size / 2);
  }

  private int signSize() {
    return dense ? fit.smallest() : Math.max(fit.smallest(), fit.upTo(height / 8));
  }

  private void band(List<Piece> pieces, Head head, Rows title, int band, String number) {
    pieces.add(new Fill(new Box(0, 0, width, band), head.tone()));
    int edge = Math.max(1, margin);
    int sign = Math.min(signSize(), band) - signSize() / 6;
    pieces.add(new Sign(new Box(edge, (band - sign) / 2, sign, sign), head.symbol(), Tone.ON_BAND));
    int y = (band - title.height()) / 2;
    for (String row : title.rows()) {
      row(pieces, row, title.size(), edge + signSize() + signSize() / 4, y, Tone.ON_BAND);
      y += title.size();
    }
    if (!number.isEmpty()) {
      int size = fit.smallest();
      row(pieces, number, size, width - edge - fit.width(number, size), (band - size) / 2, Tone.ON_BAND);
    }
  }

  private void item(List<Piece> pieces, Item item, int size, int y, int keyWidth) {
    int x = margin;
    if (keyWidth > 0) {
      if (!item.key().isEmpty()) {
        int inset = Math.max(1, size / 12);
        int keySize = fit.upTo(size - 2 * inset);
        boolean boxed = keySize <= size - 2 * inset;
        if (boxed) {
          pieces.add(new Fill(new Box(x, y + inset / 2, keyWidth, size - inset), Tone.PLAIN));
        }
        row(pieces, item.key(), keySize, x + (keyWidth - fit.width(item.key(), keySize)) / 2,
            y + (size - keySize) / 2, boxed ? Tone.ON_BAND : Tone.TEXT);
      }
      x += keyWidth + size / 2;
    }
    row(pieces, item.text(), size, x, y, Tone.TEXT);
  }

  private int keyWidth(List<Item> items, int size) {
    int most = 0;
    for (Item item : items) {
      if (!item.key().isEmpty()) {
        most = Math.max(most, fit.width(item.key(), size) + size / 2);
      }
    }
    return most;
  }

  private int textWidth(List<Item> items, int size) {
    int keys = keyWidth(items, size);
    return width - 2 * margin - (keys > 0 ? keys + size / 2 : 0);
  }

  private int count(List<Item> items, int size) {
    return broken(items, size).size();
  }

  private boolean partsAWord(List<Item> items, int size) {
    return items.stream().anyMatch(item -> fit.partsAWord(fit.spell(item.text()), textWidth(items, size), size));
  }

  private List<Item> broken(List<Item> items, int size) {
    List<Item> rows = new ArrayList<>();
    for (Item item : items) {
      String key = item.key();
      for (String row : fit.wrap(fit.spell(item.text()), textWidth(items, size), size)) {
        rows.add(new Item(key, row));
        key = "";
      }
    }
    return rows;
  }

  /// Keys and words in one row as far as they fit.
  private List<Item> packed(List<Item> items) {
    if (items.stream().allMatch(item -> item.key().isEmpty())) {
      return items;
    }
    List<Item> packed = new ArrayList<>();
    for (Item item : items) {
      String text = item.key() + " " + fit.spell(item.text());
      String joined = packed.isEmpty() ? text : packed.getLast().text() + " · " + text;
      if (!packed.isEmpty() && fit.width(joined, fit.smallest()) <= width - 2 * margin) {
        packed.set(packed.size() - 1, new Item("", joined));
      } else {
        packed.add(new Item("", text));
      }
    }
    return packed;
  }

  private void row(List<Piece> pieces, String text, int size, int x, int y, Tone tone) {
    pieces.add(new Text(new Box(x, y, fit.width(text, size), size), size, text, tone));
  }

  private static <T> List<List<T>> parts(List<T> all, int size) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      parts.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    return parts.isEmpty() ? List.of(List.of()) : parts;
  }
}
