package dev.punchpost.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsbResetTest {
  @TempDir
  Path sys = Path.of("/");

  private Path device() throws IOException {
    Path device = Files.createDirectories(sys.resolve("devices/pci0/usb1/1-1"));
    Files.writeString(device.resolve("busnum"), "1\n");
    Files.writeString(device.resolve("devnum"), "14\n");
    Files.writeString(device.resolve("idVendor"), "072f\n");
    Files.writeString(device.resolve("idProduct"), "2200\n");
    return device;
  }

  @Test
  void theUsbDeviceOfADeviceFileIsFoundAboveIt() throws IOException {
    Path tty = Files.createDirectories(device().resolve("1-1:1.0/ttyUSB0/tty/ttyUSB0"));
    Files.createDirectories(sys.resolve("dev/char"));
    // /dev/null is 1:3 everywhere.
    Files.createSymbolicLink(sys.resolve("dev/char/1:3"), tty);
    assertEquals(Optional.of(Path.of("/dev/bus/usb/001/014")), UsbReset.find(sys, Path.of("/dev/null")));
  }

  @Test
  void whatIsNoUsbDeviceOrNotThereIsNone() throws IOException {
    assertEquals(Optional.empty(), UsbReset.find(sys, Path.of("/dev/null")));
    Files.createDirectories(sys.resolve("dev/char"));
    Files.createSymbolicLink(sys.resolve("dev/char/1:3"),
        Files.createDirectories(sys.resolve("devices/virtual/mem/null")));
    assertEquals(Optional.empty(), UsbReset.find(sys, Path.of("/dev/null")));
    assertEquals(Optional.empty(), UsbReset.find(sys, sys.resolve("none")));
    assertEquals(Optional.empty(), UsbReset.ofFile(Path.of("/dev/null")));
  }

  @Test
  void aUsbDeviceIsFoundByItsIds() throws IOException {
    Path device = device();
    Files.createDirectories(sys.resolve("bus/usb/devices"));
    Files.createSymbolicLink(sys.resolve("bus/usb/devices/1-1"), device);
    assertEquals(Optional.of(Path.of("/dev/bus/usb/001/014")), UsbReset.find(sys, "072F", "2200"));
    assertEquals(Optional.empty(), UsbReset.find(sys, "072f", "2201"));
  }
}
