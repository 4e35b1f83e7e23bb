package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What the kernel knows of its wall clock's discipline (adjtimex(2), asked without changing anything).
/// Thread-safe.
public final class KernelClock {
  // struct timex on 64-bit Linux (linux/timex.h, struct __kernel_timex), the same on x86-64 and aarch64.
  private static final int SIZE = 208;
  private static final int MODES = 0;
  private static final int OFFSET = 8;
  private static final int MAXERROR = 24;
  private static final int ESTERROR = 32;
  private static final int STATUS = 40;

  private static final int STA_UNSYNC = 0x40;
  private static final int STA_NANO = 0x2000;
  private static final int TIME_ERROR = 5;

  /// One answer of the kernel.
  ///
  /// @param synchronised a time service steers the clock now
  /// @param maxErrorMicros upper bound of the error in microseconds; the kernel lets it grow by 500 ppm between
  ///   updates, and stops at 16,000,000 where it takes the clock for unsynchronised
  /// @param estimatedErrorMicros the time service's own estimate in microseconds
  /// @param remainingOffsetMicros what the kernel still has to slew away, in microseconds, either sign;
  ///   systemd-timesyncd hands it up to 400,000 and a maximum error of 0 at once
  public record Discipline(boolean synchronised, long maxErrorMicros, long estimatedErrorMicros,
      long remainingOffsetMicros) {}

  private final Libc libc;

  public KernelClock(Libc libc) {
    this.libc = libc;
  }

  public static KernelClock system() {
    return new KernelClock(Libc.system());
  }

  /// @throws HalException IO if the kernel refuses, as some containers do
  public Discipline discipline() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timex = arena.allocate(SIZE, 8);
      timex.set(ValueLayout.JAVA_INT, MODES, 0);
      int state = libc.adjtimex(timex);
      if (state < 0) {
        throw new HalException(HalException.Kind.IO, "adjtimex failed with error " + -state);
      }
      int status = timex.get(ValueLayout.JAVA_INT, STATUS);
      long remaining = timex.get(ValueLayout.JAVA_LONG, OFFSET);
      return new Discipline(state != TIME_ERROR && (status & STA_UNSYNC) == 0,
          timex.get(ValueLayout.JAVA_LONG, MAXERROR), timex.get(ValueLayout.JAVA_LONG, ESTERROR),
          (status & STA_NANO) == 0 ? remaining : remaining / 1_000);
    }
  }
}
