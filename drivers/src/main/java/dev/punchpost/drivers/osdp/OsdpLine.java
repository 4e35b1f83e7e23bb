package dev.punchpost.drivers.osdp;

import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/// One question and its answer on the line. One thread.
final class OsdpLine implements AutoCloseable {
  /// Gap within a message after which the rest does not come; USB adapters gather bytes for up to 16 ms.
  private static final long GAP_MICROS = 60_000;
  private static final int BITS_PER_BYTE = 10;

  private final SerialLink link;
  private final Ticker ticker;
  private final OsdpOptions options;
  private final OsdpScanner scanner = new OsdpScanner(true);
  private final byte[] buffer = new byte[256];

  /// @param link open; belongs to this object from now on
  OsdpLine(SerialLink link, Ticker ticker, OsdpOptions options) {
    this.link = link;
    this.ticker = ticker;
    this.options = options;
  }

  /// Sends a command and waits for its reply.
  ///
  /// @param wanted tells the reply from others, such as one that comes too late
  /// @return empty if none came in time
  Optional<OsdpFrame> exchange(OsdpFrame command, Predicate<OsdpFrame> wanted) {
    return exchange(command, options.replyTimeout(), wanted);
  }

  Optional<OsdpFrame> exchange(OsdpFrame command, Duration replyTimeout, Predicate<OsdpFrame> wanted) {
    link.discardInput();
    scanner.reset();
    byte[] message = command.encoded();
    byte[] line = message;
    if (options.marking()) {
      line = new byte[message.length + 1];
      line[0] = (byte) OsdpFrame.MARK;
      System.arraycopy(message, 0, line, 1, message.length);
    }
    link.write(line);
    long now = ticker.micros();
    // The bytes are with the operating system, not yet on the wire.
    long deadline = now + wireMicros(line.length) + replyTimeout.toNanos() / 1000;
    long end = deadline + wireMicros(Osdp.LONGEST);
    while (now < deadline) {
      int count = link.read(buffer, Duration.ofNanos((deadline - now) * 1000));
      scanner.feed(buffer, count);
      for (Optional<OsdpFrame> frame = scanner.next(); frame.isPresent(); frame = scanner.next()) {
        if (wanted.test(frame.get())) {
          return frame;
        }
      }
      now = ticker.micros();
      if (count > 0 && scanner.pending()) {
        deadline = Math.min(Math.max(deadline, now + GAP_MICROS), end);
      }
    }
    return scanner.giveUp().filter(wanted);
  }

  private long wireMicros(int bytes) {
    return 1_000_000L * BITS_PER_BYTE * bytes / options.baud();
  }

  /// Messages that were damaged.
  long damaged() {
    return scanner.damaged();
  }

  /// Bytes that belonged to no message.
  long noise() {
    return scanner.noise();
  }

  @Override
  public void close() {
    link.close();
  }
}
