package dev.punchpost.drivers.hd44780;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.i2c.I2cDevice;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.View.ClockMark;
import dev.punchpost.hal.panel.View.Direction;
import dev.punchpost.hal.panel.View.Wording;
import dev.punchpost.hal.time.Pause;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The driver on a bus of the kernel, in a process of its own, for the VM: shows a greeting each half second, its time in turns, says how
/// that went, and ends when a file appears. `/dev/i2c-N` is opened here and not through Pi4J, whose native code is for
/// ARM.
final class Hd44780Runner {
  private Hd44780Runner() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      throw new IllegalArgumentException("expected BUS ADDRESS END-FILE");
    }
    Pause pause = Pause.real();
    int shown = 0;
    try (Hd44780 display = new Hd44780("lab", bus(args[0], Integer.decode(args[1])), BootTicker.system(), pause,
        Hd44780Options.defaults())) {
      while (!Files.exists(Path.of(args[2]))) {
        try {
          // Only what changes is written, and tells whether anybody is there.
          String time = shown % 2 == 0 ? "07:58" : "07:59";
          display.show(new View.Greeting("José", Direction.IN, "IN", time, ClockMark.SURE, Wording.NONE));
          System.out.println("shown " + ++shown);
        } catch (HalException e) {
          System.out.println("failed " + e.kind());
        }
        pause.pause(Duration.ofMillis(500));
      }
    }
  }

  private static I2cDevice bus(String path, int address) throws Exception {
    RandomAccessFile file = new RandomAccessFile(path, "rw");
    select(path, address);
    return new Bus(file);
  }

  /// A descriptor's slave address cannot be set from Java; the one that the JDK opened is the newest on this path.
  private static void select(String path, int address) throws Exception {
    Linker linker = Linker.nativeLinker();
    var ioctl = linker.downcallHandle(linker.defaultLookup().findOrThrow("ioctl"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG),
        Linker.Option.firstVariadicArg(2));
    try (var open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : open) {
        if (Files.isSymbolicLink(descriptor)
            && Files.readSymbolicLink(descriptor).equals(Path.of(path).toRealPath())) {
          // I2C_SLAVE
          int result = call(ioctl, Integer.parseInt(descriptor.getFileName().toString()), address);
          if (result < 0) {
            throw new IOException("I2C_SLAVE was refused");
          }
          return;
        }
      }
    }
    throw new IOException(path + " is not open");
  }

  private static int call(java.lang.invoke.MethodHandle ioctl, int fd, int address) {
    try {
      return (int) ioctl.invokeExact(fd, 0x0703L, (long) address);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private record Bus(RandomAccessFile file) implements I2cDevice {
    @Override
    public byte[] read(int length) {
      try {
        byte[] bytes = new byte[length];
        file.readFully(bytes);
        return bytes;
      } catch (IOException e) {
        throw new HalException(HalException.Kind.IO, "nobody answers", e);
      }
    }

    @Override
    public void write(byte[] bytes) {
      try {
        file.write(bytes);
      } catch (IOException e) {
        throw new HalException(HalException.Kind.IO, "nobody answers", e);
      }
    }

    @Override
    public byte[] writeThenRead(byte[] bytes, int length) {
      throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        System.err.println(e);
      }
    }
  }
}
