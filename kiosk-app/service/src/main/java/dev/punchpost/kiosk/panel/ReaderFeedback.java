package dev.punchpost.kiosk.panel;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.panel.Indicator;
import dev.punchpost.hal.panel.TextDisplay;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Readers that have a light, a buzzer or a display of their own: each shows what came of its own taps, and the resting
/// screen between them. Behind a [QueuedPanel] of its own, so that a slow panel does not keep a reader's light waiting.
public final class ReaderFeedback implements PanelOutput {
  /// One such reader.
  public record Place(ReaderName reader, Indicator indicator, Optional<Rows> rows) {}

  /// A reader's display.
  ///
  /// @param text lays screens out for it
  public record Rows(TextDisplay display, ScreenText text) {}

  private final List<Place> places;
  private final Supplier<ZonedDateTime> now;

  /// @param now in the terminal's zone
  public ReaderFeedback(List<Place> places, Supplier<ZonedDateTime> now) {
    this.places = List.copyOf(places);
    this.now = now;
  }

  @Override
  public void show(Showing showing) {
    Screen screen = showing.screen();
    Optional<ReaderName> tapped = switch (screen) {
      case Screen.Accepted accepted -> Optional.of(accepted.reader());
      case Screen.Refused refused -> Optional.of(refused.reader());
      case Screen.Wait wait -> Optional.of(wait.reader());
      case Screen.Typing typing -> Optional.of(typing.reader());
      case Screen.DoorOpened opened -> Optional.of(opened.reader());
      case Screen.Idle _,Screen.ReaderState _,Screen.NotSetUp _,Screen.ConfigurationRejected _,Screen.Identify _,Screen.Message _,Screen.Chosen _ ->
        Optional.empty();
    };
    for (Place place : places) {
      if (tapped.isEmpty() || tapped.get().equals(place.reader())) {
        showing.signal().ifPresent(place.indicator()::play);
        place.rows().ifPresent(rows -> rows.display().show(rows.text().lines(screen, now.get())));
      }
    }
  }

  @Override
  public void close() {
    for (Place place : places) {
      place.indicator().close();
      place.rows().map(Rows::display).ifPresent(TextDisplay::close);
    }
  }
}
