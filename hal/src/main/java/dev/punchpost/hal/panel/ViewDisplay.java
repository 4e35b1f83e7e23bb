package dev.punchpost.hal.panel;

/// A display that lays a [View] out for itself: characters or pixels, any size. One thread owns it; it may be slow.
///
/// A view that does not fit at once has several pages; whoever owns the display turns them, by time or by key. The most
/// important is on the first.
///
/// ## For implementers
/// - After a failure the display is in an unknown state: the next [#show(View, int)] sets it up anew and paints all of
///   it, so that a display that was unplugged comes back by being shown something. The constructor does the same.
/// - Showing the same again costs next to nothing, and is how an unplugged display is noticed.
public interface ViewDisplay extends AutoCloseable {
  /// Shows a page in place of what is there.
  ///
  /// @param page from 0; of numbers beyond the last page the remainder is taken, so that counting on turns pages
  /// @throws dev.punchpost.hal.HalException if the display is broken
  void show(View view, int page);

  /// Shows the first page.
  ///
  /// @throws dev.punchpost.hal.HalException if the display is broken
  default void show(View view) {
    show(view, 0);
  }

  /// How many pages the view has here, from 1. Does not touch the display.
  int pages(View view);

  /// Darker, or as bright as configured. What is shown stays.
  ///
  /// @throws dev.punchpost.hal.HalException if the display is broken
  void dim(boolean dimmed);

  /// Turns the display dark and gives it back. Idempotent; never throws.
  @Override
  void close();
}
