package dev.punchpost.drivers.osdp;

import dev.punchpost.hal.panel.Indicator;
import dev.punchpost.hal.panel.Signal;
import dev.punchpost.hal.panel.TextDisplay;
import dev.punchpost.hal.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What a reader shall show: the panel's thread says it, the line's thread asks for the next command. It belongs to an
/// address and outlives the reader that is found there.
///
/// [#indicator] and [#display] may be used from one thread, [#next] from another.
final class PdOutput {
  static final int COLUMNS = 16;
  /// A signal is about a tap that just was: later it would be about another one.
  private static final long STALE_MICROS = 2_000_000;

  /// A command for the reader.
  record Command(int code, byte[] data) {}

  private record Played(Signal signal, long sinceMicros) {}

  private final Ticker ticker;
  private final AtomicReference<@Nullable Played> asked = new AtomicReference<>();
  private volatile List<String> text = List.of();

  private @Nullable Signal playing;
  private int step;
  private long stepAtMicros;
  private @Nullable Command sound;
  private boolean takeLight = true;
  private List<String> shown = List.of();

  PdOutput(Ticker ticker) {
    this.ticker = ticker;
  }

  Indicator indicator() {
    return new Indicator() {
      @Override
      public void play(Signal signal) {
        asked.set(new Played(signal, ticker.micros()));
      }

      @Override
      public void close() {
        asked.set(null);
      }
    };
  }

  TextDisplay display(int rows) {
    return new TextDisplay() {
      @Override
      public int columns() {
        return COLUMNS;
      }

      @Override
      public int rows() {
        return rows;
      }

      @Override
      public void show(List<String> lines) {
        text = lines.stream().limit(rows).map(PdOutput::plain).toList();
      }

      @Override
      public void close() {
        text = List.of();
      }
    };
  }

  /// The reader was restarted: it knows nothing of what was said before.
  void reset() {
    playing = null;
    sound = null;
    takeLight = true;
    shown = List.of();
  }

  /// What to send now, if anything.
  Optional<Command> next(PdCapabilities capabilities) {
    long now = ticker.micros();
    Played fresh = asked.getAndSet(null);
    if (fresh != null && now - fresh.sinceMicros() < STALE_MICROS) {
      playing = fresh.signal();
      step = 0;
      stepAtMicros = now;
      sound = null;
    }
    if (sound != null) {
      Command due = sound;
      sound = null;
      return Optional.of(due);
    }
    if (takeLight && capabilities.light()) {
      takeLight = false;
      return Optional.of(idleLight());
    }
    Signal signal = playing;
    if (signal != null && now >= stepAtMicros) {
      return step(signal, capabilities, now);
    }
    return capabilities.textRows() == 0 ? Optional.empty() : line(capabilities.textRows());
  }

  /// When the next step of a signal is due.
  Optional<Long> dueMicros() {
    return playing == null ? Optional.empty() : Optional.of(stepAtMicros);
  }

  private Optional<Command> step(Signal signal, PdCapabilities capabilities, long now) {
    Signal.Step current = signal.steps().get(step);
    stepAtMicros = now + current.duration().toNanos() / 1000;
    step++;
    if (step == signal.steps().size()) {
      playing = null;
    }
    Optional<Command> tone = capabilities.sound() && current.hertz() > 0
        ? Optional.of(buzzer(current.duration()))
        : Optional.empty();
    if (!capabilities.light()) {
      return tone;
    }
    sound = tone.orElse(null);
    return Optional.of(light(current));
  }

  private Optional<Command> line(int rows) {
    List<String> wanted = text;
    for (int row = 0; row < Math.min(rows, Math.max(wanted.size(), shown.size())); row++) {
      String now = row < shown.size() ? shown.get(row) : "";
      String next = row < wanted.size() ? wanted.get(row) : " ".repeat(COLUMNS);
      if (!next.equals(now)) {
        List<String> lines = new ArrayList<>(shown);
        while (lines.size() <= row) {
          lines.add("");
        }
        lines.set(row, next);
        shown = List.copyOf(lines);
        return Optional.of(new Command(Osdp.TEXT, textLine(row, next)));
      }
    }
    return Optional.empty();
  }

  /// Reader 0, permanent without wrap, no time, row and column from 1, length, characters.
  private static byte[] textLine(int row, String line) {
    byte[] characters = line.getBytes(StandardCharsets.US_ASCII);
    byte[] data = new byte[6 + characters.length];
    data[1] = 1;
    data[3] = (byte) (row + 1);
    data[4] = 1;
    data[5] = (byte) characters.length;
    System.arraycopy(characters, 0, data, 6, characters.length);
    return data;
  }

  /// Reader 0, light 0: no temporary change; permanently off. It takes the light from the reader, which would
  /// otherwise flash green by itself before anything is recorded.
  private static Command idleLight() {
    return new Command(Osdp.LED, new byte[]{0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0});
  }

  /// Reader 0, light 0: temporarily this colour, for so many tenths of a second.
  private static Command light(Signal.Step step) {
    int tenths = tenths(step.duration());
    byte colour = (byte) switch (step.light()) {
      case OFF -> 0;
      case RED -> 1;
      case GREEN -> 2;
      case AMBER -> 3;
    };
    return new Command(Osdp.LED, new byte[]{0, 0, 2, (byte) tenths, 0, colour, colour, (byte) tenths,
      (byte) (tenths >> 8), 0, 0, 0, 0, 0});
  }

  /// Reader 0, its default tone (OSDP has no pitch), on once for so many tenths of a second.
  private static Command buzzer(Duration duration) {
    return new Command(Osdp.BUZ, new byte[]{0, 2, (byte) tenths(duration), 0, 1});
  }

  private static int tenths(Duration duration) {
    return (int) Math.max(1, (duration.toMillis() + 50) / 100);
  }

  /// ASCII only, padded to the width: readers have no other characters.
  private static String plain(String line) {
    String bare = Normalizer.normalize(line, Normalizer.Form.NFD).replaceAll("\\p{M}+", "").replace("ß", "ss")
        .replaceAll("[^ -~]", "?");
    return bare.length() > COLUMNS ? bare.substring(0, COLUMNS) : bare + " ".repeat(COLUMNS - bare.length());
  }
}
