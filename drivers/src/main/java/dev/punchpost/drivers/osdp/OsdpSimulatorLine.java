package dev.punchpost.drivers.osdp;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.serial.SerialPort;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// An RS-485 line in memory with simulated readers on it. The thread that uses the link runs the readers.
public final class OsdpSimulatorLine implements SerialPort {
  private final List<OsdpSimulator> readers;
  private final Consumer<Duration> silence;
  private final AtomicInteger opened = new AtomicInteger();
  private volatile boolean gone;
  private volatile boolean echo;
  private volatile byte[] noise = {};

  /// @param silence how a read waits when nothing comes: a pause, or moving a ticker on
  public OsdpSimulatorLine(List<OsdpSimulator> readers, Consumer<Duration> silence) {
    this.readers = List.copyOf(readers);
    this.silence = silence;
  }

  /// The adapter is pulled, or back.
  public void unplugged(boolean pulled) {
    gone = pulled;
  }

  /// Whether what the panel sends comes back, as with cheap RS-485 adapters.
  public void echo(boolean back) {
    echo = back;
  }

  /// Bytes that come before each reply.
  public void noise(byte[] bytes) {
    noise = bytes.clone();
  }

  /// How many links are open.
  public int openLinks() {
    return opened.get();
  }

  @Override
  public SerialLink open() {
    check();
    opened.incrementAndGet();
    return new Link();
  }

  @Override
  public String name() {
    return "simulated OSDP line";
  }

  private void check() {
    if (gone) {
      throw new HalException(HalException.Kind.NO_DEVICE, name() + " is not there");
    }
  }

  private final class Link implements SerialLink {
    private final ByteArrayOutputStream inbound = new ByteArrayOutputStream();
    private boolean closed;

    @Override
    public int read(byte[] buffer, Duration timeout) {
      check();
      if (inbound.size() == 0) {
        silence.accept(timeout);
        return 0;
      }
      byte[] all = inbound.toByteArray();
      int count = Math.min(buffer.length, all.length);
      System.arraycopy(all, 0, buffer, 0, count);
      inbound.reset();
      inbound.write(all, count, all.length - count);
      return count;
    }

    @Override
    public void write(byte[] bytes) {
      check();
      if (echo) {
        inbound.writeBytes(bytes);
      }
      byte[] together = {};
      for (OsdpSimulator reader : readers) {
        together = collide(together, reader.hear(bytes, bytes.length).orElse(new byte[0]));
      }
      if (together.length > 0) {
        inbound.writeBytes(noise);
        inbound.writeBytes(together);
      }
    }

    /// Two that talk at once are not understood: a driven line wins over an idle one.
    private static byte[] collide(byte[] one, byte[] other) {
      byte[] sum = java.util.Arrays.copyOf(one, Math.max(one.length, other.length));
      for (int i = 0; i < other.length; i++) {
        sum[i] |= other[i];
      }
      return sum;
    }

    @Override
    public void discardInput() {
      check();
      inbound.reset();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        opened.decrementAndGet();
      }
    }
  }
}
