package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.pwm.PwmChannel;
import dev.punchpost.hal.time.Pause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// A PWM channel of the kernel (Documentation/driver-api/pwm.rst, "Using PWMs with the sysfs interface").
///
/// On a Raspberry Pi: `dtoverlay=pwm,pin=18,func=2`, chip `pwmchip0` (Raspberry Pi 5: look at /sys/class/pwm), channel 0
/// (Pi 5: 2). The analogue audio output uses the same hardware: `dtparam=audio=off`.
public final class SysfsPwm implements PwmChannel {
  /// Where the kernel lists the chips.
  public static final Path SYSFS = Path.of("/sys/class/pwm");

  private static final Duration UDEV = Duration.ofMillis(50);
  private static final int UDEV_TRIES = 20;

  private final Path chip;
  private final Path channel;
  private final int number;
  private boolean closed;

  private SysfsPwm(Path chip, int number) {
    this.chip = chip;
    this.number = number;
    channel = chip.resolve("pwm" + number);
  }

  /// Takes a channel; waits up to a second until udev has given the group its files.
  ///
  /// @param sysfs [#SYSFS]
  /// @param chip such as `pwmchip0`
  /// @param number of the channel, from 0
  /// @throws HalException NO_DEVICE (no such chip or channel), BUSY (taken by a driver), PERMISSION (group gpio) or IO
  public static SysfsPwm open(Path sysfs, String chip, int number, Pause pause) {
    if (!chip.matches("pwmchip[0-9]{1,3}") || number < 0 || number > 31) {
      throw new IllegalArgumentException("PWM: expected pwmchip0 … and a channel of 0 to 31");
    }
    SysfsPwm pwm = new SysfsPwm(sysfs.resolve(chip), number);
    if (!Files.isDirectory(pwm.chip)) {
      throw new HalException(Kind.NO_DEVICE, pwm.chip + " is not there: switch PWM on with dtoverlay=pwm");
    }
    if (!Files.isDirectory(pwm.channel)) {
      pwm.write(pwm.chip.resolve("export"), number);
    }
    pwm.awaitUdev(pause);
    pwm.stop();
    return pwm;
  }

  private void awaitUdev(Pause pause) {
    try {
      for (int i = 0; i < UDEV_TRIES && !Files.isWritable(channel.resolve("enable")); i++) {
        pause.pause(UDEV);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HalException(Kind.IO, "interrupted while opening " + channel, e);
    }
  }

  @Override
  public void play(int hertz, int dutyPercent) {
    if (hertz < 20 || hertz > 20_000 || dutyPercent < 1 || dutyPercent > 99) {
      throw new IllegalArgumentException(
          "PWM of " + hertz + " Hz, " + dutyPercent + " %, expected 20 to 20000 and 1 to 99");
    }
    requireOpen();
    long period = 1_000_000_000L / hertz;
    // The kernel refuses a period below the duty: the duty goes out of the way first.
    write(channel.resolve("duty_cycle"), 0);
    write(channel.resolve("period"), period);
    write(channel.resolve("duty_cycle"), period * dutyPercent / 100);
    write(channel.resolve("enable"), 1);
  }

  @Override
  public void stop() {
    requireOpen();
    // Some chips stop where they are: low first, then off. Without a period there is nothing to stop.
    if (!"0".equals(read(channel.resolve("period")))) {
      write(channel.resolve("duty_cycle"), 0);
      write(channel.resolve("enable"), 0);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new HalException(Kind.IO, channel + " is closed");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private void write(Path file, long value) {
    try {
      Files.write(file, Long.toString(value).getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static HalException failure(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new HalException(Kind.NO_DEVICE, file + " is not there", e);
    }
    if (e instanceof AccessDeniedException) {
      return new HalException(Kind.PERMISSION, file + " may not be written by this user (group gpio)", e);
    }
    String said = String.valueOf(e.getMessage());
    if (said.contains("busy")) {
      return new HalException(Kind.BUSY, file + ": in use by another driver", e);
    }
    return new HalException(said.contains("No such device") ? Kind.NO_DEVICE : Kind.IO, file + ": " + said, e);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    Pi4jClosing.quietly(channel.toString(), () -> {
      stop();
      write(chip.resolve("unexport"), number);
    });
    closed = true;
  }
}
