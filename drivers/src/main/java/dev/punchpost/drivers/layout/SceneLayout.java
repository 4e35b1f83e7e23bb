package dev.punchpost.drivers.layout;

import dev.punchpost.drivers.layout.Fitting.Rows;
import dev.punchpost.drivers.layout.Scene.Box;
import dev.punchpost.drivers.layout.Scene.Fill;
import dev.punchpost.drivers.layout.Scene.Piece;
import dev.punchpost.drivers.layout.Scene.Sign;
import dev.punchpost.drivers.layout.Scene.Text;
import dev.punchpost.drivers.layout.Scene.Tone;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.View.ClockMark;
import dev.punchpost.hal.panel.View.Direction;
import dev.punchpost.hal.panel.View.Network;
import dev.punchpost.hal.panel.View.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Lays a [View] out on a plane of pixels of any size. Nothing is clipped and no text touches another: type is as large
/// as fits, a wording gives way to its brief form, names are shortened, and what still does not fit comes on further
/// pages. A plane of less than four rows of the smallest type is laid out more densely.
///
/// Immutable.
public final class SceneLayout {
  private final int width;
  private final int height;
  private final int margin;
  private final Fitting fit;
  private final boolean dense;
  private final Titled titled;

  /// @param width 64 or more
  /// @param height at least two rows of the smallest type
  /// @param margin kept free at the edges, and half of it between things
  public SceneLayout(int width, int height, int margin, Typeface face, UnaryOperator<String> spelling) {
    fit = new Fitting(face, spelling);
    if (width < 64 || height < 2 * fit.smallest()) {
      throw new IllegalArgumentException("plane of " + width + "x" + height + " is too small");
    }
    this.width = width;
    this.height = height;
    this.margin = margin;
    dense = height < 4 * fit.smallest();
    titled = new Titled(width, height, margin, fit, dense);
  }

  /// At least one page.
  public List<Scene> pages(View view) {
    List<List<Piece>> pages = switch (view) {
      case View.Idle idle -> dense ? denseIdle(idle) : idle(idle);
      case View.Greeting greeting -> greeting(greeting);
      case View.Refusal(Wording title, Wording text) -> titled.message(Tone.REFUSAL, Symbol.REFUSED, title, text);
      case View.Notice(Wording title, Wording text) -> titled.message(Tone.WARNING, Symbol.NOTICE, title, text);
      case View.Question question -> titled.question(question);
      case View.Listing(Wording title, List<String> rows) -> titled.listing(title, rows);
      case View.Progress progress -> titled.progress(progress);
    };
    return pages.stream().map(pieces -> new Scene(width, height, pieces)).toList();
  }

  private List<List<Piece>> idle(View.Idle idle) {
    List<Piece> pieces = new ArrayList<>();
    List<List<Piece>> later = new ArrayList<>();
    int inner = width - 2 * margin;
    int size = fit.upTo(height / 12);
    int marks = marks(pieces, idle, margin, size, false);
    int bottom = height - margin;
    if (!idle.notice().absent()) {
      Optional<Rows> notice = fit.wording(idle.notice(), inner - margin, height / 4, height / 9, 2);
      if (notice.isPresent()) {
        Rows rows = notice.get();
        int top = height - rows.height() - margin;
        pieces.add(new Fill(new Box(0, top, width, height - top), Tone.WARNING));
        centred(pieces, rows, top + margin / 2, Tone.ON_BAND);
        bottom = top - margin / 2;
      } else {
        later.addAll(titled.plain(idle.notice().text()));
      }
    }
    int top = margin + size + margin / 2;
    if (!idle.site().isEmpty()) {
      int beside = inner - marks - size / 2;
      Rows site = fit.text(idle.site(), beside, size, size, 1).filter(rows -> rows.size() * 4 >= size * 3)
          .or(() -> fit.text(idle.site(), inner, size, size, 1)).orElse(new Rows(size, List.of()));
      boolean fits = !site.rows().isEmpty();
      if (fits && fit.width(site.rows().getFirst(), site.size()) <= beside) {
        rows(pieces, site, margin, margin + (size - site.size()) / 2, Tone.FAINT);
      } else if (fits && bottom - top - site.size() >= height / 2) {
        // A row of its own under the marks.
        rows(pieces, site, margin, top, Tone.FAINT);
        top += site.size() + margin / 2;
      } else {
        later.addAll(titled.plain(idle.site()));
      }
    }
    Optional<Rows> date = fit.wording(idle.date(), inner, (bottom - top) / 3, height / 9, width < height ? 2 : 1);
    int under = date.map(rows -> rows.height() + margin / 2).orElse(0);
    Rows time = fit.text(clocked(idle.time(), idle.clock()), inner, bottom - top - under, height / 2, 1)
        .orElse(new Rows(fit.smallest(), List.of(clocked(idle.time(), idle.clock()))));
    int at = top + Math.max(0, bottom - top - time.height() - under) / 2;
    centred(pieces, time, at, Tone.TEXT);
    int below = at + time.height() + margin / 2;
    if (date.isPresent()) {
      centred(pieces, date.get(), below, Tone.TEXT);
    } else {
      later.addAll(titled.plain(idle.date().brief()));
    }
    return joined(pieces, later);
  }

  /// Time at the left, date and marks beside it, the rest on another page.
  private List<List<Piece>> denseIdle(View.Idle idle) {
    String time = clocked(idle.time(), idle.clock());
    int small = fit.smallest();
    String date = fit.spell(idle.date().brief());
    int beside = Math.max(fit.width(date, small), marks(new ArrayList<>(), idle, 0, small, true));
    List<Piece> pieces = new ArrayList<>();
    Rows large = fit.text(time, width - beside - small / 2, height, height, 1)
        .orElse(new Rows(small, List.of(time)));
    rows(pieces, large, 0, (height - large.height()) / 2, Tone.TEXT);
    int gap = (height - 2 * small) / 3;
    row(pieces, date, small, width - fit.width(date, small), gap, Tone.TEXT);
    marks(pieces, idle, height - gap - small, small, true);
    List<List<Piece>> later = new ArrayList<>();
    if (!idle.site().isEmpty()) {
      later.addAll(titled.plain(idle.site()));
    }
    if (!idle.notice().absent()) {
      Optional<Rows> whole = fit.text(idle.notice().text(), width, height, height, 2);
      later.addAll(titled.plain(whole.isPresent() ? idle.notice().text() : idle.notice().brief()));
    }
    return joined(pieces, later);
  }

  /// Network and what is unsent, at the right edge.
  ///
  /// @return their width
  private int marks(List<Piece> pieces, View.Idle idle, int y, int size, boolean brief) {
    int x = width - margin - size;
    boolean online = idle.network() == Network.ONLINE;
    int inset = size / 8;
    pieces.add(new Sign(new Box(x + inset, y + inset, size - 2 * inset, size - 2 * inset),
        online ? Symbol.ONLINE : Symbol.OFFLINE, online ? Tone.FAINT : Tone.TEXT));
    if (idle.unsent() > 0) {
      String count = brief && idle.unsent() > 999 && idle.unsent() < 10_000
          ? idle.unsent() / 1_000 + "k"
          : CellLayout.brief(idle.unsent());
      x -= fit.width(count, size) + size / 4;
      row(pieces, count, size, x, y, Tone.TEXT);
      x -= size;
      pieces.add(new Sign(new Box(x + inset, y + inset, size - 2 * inset, size - 2 * inset), Symbol.UNSENT,
          Tone.TEXT));
    }
    return width - margin - x;
  }

  private List<List<Piece>> greeting(View.Greeting greeting) {
    List<Piece> pieces = new ArrayList<>();
    List<List<Piece>> later = new ArrayList<>();
    boolean in = greeting.direction() == Direction.IN;
    Tone tone = in ? Tone.IN : Tone.OUT;
    String word = fit.spell(greeting.word());
    String time = clocked(greeting.time(), greeting.clock());
    int inner = width - 2 * Math.max(margin, 1);
    int left = (width - inner) / 2;
    int size = 0;
    boolean twoRows = false;
    for (int candidate : fit.sizes(Math.max(height / 3, fit.smallest()), fit.smallest())) {
      boolean inOne = candidate * 4 <= height * (dense ? 3 : 1) + candidate / 2
          && candidate * 3 / 2 + fit.width(word, candidate) + fit.width(time, candidate) <= inner;
      boolean inTwo = !dense && candidate * 5 <= height
          && Math.max(candidate * 3 / 2 + fit.width(word, candidate), fit.width(time, candidate)) <= inner;
      if (inOne || inTwo && height > width) {
        size = candidate;
        twoRows = !inOne;
        break;
      }
    }
    if (size == 0) {
      // The sign says the direction; its word comes on a page of its own.
      size = fit.smallest();
      later.addAll(titled.plain(greeting.word()));
      word = "";
    }
    int pad = margin / 2;
    int band = (twoRows ? 2 : 1) * size + 2 * pad;
    pieces.add(new Fill(new Box(0, 0, width, band), tone));
    int inset = size / 8;
    pieces.add(new Sign(new Box(left + inset, pad + inset, size - 2 * inset, size - 2 * inset),
        in ? Symbol.IN : Symbol.OUT, Tone.ON_BAND));
    if (!word.isEmpty()) {
      row(pieces, word, size, left + size * 5 / 4, pad, Tone.ON_BAND);
    }
    row(pieces, time, size, width - left - fit.width(time, size), pad + (twoRows ? size : 0), Tone.ON_BAND);

    int top = band + pad;
    int bottom = height - margin;
    if (!greeting.hint().absent()) {
      Optional<Rows> hint = dense
          ? Optional.empty()
          : fit.wording(greeting.hint(), inner, (bottom - top) / 2, height / 10, 2);
      if (hint.isPresent()) {
        bottom -= hint.get().height();
        centred(pieces, hint.get(), bottom, Tone.TEXT);
        bottom -= pad;
      } else {
        later.addAll(titled.plain(fit.text(greeting.hint().text(), width, height, height, 2).isPresent()
            ? greeting.hint().text()
            : greeting.hint().brief()));
      }
    }
    Rows name = fit.name(greeting.name(), inner, bottom - top,
        dense ? height : height < 100 ? height * 2 / 5 : height / 4,
        dense ? 1 : 3);
    centred(pieces, name, top + (bottom - top - name.height()) / 2, Tone.TEXT);
    return joined(pieces, later);
  }

  private String clocked(String time, ClockMark clock) {
    String spelled = fit.spell(time);
    return switch (clock) {
      case SURE -> spelled;
      case UNSURE -> "≈" + spelled;
      case UNSET -> spelled + "?";
    };
  }

  private void centred(List<Piece> pieces, Rows rows, int top, Tone tone) {
    int y = top;
    for (String row : rows.rows()) {
      row(pieces, row, rows.size(), (width - fit.width(row, rows.size())) / 2, y, tone);
      y += rows.size();
    }
  }

  private void rows(List<Piece> pieces, Rows rows, int x, int top, Tone tone) {
    int y = top;
    for (String row : rows.rows()) {
      row(pieces, row, rows.size(), x, y, tone);
      y += rows.size();
    }
  }

  private void row(List<Piece> pieces, String text, int size, int x, int y, Tone tone) {
    pieces.add(new Text(new Box(x, y, fit.width(text, size), size), size, text, tone));
  }

  private static List<List<Piece>> joined(List<Piece> first, List<List<Piece>> later) {
    List<List<Piece>> pages = new ArrayList<>();
    pages.add(first);
    pages.addAll(later);
    return pages;
  }
}
