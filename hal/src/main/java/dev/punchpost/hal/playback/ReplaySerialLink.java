package dev.punchpost.hal.playback;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.time.Pause;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An open [ReplaySerialPort].
final class ReplaySerialLink implements SerialLink {
  /// A wait is cut into these, so that a step added, or a close, is seen soon.
  private static final Duration SLICE = Duration.ofMillis(20);

  private final ReplaySerialPort port;
  private final String name;
  private final Pause pause;
  private volatile boolean closed;
  private volatile @Nullable Kind fault;

  ReplaySerialLink(ReplaySerialPort port, String name, Pause pause) {
    this.port = port;
    this.name = name;
    this.pause = pause;
  }

  boolean closed() {
    return closed;
  }

  @Override
  public int read(byte[] buffer, Duration timeout) {
    Duration left = timeout;
    while (true) {
      requireWorking();
      SerialStep step = port.next();
      if (step instanceof SerialStep.Receive receive) {
        return deliver(receive, buffer);
      }
      if (!left.isPositive()) {
        return 0;
      }
      Duration wait = left.compareTo(SLICE) < 0 ? left : SLICE;
      if (step instanceof SerialStep.Silence(Duration silence)) {
        wait = silence.compareTo(wait) < 0 ? silence : wait;
        pass(silence.minus(wait));
      }
      await(wait);
      left = left.minus(wait);
    }
  }

  @Override
  public void write(byte[] bytes) {
    requireWorking();
    port.accept(bytes);
  }

  @Override
  public void discardInput() {
    requireWorking();
    while (port.next() instanceof SerialStep.Receive) {
      port.take();
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private int deliver(SerialStep.Receive receive, byte[] buffer) {
    byte[] bytes = receive.bytes();
    int n = Math.min(bytes.length, buffer.length);
    System.arraycopy(bytes, 0, buffer, 0, n);
    if (n < bytes.length) {
      port.keep(new SerialStep.Receive(Arrays.copyOfRange(bytes, n, bytes.length)));
    } else {
      port.take();
    }
    return n;
  }

  private void pass(Duration rest) {
    if (rest.isPositive()) {
      port.keep(new SerialStep.Silence(rest));
    } else {
      port.take();
    }
  }

  private void await(Duration wait) {
    try {
      pause.pause(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HalException(Kind.IO, "reader port " + name + ": interrupted while reading", e);
    }
  }

  private void requireWorking() {
    if (closed) {
      throw new HalException(Kind.IO, "reader port " + name + " is closed");
    }
    if (fault == null) {
      switch (port.next()) {
        case SerialStep.Fault(Kind kind) -> {
          port.take();
          fault = kind;
        }
        case SerialStep.OpenFails _ -> fault = Kind.NO_DEVICE;
        case null, default -> {}
      }
    }
    Kind broken = fault;
    if (broken != null) {
      throw new HalException(broken, broken == Kind.NO_DEVICE
          ? "reader port " + name + " is not there (unplugged, or wrong path)"
          : "reader port " + name + " stopped working (" + broken + ", as its script says)");
    }
  }
}
