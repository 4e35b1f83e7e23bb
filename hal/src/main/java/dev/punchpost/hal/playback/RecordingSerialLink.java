package dev.punchpost.hal.playback;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Passes everything through to another link and notes it, so that [ReplaySerialPort] can play it again: what a real
/// device sent becomes a test. The owner of the link calls it; [#script()] may be called from any thread.
public final class RecordingSerialLink implements SerialLink {
  private final SerialLink link;
  private final Ticker ticker;
  private final int limit;
  private final List<SerialStep> steps = new ArrayList<>();
  private long lastMicros;
  private boolean faulted;

  /// @param limit most steps that are noted; later ones only pass through
  public RecordingSerialLink(SerialLink link, Ticker ticker, int limit) {
    this.link = link;
    this.ticker = ticker;
    this.limit = limit;
    lastMicros = ticker.micros();
  }

  /// What was noted until now.
  public synchronized SerialScript script() {
    return new SerialScript(steps);
  }

  @Override
  public int read(byte[] buffer, Duration timeout) {
    try {
      int n = link.read(buffer, timeout);
      if (n > 0) {
        note(new SerialStep.Receive(Arrays.copyOf(buffer, n)));
      }
      return n;
    } catch (HalException e) {
      noteFault(e);
      throw e;
    }
  }

  @Override
  public void write(byte[] bytes) {
    try {
      link.write(bytes);
      if (bytes.length > 0) {
        note(new SerialStep.ExpectWrite(bytes));
      }
    } catch (HalException e) {
      noteFault(e);
      throw e;
    }
  }

  @Override
  public void discardInput() {
    link.discardInput();
  }

  @Override
  public void close() {
    link.close();
  }

  private synchronized void note(SerialStep step) {
    long now = ticker.micros();
    if (steps.size() + 2 <= limit) {
      if (now > lastMicros) {
        steps.add(new SerialStep.Silence(Duration.ofNanos((now - lastMicros) * 1_000)));
      }
      steps.add(step);
    }
    lastMicros = now;
  }

  private synchronized void noteFault(HalException e) {
    if (!faulted) {
      faulted = true;
      note(new SerialStep.Fault(e.kind()));
    }
  }
}
