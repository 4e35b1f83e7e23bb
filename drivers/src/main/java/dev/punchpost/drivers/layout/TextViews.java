package dev.punchpost.drivers.layout;

import dev.punchpost.hal.panel.TextDisplay;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.ViewDisplay;
import java.util.List;

/// Views on a display that only takes rows of text, such as that of an OSDP reader: in ASCII, marks included. One thread
/// owns it.
public final class TextViews implements ViewDisplay {
  private final TextDisplay display;
  private final CellLayout layout;

  /// Takes the display over.
  ///
  /// @param display 16x2 or more
  public TextViews(TextDisplay display) {
    this.display = display;
    layout = new CellLayout(display.columns(), display.rows(), new Spelling(c -> c >= 0x20 && c < 0x7F)::of);
  }

  @Override
  public int pages(View view) {
    return layout.pages(view).size();
  }

  @Override
  public void show(View view, int page) {
    List<List<String>> pages = layout.pages(view);
    display.show(pages.get(Math.floorMod(page, pages.size())).stream().map(TextViews::ascii).toList());
  }

  /// Does nothing: such a display has no brightness of its own.
  @Override
  public void dim(boolean dimmed) {
    // Nothing to turn down.
  }

  @Override
  public void close() {
    display.close();
  }

  private static String ascii(String row) {
    String plain = row;
    for (CellMark mark : CellMark.values()) {
      plain = plain.replace(mark.symbol(), mark.ascii());
    }
    return plain;
  }
}
