package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.Pull;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Asks the kernel for lines of a chip (`struct gpio_v2_line_request`, linux/gpio.h, `GPIO_V2_GET_LINE_IOCTL`).
///
/// @param offsets the lines' numbers on the chip
/// @param flags of [#output], or [#input] with edges
/// @param firstLevel of an output
/// @param buffer places for edges that nobody has read; 0: the kernel's default
record LineRequest(List<Integer> offsets, long flags, Optional<Boolean> firstLevel, int buffer) {
  static final long EDGE_RISING = 1L << 4;
  static final long EDGE_FALLING = 1L << 5;
  /// Bytes of a `struct gpio_v2_line_event`.
  static final int EVENT_BYTES = 48;

  private static final long INPUT = 1L << 2;
  private static final long OUTPUT = 1L << 3;
  private static final long BIAS_PULL_UP = 1L << 8;
  private static final long BIAS_PULL_DOWN = 1L << 9;
  private static final long BIAS_DISABLED = 1L << 10;

  // _IOWR(0xB4, 0x07, struct gpio_v2_line_request)
  private static final long GET_LINE = 0xC250B407L;
  private static final int BYTES = 592;
  private static final int CONSUMER = 256;
  private static final int FLAGS = 288;
  private static final int NUM_ATTRIBUTES = 296;
  private static final int ATTRIBUTE_ID = 320;
  private static final int ATTRIBUTE_VALUES = 328;
  private static final int ATTRIBUTE_MASK = 336;
  private static final int NUM_LINES = 560;
  private static final int BUFFER_SIZE = 564;
  private static final int FD = 588;

  private static final int ID_OUTPUT_VALUES = 2;
  private static final byte[] WHO = "punchpost".getBytes(StandardCharsets.US_ASCII);

  /// Lines that somebody else drives. Without an event clock flag the time of an edge is CLOCK_MONOTONIC.
  ///
  /// @param edges [#EDGE_RISING], [#EDGE_FALLING] or both
  static LineRequest inputs(List<Integer> offsets, long edges, Pull pull, int buffer) {
    return new LineRequest(offsets, INPUT | edges | switch (pull) {
      case NONE -> BIAS_DISABLED;
      case UP -> BIAS_PULL_UP;
      case DOWN -> BIAS_PULL_DOWN;
    }, Optional.empty(), buffer);
  }

  /// A line that we drive, with its first level: it never has another.
  static LineRequest output(int offset, boolean high) {
    return new LineRequest(List.of(offset), OUTPUT, Optional.of(high), 0);
  }

  /// @param name of the lines, for errors
  /// @return the descriptor of the lines, to be closed by the caller
  /// @throws HalException BUSY (another program holds a line), IO (older kernel than 5.10, or the chip cannot do it)
  int take(Libc libc, GpioChip chip, String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment wanted = arena.allocate(BYTES, 8);
      for (int i = 0; i < offsets.size(); i++) {
        wanted.set(ValueLayout.JAVA_INT, 4L * i, offsets.get(i));
      }
      MemorySegment.copy(MemorySegment.ofArray(WHO), 0, wanted, CONSUMER, WHO.length);
      wanted.set(ValueLayout.JAVA_LONG, FLAGS, flags);
      wanted.set(ValueLayout.JAVA_INT, NUM_LINES, offsets.size());
      wanted.set(ValueLayout.JAVA_INT, BUFFER_SIZE, buffer);
      if (firstLevel.isPresent()) {
        wanted.set(ValueLayout.JAVA_INT, NUM_ATTRIBUTES, 1);
        wanted.set(ValueLayout.JAVA_INT, ATTRIBUTE_ID, ID_OUTPUT_VALUES);
        wanted.set(ValueLayout.JAVA_LONG, ATTRIBUTE_VALUES, firstLevel.get() ? 1 : 0);
        wanted.set(ValueLayout.JAVA_LONG, ATTRIBUTE_MASK, 1);
      }
      int result = libc.ioctl(chip.fd(), GET_LINE, wanted);
      if (result == -Libc.EBUSY) {
        List<String> holders = offsets.stream().map(chip::consumer).filter(holder -> !holder.isEmpty()).toList();
        throw new HalException(Kind.BUSY,
            name + (offsets.size() == 1 ? " is" : " are") + " in use by " + String.join(", ", holders));
      }
      DeviceFile.check(result, name);
      return wanted.get(ValueLayout.JAVA_INT, FD);
    }
  }
}
