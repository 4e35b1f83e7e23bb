package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.EdgeEvent;
import dev.punchpost.hal.gpio.EdgeSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Edges through one request for all lines to the GPIO character device, ABI v2 (linux/gpio.h,
/// `GPIO_V2_GET_LINE_IOCTL`). Why not Pi4J's listeners: docs/adr/0006.
public final class GpioEdges implements EdgeSource {
  // struct gpio_v2_line_request
  private static final long GET_LINE = 0xC250B407L;
  private static final int REQUEST_BYTES = 592;
  private static final int REQUEST_CONSUMER = 256;
  private static final int REQUEST_FLAGS = 288;
  private static final int REQUEST_NUM_LINES = 560;
  private static final int REQUEST_BUFFER_SIZE = 564;
  private static final int REQUEST_FD = 588;
  private static final String CONSUMER = "punchpost";

  private static final long FLAG_INPUT = 1L << 2;
  private static final long FLAG_EDGE_RISING = 1L << 4;
  private static final long FLAG_EDGE_FALLING = 1L << 5;
  private static final long FLAG_BIAS_PULL_UP = 1L << 8;
  private static final long FLAG_BIAS_PULL_DOWN = 1L << 9;
  private static final long FLAG_BIAS_DISABLED = 1L << 10;

  /// The most that the kernel gives (16 for each of 64 lines), for a JVM that pauses.
  private static final int KERNEL_BUFFER = 1024;

  // struct gpio_v2_line_event
  private static final int EVENT_BYTES = 48;
  private static final int EVENT_TIMESTAMP = 0;
  private static final int EVENT_OFFSET = 12;
  private static final int EVENT_SEQNO = 16;

  private final RecordFile file;
  private final List<Integer> offsets;
  private final MonotonicOffset clock;
  private long lastSequence;

  private GpioEdges(Libc libc, int fd, List<Integer> offsets, String name) {
    file = new RecordFile(libc, fd, EVENT_BYTES, name);
    this.offsets = offsets;
    clock = new MonotonicOffset(libc);
  }

  public static GpioEdges open(GpioRequest request) {
    return open(Libc.system(), request);
  }

  /// Takes the lines.
  ///
  /// @throws HalException NO_DEVICE (no such chip or line), BUSY (another program holds a line), PERMISSION (group
  ///   gpio), IO (the kernel is older than 5.10, or the chip cannot tell edges)
  public static GpioEdges open(Libc libc, GpioRequest request) {
    try (GpioChip chip = GpioChip.find(libc, request.chip()); Arena arena = Arena.ofConfined()) {
      List<Integer> offsets = request.lines().stream().map(chip::offset).toList();
      MemorySegment wanted = arena.allocate(REQUEST_BYTES, 8);
      for (int i = 0; i < offsets.size(); i++) {
        wanted.set(ValueLayout.JAVA_INT, 4L * i, offsets.get(i));
      }
      MemorySegment.copy(MemorySegment.ofArray(CONSUMER.getBytes(StandardCharsets.US_ASCII)), 0, wanted,
          REQUEST_CONSUMER, CONSUMER.length());
      wanted.set(ValueLayout.JAVA_LONG, REQUEST_FLAGS, flags(request));
      wanted.set(ValueLayout.JAVA_INT, REQUEST_NUM_LINES, offsets.size());
      wanted.set(ValueLayout.JAVA_INT, REQUEST_BUFFER_SIZE, KERNEL_BUFFER);
      String name = "GPIO lines " + request.lines() + " of " + chip;
      int result = libc.ioctl(chip.fd(), GET_LINE, wanted);
      if (result == -Libc.EBUSY) {
        List<String> holders = offsets.stream().map(chip::consumer).filter(holder -> !holder.isEmpty()).toList();
        throw new HalException(Kind.BUSY, name + " are in use by " + holders);
      }
      DeviceFile.check(result, name);
      return new GpioEdges(libc, wanted.get(ValueLayout.JAVA_INT, REQUEST_FD), offsets, name);
    }
  }

  private static long flags(GpioRequest request) {
    // No event clock flag: the time is CLOCK_MONOTONIC, which nobody sets.
    return FLAG_INPUT | switch (request.edge()) {
      case RISING -> FLAG_EDGE_RISING;
      case FALLING -> FLAG_EDGE_FALLING;
    } | switch (request.pull()) {
      case NONE -> FLAG_BIAS_DISABLED;
      case UP -> FLAG_BIAS_PULL_UP;
      case DOWN -> FLAG_BIAS_PULL_DOWN;
    };
  }

  @Override
  public Optional<EdgeEvent> next(Duration timeout) {
    if (file.empty()) {
      clock.check();
    }
    return file.next(timeout).map(this::event);
  }

  private EdgeEvent event(MemorySegment record) {
    int line = offsets.indexOf(record.get(ValueLayout.JAVA_INT, EVENT_OFFSET));
    if (line < 0) {
      throw new HalException(Kind.PROTOCOL, "the kernel told an edge of a line that was not asked for");
    }
    lastSequence = extended(lastSequence, record.get(ValueLayout.JAVA_INT, EVENT_SEQNO));
    return new EdgeEvent(line, clock.toBoot(record.get(ValueLayout.JAVA_LONG, EVENT_TIMESTAMP)), lastSequence);
  }

  /// The kernel counts in 32 bits: this goes on counting where it begins again, also for a number that is a little
  /// older than the last.
  static long extended(long last, int sequence) {
    return last + (sequence - (int) last);
  }

  @Override
  public void close() {
    file.close();
  }
}
