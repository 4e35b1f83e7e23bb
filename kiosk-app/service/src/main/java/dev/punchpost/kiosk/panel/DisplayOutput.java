package dev.punchpost.kiosk.panel;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.ViewDisplay;
import dev.punchpost.hal.time.RetryPause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Screens on a display of the terminal's own.
///
/// The display is opened when there is something to show. A broken one is closed and opened again: at once, because most
/// faults are a single disturbed transfer, then after 1, 2, 4 … 15 s; until it works every call fails with the last
/// reason. While a screen stays it is looked after every few seconds. Long views have their pages turned; when nobody has
/// come for a while the display is made darker.
public final class DisplayOutput implements PanelOutput {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  /// How often the same is shown again, which is how a lost display is noticed. A large picture takes long to draw.
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Supplier<ViewDisplay> opening;
  private final ScreenViews views;
  private final Optional<Duration> dimAfter;
  private final BooleanSupplier saving;
  private final Ticker ticker;
  private @Nullable ViewDisplay display;
  private @Nullable HalException fault;
  private final RetryPause opens = new RetryPause(FIRST_PAUSE, LONGEST_PAUSE);
  private long shownAt;
  private long restingSince;
  private boolean rested;
  private boolean dimmed;
  private @Nullable View last;
  private int lastPage;
  private long lookAt;

  /// Opens nothing yet.
  ///
  /// @param opening opens the display, or throws a [HalException]
  /// @param dimAfter how long nobody must have come before it is made darker; empty for never
  public DisplayOutput(Supplier<ViewDisplay> opening, ScreenViews views, Optional<Duration> dimAfter, Ticker ticker) {
    this(opening, views, dimAfter, () -> false, ticker);
  }

  /// @param saving whether it is to be dark now, whoever comes; asked on the output's thread
  public DisplayOutput(Supplier<ViewDisplay> opening, ScreenViews views, Optional<Duration> dimAfter,
      BooleanSupplier saving, Ticker ticker) {
    this.saving = saving;
    this.opening = opening;
    this.views = views;
    this.dimAfter = dimAfter;
    this.ticker = ticker;
    shownAt = ticker.micros();
    restingSince = shownAt;
    lookAt = shownAt;
  }

  @Override
  public void show(Showing showing) {
    long now = ticker.micros();
    shownAt = now;
    if (!showing.resting() || !rested) {
      restingSince = now;
    }
    rested = showing.resting();
    draw(showing);
  }

  @Override
  public void stay(Showing showing) {
    draw(showing);
  }

  @Override
  public int pages(Showing showing) {
    ViewDisplay open = display;
    return open == null ? 1 : open.pages(views.of(showing));
  }

  /// A greeting that comes late is somebody else's.
  @Override
  public boolean momentary() {
    return true;
  }

  @Override
  public void close() {
    ViewDisplay open = display;
    display = null;
    if (open != null) {
      open.close();
    }
  }

  private void draw(Showing showing) {
    View view = views.of(showing);
    if (display != null) {
      try {
        put(display, view);
        return;
      } catch (HalException e) {
        fault = e;
        close();
        opens.worked();
      }
    }
    HalException reason = fault;
    if (reason != null && !opens.isDue(ticker.micros())) {
      throw new HalException(reason.kind(), String.valueOf(reason.getMessage()), reason);
    }
    try {
      ViewDisplay opened = opening.get();
      display = opened;
      dimmed = false;
      last = null;
      put(opened, view);
      fault = null;
      opens.worked();
    } catch (HalException e) {
      fault = e;
      close();
      opens.failed(ticker.micros());
      throw e;
    }
  }

  private void put(ViewDisplay open, View view) {
    long now = ticker.micros();
    int page = (int) ((now - shownAt) / micros(QueuedPanel.PAGE) % open.pages(view));
    boolean dark = saving.getAsBoolean()
        || rested && dimAfter.isPresent() && now - restingSince >= micros(dimAfter.get());
    if (view.equals(last) && page == lastPage && dark == dimmed && now < lookAt) {
      return;
    }
    if (dark != dimmed) {
      open.dim(dark);
      dimmed = dark;
    }
    open.show(view, page);
    last = view;
    lastPage = page;
    lookAt = now + micros(LOOK);
  }

  private static long micros(Duration duration) {
    return TimeUnit.MILLISECONDS.toMicros(duration.toMillis());
  }
}
