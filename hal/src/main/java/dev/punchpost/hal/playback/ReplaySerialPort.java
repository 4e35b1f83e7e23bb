package dev.punchpost.hal.playback;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.serial.SerialPort;
import dev.punchpost.hal.time.Pause;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A port that plays a [SerialScript], and to which steps may be added while it plays. After the last step the line
/// is open and silent.
///
/// Silence passes through the [Pause]: with a [ManualPause] a script of hours plays at once, with the real one it
/// takes its time. Thread-safe: a driver may read in one thread while another adds steps.
public final class ReplaySerialPort implements SerialPort {
  private final String name;
  private final Pause pause;
  private final Deque<SerialStep> steps = new ArrayDeque<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private @Nullable ReplaySerialLink current;
  private int opened;

  /// @param name stands in messages where a path would
  public ReplaySerialPort(String name, SerialScript script, Pause pause) {
    this.name = name;
    this.pause = pause;
    steps.addAll(script.steps());
  }

  public ReplaySerialPort(SerialScript script, Pause pause) {
    this("replay", script, pause);
  }

  /// Adds a step behind the last.
  public synchronized void add(SerialStep step) {
    steps.add(step);
  }

  /// Adds bytes that the device sends: the sink of a simulator.
  public void send(byte[] bytes) {
    add(new SerialStep.Receive(bytes));
  }

  /// Everything the driver has written.
  public synchronized byte[] written() {
    return written.toByteArray();
  }

  /// How often the port was opened with success.
  public synchronized int opened() {
    return opened;
  }

  /// Whether every step was played.
  public synchronized boolean finished() {
    return steps.isEmpty();
  }

  @Override
  public synchronized SerialLink open() {
    if (current != null && !current.closed()) {
      throw new HalException(HalException.Kind.BUSY, "reader port " + name + " is in use by another program");
    }
    if (steps.peek() instanceof SerialStep.OpenFails(HalException.Kind kind)) {
      steps.remove();
      throw new HalException(kind, "reader port " + name + " cannot be opened (" + kind + ", as its script says)");
    }
    opened++;
    ReplaySerialLink link = new ReplaySerialLink(this, name, pause);
    current = link;
    return link;
  }

  @Override
  public String name() {
    return name;
  }

  synchronized @Nullable SerialStep next() {
    return steps.peek();
  }

  synchronized SerialStep take() {
    return steps.remove();
  }

  /// Replaces the step that is being played by what is left of it.
  synchronized void keep(SerialStep rest) {
    steps.remove();
    steps.addFirst(rest);
  }

  synchronized void accept(byte[] bytes) {
    while (steps.peek() instanceof SerialStep.Silence) {
      steps.remove();
    }
    if (steps.peek() instanceof SerialStep.ExpectWrite expected) {
      steps.remove();
      byte[] wanted = expected.bytes();
      int same = Math.min(bytes.length, wanted.length);
      if (!Arrays.equals(bytes, 0, same, wanted, 0, same)) {
        throw new IllegalStateException(
            "script: " + expected + ", but written was " + new SerialStep.ExpectWrite(bytes));
      }
      if (wanted.length > same) {
        steps.addFirst(new SerialStep.ExpectWrite(Arrays.copyOfRange(wanted, same, wanted.length)));
      }
      written.write(bytes, 0, same);
      if (bytes.length > same) {
        accept(Arrays.copyOfRange(bytes, same, bytes.length));
      }
    } else if (steps.stream().anyMatch(SerialStep.ExpectWrite.class::isInstance)) {
      throw new IllegalStateException("script: a write out of turn, before: " + steps.peek());
    } else {
      written.write(bytes, 0, bytes.length);
    }
  }
}
