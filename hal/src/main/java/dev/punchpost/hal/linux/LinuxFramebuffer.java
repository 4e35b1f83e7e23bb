package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.panel.PixelFormat;
import dev.punchpost.hal.panel.PixelFormat.Channel;
import dev.punchpost.hal.panel.PixelScreen;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A screen through the kernel's framebuffer device (linux/fb.h, Documentation/fb/api.rst): HDMI, DSI, or a small panel
/// on SPI, without X or Wayland. One thread owns it.
///
/// The text console on the same screen is told to keep still: its virtual terminal is put into graphics mode (KDSETMODE,
/// which needs CAP_SYS_TTY_CONFIG), or else only its cursor is hidden (which needs write access to the terminal). Where
/// neither is allowed the console may write over the picture; that is logged, and no error.
public final class LinuxFramebuffer implements PixelScreen {
  /// Where the first screen usually is.
  public static final Path FIRST = Path.of("/dev/fb0");
  /// The terminal that is seen after a boot.
  public static final Path CONSOLE = Path.of("/dev/tty1");
  public static final Path BACKLIGHTS = Path.of("/sys/class/backlight");

  private static final Logger LOG = LoggerFactory.getLogger(LinuxFramebuffer.class);

  private static final long FBIOGET_VSCREENINFO = 0x4600;
  private static final long FBIOGET_FSCREENINFO = 0x4602;
  /// struct fb_var_screeninfo is 160 bytes, struct fb_fix_screeninfo 80 on 64-bit machines.
  private static final long VAR_SIZE = 160;
  private static final long FIX_SIZE = 80;
  private static final long FIX_LINE_LENGTH = 48;
  private static final long KDSETMODE = 0x4B3A;
  private static final long KD_TEXT = 0;
  private static final long KD_GRAPHICS = 1;
  private static final int PACKED_PIXELS = 0;
  /// So much at once: a refused or slow write is then noticed early.
  private static final int CHUNK = 256 * 1024;

  private final Libc libc;
  private final Path device;
  private final int fd;
  private final int console;
  private final boolean graphics;
  private final PixelFormat format;
  private final long start;
  private final Optional<Backlight> backlight;
  private boolean closed;

  /// Opens the screen.
  ///
  /// @param device such as [#FIRST]
  /// @param console such as [#CONSOLE]
  /// @param backlights such as [#BACKLIGHTS]; the first in it is dimmed
  /// @throws HalException NO_DEVICE, PERMISSION (group `video`) or BUSY; PROTOCOL if its pixels are not of a kind that
  ///   we can write
  public LinuxFramebuffer(Path device, Path console, Path backlights) {
    this(Libc.system(), device, console, backlights);
  }

  LinuxFramebuffer(Libc libc, Path device, Path console, Path backlights) {
    this.libc = libc;
    this.device = device;
    fd = DeviceFile.open(libc, device, Libc.O_RDWR);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment variable = arena.allocate(VAR_SIZE, 8);
      MemorySegment fixed = arena.allocate(FIX_SIZE, 8);
      DeviceFile.check(libc.ioctl(fd, FBIOGET_VSCREENINFO, variable), device.toString());
      DeviceFile.check(libc.ioctl(fd, FBIOGET_FSCREENINFO, fixed), device.toString());
      format = format(variable, fixed);
      start = (long) u32(variable, 20) * format.stride() + (long) u32(variable, 16) * format.bitsPerPixel() / 8;
    } catch (HalException e) {
      libc.close(fd);
      throw e;
    }
    this.console = libc.open(console.toString(), Libc.O_WRONLY | Libc.O_NOCTTY | Libc.O_CLOEXEC | Libc.O_NONBLOCK);
    graphics = this.console >= 0
        && libc.ioctl(this.console, KDSETMODE, MemorySegment.ofAddress(KD_GRAPHICS)) >= 0;
    if (!graphics && !(this.console >= 0 && tell("\u001B[?25l\u001B[2J"))) {
      LOG.warn("screen {}: the console {} may write over the picture, its cursor first of all; see"
          + " docs/hardware/displays.md, 'Packages'", device, console);
    }
    backlight = Backlight.first(backlights);
  }

  @Override
  public PixelFormat format() {
    return format;
  }

  @Override
  public void write(int firstRow, byte[] rows) {
    if (closed) {
      throw new HalException(Kind.IO, device + " is closed");
    }
    if (rows.length % format.stride() != 0 || firstRow < 0
        || firstRow + rows.length / format.stride() > format.height()) {
      throw new IllegalArgumentException("rows from " + firstRow + " of " + rows.length + " bytes");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(Math.max(1, Math.min(CHUNK, rows.length)));
      long at = start + (long) firstRow * format.stride();
      // The last row ends with its last pixel where the rest of it is not in the screen's memory.
      int done = 0;
      while (done < rows.length) {
        int part = Math.min(CHUNK, rows.length - done);
        MemorySegment.copy(rows, done, chunk, ValueLayout.JAVA_BYTE, 0, part);
        int written = DeviceFile.check(libc.pwrite(fd, chunk.asSlice(0, part), at + done), device.toString());
        if (written == 0) {
          throw new HalException(Kind.IO, device + " takes no more at row " + (firstRow + done / format.stride()));
        }
        done += written;
      }
    }
  }

  @Override
  public void dim(boolean dimmed) {
    backlight.ifPresent(light -> light.dim(dimmed));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    backlight.ifPresent(light -> light.dim(false));
    if (graphics) {
      // The console paints itself anew.
      libc.ioctl(console, KDSETMODE, MemorySegment.ofAddress(KD_TEXT));
    } else if (console >= 0) {
      tell("\u001B[?25h");
    }
    if (console >= 0) {
      libc.close(console);
    }
    libc.close(fd);
  }

  private boolean tell(String escape) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = escape.getBytes(StandardCharsets.US_ASCII);
      return libc.write(console, arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes)) == bytes.length;
    }
  }

  private PixelFormat format(MemorySegment variable, MemorySegment fixed) {
    if (fixed.get(ValueLayout.JAVA_INT, 28) != PACKED_PIXELS || u32(variable, 28) != 0) {
      throw new HalException(Kind.PROTOCOL, device + ": its pixels are not packed colours");
    }
    try {
      return new PixelFormat(u32(variable, 0), u32(variable, 4), u32(variable, 24),
          u32(fixed, FIX_LINE_LENGTH), channel(variable, 32), channel(variable, 44), channel(variable, 56));
    } catch (IllegalArgumentException e) {
      throw new HalException(Kind.PROTOCOL, device + ": " + e.getMessage(), e);
    }
  }

  private static Channel channel(MemorySegment variable, long at) {
    return new Channel(u32(variable, at), u32(variable, at + 4));
  }

  private static int u32(MemorySegment segment, long at) {
    return segment.get(ValueLayout.JAVA_INT, at);
  }

  /// A light that sysfs knows (Documentation/ABI/stable/sysfs-class-backlight).
  private record Backlight(Path brightness, int bright) {
    static Optional<Backlight> first(Path folder) {
      if (!Files.isDirectory(folder)) {
        return Optional.empty();
      }
      try (DirectoryStream<Path> lights = Files.newDirectoryStream(folder)) {
        for (Path light : lights) {
          Path brightness = light.resolve("brightness");
          return Optional.of(new Backlight(brightness, Integer.parseInt(Files.readString(brightness).strip())));
        }
      } catch (IOException | NumberFormatException e) {
        LOG.debug("no backlight in {}", folder, e);
      }
      return Optional.empty();
    }

    void dim(boolean dimmed) {
      try {
        Files.writeString(brightness, Integer.toString(dimmed ? Math.max(1, bright / 5) : bright));
      } catch (IOException e) {
        LOG.debug("{} cannot be set", brightness, e);
      }
    }
  }
}
