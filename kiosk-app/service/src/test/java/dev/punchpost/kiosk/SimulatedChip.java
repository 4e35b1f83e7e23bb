package dev.punchpost.kiosk;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.gpio.PinSource;
import dev.punchpost.hal.gpio.Pull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// A GPIO chip in the test's process, as a kernel has it: another process takes lines of it ([#at]), and when that process
/// is gone, however it went, its lines are free again. A line that was driven then keeps its level, as on a Raspberry Pi,
/// or becomes an input and follows its resistor (`dtparam=strict_gpiod`).
final class SimulatedChip implements AutoCloseable {
  private final ServerSocketChannel server;
  private final boolean strict;
  private final Map<String, Boolean> levels = new HashMap<>();
  private final Map<String, Set<String>> contacts = new HashMap<>();
  private final Map<String, SocketChannel> holders = new HashMap<>();
  private final List<String> history = new CopyOnWriteArrayList<>();

  /// @param strict whether a line that nobody holds follows its resistor, which is one to ground here
  SimulatedChip(Path socket, boolean strict) {
    this.strict = strict;
    try {
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("simulated-chip").start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel line = server.accept();
        Thread.ofPlatform().daemon().name("simulated-line").start(() -> serve(line));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(SocketChannel channel) {
    String line = "";
    boolean output = false;
    try (channel) {
      String[] wanted = read(channel).split(" ", -1);
      line = wanted[1];
      output = wanted[0].equals("out");
      if (!take(line, channel, output, wanted[2].equals("1"))) {
        write(channel, "busy");
        line = "";
        return;
      }
      write(channel, "ok");
      while (true) {
        String word = read(channel);
        if (word.equals("?")) {
          write(channel, level(line) ? "1" : "0");
        } else {
          set(line, word.equals("1"));
          write(channel, "ok");
        }
      }
    } catch (IOException e) {
      // The holder has let it go, or is gone.
    } finally {
      free(line, output);
    }
  }

  private synchronized boolean take(String line, SocketChannel holder, boolean output, boolean high) {
    if (holders.putIfAbsent(line, holder) != null) {
      return false;
    }
    if (output) {
      set(line, high);
    } else {
      levels.putIfAbsent(line, high);
    }
    return true;
  }

  private synchronized void free(String line, boolean output) {
    if (!line.isEmpty()) {
      holders.remove(line);
      if (output && strict) {
        set(line, false);
      }
    }
  }

  /// Drives a line from outside: a finger at a button, a door at its contact, or `gpioset` at a free line.
  synchronized void set(String line, boolean high) {
    levels.put(line, high);
    history.add(line + "=" + (high ? "1" : "0"));
  }

  synchronized boolean level(String line) {
    boolean pulledDown = contacts.getOrDefault(line, Set.of()).stream()
        .anyMatch(row -> holders.containsKey(row) && !levels.getOrDefault(row, false));
    return !pulledDown && levels.getOrDefault(line, false);
  }

  /// Closes or opens a contact of a keypad: its column follows its row while that is driven low.
  synchronized void contact(String row, String column, boolean closed) {
    Set<String> rows = contacts.computeIfAbsent(column, _ -> new HashSet<>());
    if (closed) {
      rows.add(row);
    } else {
      rows.remove(row);
    }
  }

  /// Takes a line for somebody else, for good.
  synchronized void occupy(String line) {
    try {
      holders.put(line, SocketChannel.open(StandardProtocolFamily.UNIX));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized boolean held(String line) {
    return holders.containsKey(line);
  }

  /// Every level that was driven, such as `24=1`.
  List<String> history() {
    return history;
  }

  /// The chip as another process takes lines of it.
  static PinSource at(Path socket) {
    return new PinSource() {
      @Override
      public OutputPin output(String chip, String line, boolean high) {
        Held held = new Held(socket, "out " + line + " " + (high ? "1" : "0"));
        return new OutputPin() {
          @Override
          public void set(boolean level) {
            held.ask(level ? "1" : "0");
          }

          @Override
          public void close() {
            held.close();
          }
        };
      }

      @Override
      public InputPin input(String chip, String line, Pull pull) {
        Held held = new Held(socket, "in " + line + " " + (pull == Pull.UP ? "1" : "0"));
        return new InputPin() {
          @Override
          public boolean high() {
            return held.ask("?").equals("1");
          }

          @Override
          public boolean await(boolean high, Duration timeout) {
            long end = System.nanoTime() + timeout.toNanos();
            while (high() != high) {
              if (System.nanoTime() >= end || Thread.currentThread().isInterrupted()) {
                return false;
              }
              Thread.onSpinWait();
            }
            return true;
          }

          @Override
          public void close() {
            held.close();
          }
        };
      }
    };
  }

  /// One line, held by this process.
  private static final class Held {
    private final SocketChannel channel;

    Held(Path socket, String wanted) {
      try {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      } catch (IOException e) {
        throw new HalException(Kind.NO_DEVICE, "no chip at " + socket, e);
      }
      if (!ask(wanted).equals("ok")) {
        close();
        throw new HalException(Kind.BUSY, wanted + " is in use");
      }
    }

    synchronized String ask(String word) {
      try {
        write(channel, word);
        return read(channel);
      } catch (IOException e) {
        throw new HalException(Kind.IO, "the chip is gone", e);
      }
    }

    void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void write(SocketChannel channel, String word) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((word + "\n").getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static String read(SocketChannel channel) throws IOException {
    StringBuilder word = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (true) {
      one.clear();
      if (channel.read(one) < 1) {
        throw new IOException("closed");
      }
      if (one.get(0) == '\n') {
        return word.toString();
      }
      word.append((char) one.get(0));
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The program, with the chip whose socket is in `PUNCHPOST_TEST_CHIP`.
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      PinSource pins = at(Path.of(Optional.ofNullable(System.getenv("PUNCHPOST_TEST_CHIP")).orElseThrow()));
      System.exit(Main.run(() -> new Wiring() {
        @Override
        protected PinSource pins() {
          return pins;
        }
      }, args));
    }
  }
}
