package dev.punchpost.drivers.osdp;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.serial.SerialPort;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A terminal device as a serial port, with nothing but files: the drivers do not know the HAL's own. It is opened
/// once, since a read under way cannot be ended, and would take what is meant for the next one.
final class PtyPort implements SerialPort {
  private final String name;
  private final Link link;

  PtyPort(String name) {
    this.name = name;
    try {
      link = new Link(new RandomAccessFile(name, "rw"));
    } catch (IOException e) {
      throw new HalException(HalException.Kind.NO_DEVICE, name, e);
    }
  }

  @Override
  public SerialLink open() {
    return link;
  }

  @Override
  public String name() {
    return name;
  }

  private static final class Link implements SerialLink {
    private final RandomAccessFile file;
    private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
    private byte[] rest = {};

    Link(RandomAccessFile file) {
      this.file = file;
      Thread.ofPlatform().daemon().name("pty").start(this::pump);
    }

    private void pump() {
      byte[] buffer = new byte[512];
      try {
        for (int n = file.read(buffer); n > 0; n = file.read(buffer)) {
          arrived.add(Arrays.copyOf(buffer, n));
        }
      } catch (IOException e) {
        arrived.clear();
      }
    }

    @Override
    public int read(byte[] buffer, Duration timeout) {
      try {
        if (rest.length == 0) {
          byte[] next = arrived.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
          rest = next == null ? rest : next;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      int count = Math.min(buffer.length, rest.length);
      System.arraycopy(rest, 0, buffer, 0, count);
      rest = Arrays.copyOfRange(rest, count, rest.length);
      return count;
    }

    @Override
    public void write(byte[] bytes) {
      try {
        file.write(bytes);
      } catch (IOException e) {
        throw new HalException(HalException.Kind.IO, "pty", e);
      }
    }

    @Override
    public void discardInput() {
      arrived.clear();
      rest = new byte[0];
    }

    @Override
    public void close() {
      discardInput();
    }
  }
}
