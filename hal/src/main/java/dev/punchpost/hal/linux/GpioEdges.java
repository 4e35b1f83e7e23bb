package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.EdgeEvent;
import dev.punchpost.hal.gpio.EdgeSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Edges through one request for all lines to the GPIO character device, ABI v2 (linux/gpio.h,
/// `GPIO_V2_GET_LINE_IOCTL`). Why not Pi4J's listeners: docs/adr/0006.
public final class GpioEdges implements EdgeSource {
  /// The most that the kernel gives (16 for each of 64 lines), for a JVM that pauses.
  private static final int KERNEL_BUFFER = 1024;

  // struct gpio_v2_line_event
  private static final int EVENT_TIMESTAMP = 0;
  private static final int EVENT_OFFSET = 12;
  private static final int EVENT_SEQNO = 16;

  private final RecordFile file;
  private final List<Integer> offsets;
  private final MonotonicOffset clock;
  private long lastSequence;

  private GpioEdges(Libc libc, int fd, List<Integer> offsets, String name) {
    file = new RecordFile(libc, fd, LineRequest.EVENT_BYTES, name);
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
    try (GpioChip chip = GpioChip.find(libc, request.chip())) {
      List<Integer> offsets = request.lines().stream().map(chip::offset).toList();
      long edge = switch (request.edge()) {
        case RISING -> LineRequest.EDGE_RISING;
        case FALLING -> LineRequest.EDGE_FALLING;
      };
      String name = "GPIO lines " + request.lines() + " of " + chip;
      int fd = LineRequest.inputs(offsets, edge, request.pull(), KERNEL_BUFFER).take(libc, chip, name);
      return new GpioEdges(libc, fd, offsets, name);
    }
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
