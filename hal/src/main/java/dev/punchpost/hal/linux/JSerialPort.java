package dev.punchpost.hal.linux;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.serial.SerialOptions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A serial port of this machine, through jSerialComm: `/dev/serial/by-id/…`, `/dev/ttyACM0`, a pseudo-terminal.
///
/// The path is followed anew at each [#open()], because a symlink made by udev leads elsewhere after a replug.
/// The port is locked (flock(2)) against other programs that lock, while it is open.
///
/// Loading jSerialComm's library makes the process ignore SIGHUP, SIGUSR1 and SIGUSR2: do not use them to talk to it.
/// Thread-safe.
public final class JSerialPort implements dev.punchpost.hal.serial.SerialPort {
  // errno values that open(2), flock(2) and tcsetattr(3) give; the same on x86-64 and aarch64.
  private static final int ENXIO = 6;
  private static final int ENODEV = 19;
  private static final int EACCES = 13;
  private static final int EPERM = 1;
  private static final int EBUSY = 16;
  private static final int ENOTTY = 25;
  /// jSerialComm's own code for "this process has it open already"; it is ENOENT's number.
  private static final int HELD_HERE = 2;

  private final Path path;
  private final SerialOptions options;

  /// @param path device or symlink to one, as configured; need not be there yet
  public JSerialPort(Path path, SerialOptions options) {
    this.path = path;
    this.options = options;
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public SerialLink open() {
    Path device = device();
    SerialLibrary.load();
    SerialPort port = prepared(device);
    if (!port.openPort()) {
      throw refused(device, port.getLastErrorCode());
    }
    return new JSerialLink(path, device, port);
  }

  private Path device() {
    Path device;
    try {
      device = path.toRealPath();
    } catch (NoSuchFileException e) {
      throw gone(path, e);
    } catch (AccessDeniedException e) {
      throw forbidden();
    } catch (IOException e) {
      throw new HalException(Kind.IO, "reader port " + path + " cannot be followed to its device", e);
    }
    if (!Files.isReadable(device) || !Files.isWritable(device)) {
      throw forbidden();
    }
    return device;
  }

  private SerialPort prepared(Path device) {
    try {
      // A new object each time: after an unplug the old one believes for ever that it is open.
      SerialPort port = SerialPort.getCommPort(device.toString());
      port.setComPortParameters(options.baud(), options.dataBits(),
          options.stopBits() == 1 ? SerialPort.ONE_STOP_BIT : SerialPort.TWO_STOP_BITS, switch (options.parity()) {
            case NONE -> SerialPort.NO_PARITY;
            case EVEN -> SerialPort.EVEN_PARITY;
            case ODD -> SerialPort.ODD_PARITY;
          });
      port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
      port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, JSerialLink.SLICE_MILLIS, 0);
      return port;
    } catch (SerialPortInvalidPortException e) {
      throw gone(path, e);
    }
  }

  private HalException refused(Path device, int errno) {
    if (!Files.exists(device)) {
      return gone(path, null);
    }
    return switch (errno) {
      case EACCES, EPERM -> forbidden();
      case EBUSY, Libc.EAGAIN, HELD_HERE ->
        new HalException(Kind.BUSY, "reader port " + path + " is in use by another program");
      case ENXIO, ENODEV, Libc.EIO -> gone(path, null);
      case ENOTTY -> new HalException(Kind.IO, path + " is not a serial port");
      default -> new HalException(Kind.IO, "reader port " + path + " cannot be opened (error " + errno + ")");
    };
  }

  private HalException forbidden() {
    return new HalException(Kind.PERMISSION,
        "reader port " + path + " may not be read and written by this user (add it to the group dialout)");
  }

  static HalException gone(Path path, @Nullable Throwable cause) {
    return new HalException(Kind.NO_DEVICE, "reader port " + path + " is not there (unplugged, or wrong path)", cause);
  }
}
