package dev.punchpost.drivers.pn532;

import dev.punchpost.hal.spi.SpiDevice;
import dev.punchpost.hal.time.Pause;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// SPI mode 0, least significant bit first, at most 5 MHz (UM0701-02 section 6.2.5): the first byte says whether data is
/// written, the status is read, or data is read.
///
/// The Raspberry Pi's controller sends the most significant bit first only, so each byte is turned round here.
final class SpiLink implements Pn532Link {
  static final int DATA_WRITE = 0x01;
  static final int STATUS_READ = 0x02;
  static final int DATA_READ = 0x03;
  private static final Duration LOOK = Duration.ofMillis(1);

  private final SpiDevice spi;
  private final Pause pause;
  private long noise;

  SpiLink(SpiDevice spi, Pause pause) {
    this.spi = spi;
    this.pause = pause;
  }

  /// The chip wakes on its chip select and needs 2 ms then (section 7.2.11).
  @Override
  public void wakeUp() {
    ready();
    pause.within("PN532", Duration.ofMillis(2));
  }

  @Override
  public void send(byte[] frame) {
    byte[] out = new byte[frame.length + 1];
    out[0] = DATA_WRITE;
    System.arraycopy(frame, 0, out, 1, frame.length);
    spi.transfer(turned(out));
  }

  @Override
  public Optional<Pn532Frame> receive(int longest, Duration timeout) {
    for (long look = 0; look <= timeout.toMillis(); look++) {
      if (ready()) {
        byte[] out = new byte[longest + 1];
        out[0] = DATA_READ;
        byte[] in = turned(spi.transfer(turned(out)));
        Pn532Parser parser = new Pn532Parser();
        parser.add(Arrays.copyOfRange(in, 1, in.length), longest);
        Pn532Frame frame = parser.next().orElseGet(Pn532Frame.Broken::new);
        noise += parser.noise();
        return Optional.of(frame);
      }
      pause.within("PN532", LOOK);
    }
    return Optional.empty();
  }

  /// Status 0x01: a frame is ready. A missing chip reads as 0x00 or 0xFF.
  private boolean ready() {
    return turned(spi.transfer(turned(new byte[]{STATUS_READ, 0})))[1] == 0x01;
  }

  @Override
  public long noise() {
    return noise;
  }

  @Override
  public void close() {
    spi.close();
  }

  static byte[] turned(byte[] bytes) {
    byte[] out = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      out[i] = (byte) (Integer.reverse(bytes[i]) >>> 24);
    }
    return out;
  }
}
