package dev.punchpost.drivers.pn532;

import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.time.Pause;
import java.time.Duration;
import java.util.Optional;

/// High-speed UART, 115200 8N1 (UM0701-02 section 6.2.2).
final class HsuLink implements Pn532Link {
  /// Bytes without a frame after which a receive ends: a line full of noise must not hold the driver.
  private static final int PATIENCE = 4096;

  private final SerialLink serial;
  private final Pause pause;
  private final Pn532Parser parser = new Pn532Parser();
  private final byte[] buffer = new byte[256];

  HsuLink(SerialLink serial, Pause pause) {
    this.serial = serial;
    this.pause = pause;
  }

  /// Section 7.2.11: 55h wakes the chip, and the zeros give its oscillator time (2 ms).
  @Override
  public void wakeUp() {
    byte[] bytes = new byte[16];
    bytes[0] = 0x55;
    bytes[1] = 0x55;
    serial.write(bytes);
    pause.within("PN532", Duration.ofMillis(2));
    serial.discardInput();
    parser.reset();
  }

  @Override
  public void send(byte[] frame) {
    serial.write(frame);
  }

  @Override
  public Optional<Pn532Frame> receive(int longest, Duration timeout) {
    int heard = 0;
    while (heard < PATIENCE) {
      Optional<Pn532Frame> frame = parser.next();
      if (frame.isPresent()) {
        return frame;
      }
      int n = serial.read(buffer, timeout);
      if (n <= 0) {
        parser.reset();
        return Optional.empty();
      }
      parser.add(buffer, n);
      heard += n;
    }
    return Optional.empty();
  }

  @Override
  public long noise() {
    return parser.noise();
  }

  @Override
  public void close() {
    serial.close();
  }
}
