package dev.punchpost.drivers.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.panel.TextDisplay;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.ViewDisplay;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextViewsTest extends ViewDisplayContract {
  private List<String> shown = List.of();
  private boolean gone;
  private boolean closed;

  @Override
  protected ViewDisplay open() {
    return new TextViews(new TextDisplay() {
      @Override
      public int columns() {
        return 16;
      }

      @Override
      public int rows() {
        return 2;
      }

      @Override
      public void show(List<String> lines) {
        if (gone || closed) {
          throw new HalException(Kind.IO, "gone");
        }
        shown = List.copyOf(lines);
      }

      @Override
      public void close() {
        closed = true;
      }
    });
  }

  @Override
  protected Object seen() {
    return shown;
  }

  @Override
  protected void takeAway() {
    gone = true;
  }

  @Override
  protected void bringBack() {
    gone = false;
  }

  @Test
  void everythingIsAscii() {
    ViewDisplay display = open();
    for (SampleViews language : SampleViews.values()) {
      for (View view : language.views().values()) {
        for (int page = 0; page < display.pages(view); page++) {
          display.show(view, page);
          assertTrue(shown.stream().allMatch(row -> row.chars().allMatch(c -> c >= 0x20 && c < 0x7F)), shown::toString);
        }
      }
    }
    display.show(sample("out-long"));
    assertEquals(List.of("Alexander F.", "<OUT ~16:31"), shown);
  }
}
