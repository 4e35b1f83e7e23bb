package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Resets a USB device, as unplugging and plugging it would (`USBDEVFS_RESET`, linux/usbdevice_fs.h). Needs write access
/// to its file under /dev/bus/usb: the device's own udev rule, or root.
public final class UsbReset {
  // _IO('U', 20)
  private static final long RESET = 0x5514;
  private static final Path SYS = Path.of("/sys");
  private static final Path BUS = Path.of("/dev/bus/usb");

  private UsbReset() {}

  /// Resets the USB device that a device file (a tty, an input device) belongs to.
  ///
  /// @return what was reset; empty if the file is not there, or is no USB device's
  /// @throws HalException PERMISSION or IO if the reset was refused
  public static Optional<String> ofFile(Path device) {
    return find(SYS, device).map(UsbReset::reset);
  }

  /// Resets the first USB device with these ids.
  ///
  /// @param vendor four hex digits
  /// @param product likewise
  /// @return what was reset; empty if there is none
  /// @throws HalException PERMISSION or IO if the reset was refused
  public static Optional<String> ofId(String vendor, String product) {
    return find(SYS, vendor, product).map(UsbReset::reset);
  }

  private static String reset(Path file) {
    Libc libc = Libc.system();
    int fd = DeviceFile.open(libc, file, Libc.O_RDWR);
    try {
      DeviceFile.check(libc.ioctl(fd, RESET, MemorySegment.NULL), file.toString());
    } finally {
      libc.close(fd);
    }
    return "USB device " + file + " was reset";
  }

  static Optional<Path> find(Path sys, Path device) {
    try {
      // The number of the device that the file stands for, as stat(2) gives it.
      long number = (Long) Files.getAttribute(device.toRealPath(), "unix:rdev");
      long major = number >> 8 & 0xFFF | number >> 32 & ~0xFFFL;
      long minor = number & 0xFF | number >> 12 & ~0xFFL;
      Path folder = sys.resolve("dev/char/" + major + ":" + minor).toRealPath();
      return upwards(sys.toRealPath(), folder);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// The USB device is some folders above its interface's tty or input device.
  private static Optional<Path> upwards(Path sys, Path folder) throws IOException {
    for (Path at = folder; at != null && at.startsWith(sys); at = at.getParent()) {
      Optional<Path> found = file(at);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  static Optional<Path> find(Path sys, String vendor, String product) {
    try (DirectoryStream<Path> devices = Files.newDirectoryStream(sys.resolve("bus/usb/devices"))) {
      for (Path device : devices) {
        if (is(device.resolve("idVendor"), vendor) && is(device.resolve("idProduct"), product)) {
          return file(device);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean is(Path file, String expected) throws IOException {
    return Files.exists(file) && Files.readString(file).strip().equalsIgnoreCase(expected);
  }

  private static Optional<Path> file(Path device) throws IOException {
    Path bus = device.resolve("busnum");
    Path number = device.resolve("devnum");
    if (!Files.exists(bus) || !Files.exists(number)) {
      return Optional.empty();
    }
    try {
      return Optional.of(BUS.resolve(String.format(Locale.ROOT, "%03d/%03d",
          Integer.parseInt(Files.readString(bus).strip()), Integer.parseInt(Files.readString(number).strip()))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
