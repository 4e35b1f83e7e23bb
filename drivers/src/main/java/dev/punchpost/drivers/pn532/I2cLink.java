package dev.punchpost.drivers.pn532;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.i2c.I2cDevice;
import dev.punchpost.hal.time.Pause;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// I²C at address 0x24 (UM0701-02 section 6.2.4): each read begins with a status byte, whose bit 0 says that a frame
/// follows. A frame must be read in one transaction.
final class I2cLink implements Pn532Link {
  private static final Duration LOOK = Duration.ofMillis(1);
  private static final int WAKE_ATTEMPTS = 5;

  private final I2cDevice i2c;
  private final Pause pause;
  private long noise;

  I2cLink(I2cDevice i2c, Pause pause) {
    this.i2c = i2c;
    this.pause = pause;
  }

  /// The chip wakes on its address, which it does not acknowledge the first time.
  @Override
  public void wakeUp() {
    for (int attempt = 1;; attempt++) {
      try {
        i2c.read(1);
        return;
      } catch (HalException e) {
        if (attempt == WAKE_ATTEMPTS) {
          throw e;
        }
      }
      pause.within("PN532", Duration.ofMillis(2));
    }
  }

  @Override
  public void send(byte[] frame) {
    i2c.write(frame);
  }

  @Override
  public Optional<Pn532Frame> receive(int longest, Duration timeout) {
    for (long look = 0; look <= timeout.toMillis(); look++) {
      if ((i2c.read(1)[0] & 1) != 0) {
        byte[] bytes = i2c.read(1 + longest);
        Pn532Parser parser = new Pn532Parser();
        parser.add(Arrays.copyOfRange(bytes, 1, bytes.length), longest);
        Pn532Frame frame = parser.next().orElseGet(Pn532Frame.Broken::new);
        noise += parser.noise();
        return Optional.of(frame);
      }
      pause.within("PN532", LOOK);
    }
    return Optional.empty();
  }

  @Override
  public long noise() {
    return noise;
  }

  @Override
  public void close() {
    i2c.close();
  }
}
