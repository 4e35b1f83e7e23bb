package dev.punchpost.drivers.layout;

import dev.punchpost.hal.panel.View.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Finds the largest size at which a text fits.
final class Fitting {
  /// Rows of one size.
  record Rows(int size, List<String> rows) {
    int height() {
      return size * rows.size();
    }
  }

  private final Typeface face;
  private final UnaryOperator<String> spelling;

  Fitting(Typeface face, UnaryOperator<String> spelling) {
    this.face = face;
    this.spelling = spelling;
  }

  String spell(String text) {
    return spelling.apply(text);
  }

  int smallest() {
    return face.sizes()[0];
  }

  int width(String text, int size) {
    return face.width(text, size);
  }

  /// The largest size of at most this, at least the smallest.
  int upTo(int most) {
    int found = smallest();
    for (int size : face.sizes()) {
      if (size <= most) {
        found = size;
      }
    }
    return found;
  }

  /// Sizes from at most `most` down to at least `least`; never none.
  List<Integer> sizes(int most, int least) {
    List<Integer> sizes = new ArrayList<>();
    for (int size : face.sizes()) {
      if (size >= least && size <= most) {
        sizes.addFirst(size);
      }
    }
    return sizes.isEmpty() ? List.of(upTo(most)) : sizes;
  }

  List<String> wrap(String text, int width, int size) {
    return TextFlow.wrap(text, width, row -> width(row, size));
  }

  boolean partsAWord(String text, int width, int size) {
    return TextFlow.partsAWord(text, width, row -> width(row, size));
  }

  /// The text in at most so many rows, no word parted.
  Optional<Rows> text(String text, int width, int height, int most, int rows) {
    String spelled = spell(text);
    for (int size : sizes(most, smallest())) {
      List<String> wrapped = wrap(spelled, width, size);
      if (wrapped.size() <= rows && wrapped.size() * size <= height && !partsAWord(spelled, width, size)) {
        return Optional.of(new Rows(size, wrapped));
      }
    }
    return Optional.empty();
  }

  /// The whole text, else its brief form.
  Optional<Rows> wording(Wording wording, int width, int height, int most, int rows) {
    return text(wording.text(), width, height, most, rows)
        .or(() -> text(wording.brief(), width, height, most, rows));
  }

  /// A name: whole if that is possible at any size, else shortened.
  Rows name(String name, int width, int height, int most, int rows) {
    return text(name, width, height, most, rows).orElseGet(() -> {
      int room = Math.max(1, Math.min(rows, height / smallest()));
      List<String> shortened = TextFlow.name(spell(name), width, room, row -> width(row, smallest()));
      return text(String.join(" ", shortened), width, height, most, room)
          .orElse(new Rows(smallest(), shortened));
    });
  }
}
