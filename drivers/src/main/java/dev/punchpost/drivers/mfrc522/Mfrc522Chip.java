package dev.punchpost.drivers.mfrc522;

import static dev.punchpost.drivers.mfrc522.Mfrc522Registers.*;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.spi.SpiDevice;
import dev.punchpost.hal.time.Pause;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The chip by its registers: reset, set up, send one frame and hear what comes back. Owned by the driver's thread.
final class Mfrc522Chip {
  /// What came back after a frame.
  sealed interface Reply {
    /// Nothing within the time-out.
    record Silence() implements Reply {}

    /// A frame without error.
    ///
    /// @param lastBits valid bits of the last byte, 0 for all eight
    record Frame(byte[] bytes, int lastBits) implements Reply {}

    /// Two cards sent different bits at the same time.
    record Collision() implements Reply {}

    /// A frame with a wrong parity, start bit or length.
    record Garbled() implements Reply {}
  }

  /// How long the chip waits for an answer to begin. A card begins 86 to 91 µs after the request (ISO 14443-3 section
  /// 6.2.1.1), and says nothing for 1 ms if it takes a HLTA.
  private static final int TIMEOUT_MICROS = 1_000;
  /// 13.56 MHz / (2 × 169 + 1) = 40 kHz (section 8.5): one tick of the timer is 25 µs.
  private static final int PRESCALER = 0x0A9;
  private static final int TAUTO = 0x80;
  private static final int FIFO_SIZE = 64;
  private static final int LOOKS = 50;
  private static final Duration LOOK = Duration.ofNanos(400_000);
  private static final Duration RESET = Duration.ofMillis(1);
  private static final int RESET_LOOKS = 100;

  private final SpiDevice spi;
  private final OutputPin reset;
  private final @Nullable InputPin irq;
  private final Pause pause;
  private final Mfrc522Options.RxGain gain;

  Mfrc522Chip(SpiDevice spi, OutputPin reset, @Nullable InputPin irq, Pause pause, Mfrc522Options.RxGain gain) {
    this.spi = spi;
    this.reset = reset;
    this.irq = irq;
    this.pause = pause;
    this.gain = gain;
  }

  int version() {
    return read(VersionReg);
  }

  /// Resets the chip by its pin, then by command, and sets it up.
  void start() {
    reset.set(false);
    pause.within("MFRC522", RESET);
    reset.set(true);
    awaitOscillator();
    write(CommandReg, SoftReset);
    awaitOscillator();
    write(TModeReg, TAUTO | PRESCALER >> 8);
    write(TPrescalerReg, PRESCALER & 0xFF);
    int ticks = TIMEOUT_MICROS / 25;
    write(TReloadRegH, ticks >> 8);
    write(TReloadRegL, ticks & 0xFF);
    write(TxASKReg, Force100ASK);
    // 0x3D: CRC preset 0x6363, as ISO 14443-3 type A has it.
    write(ModeReg, 0x3D);
    write(RFCfgReg, gain.register());
    if (irq != null) {
      write(DivIEnReg, IRQPushPull);
      write(ComIEnReg, IRqInv | RxIRq | IdleIRq | TimerIRq);
    }
    write(TxControlReg, read(TxControlReg) | AntennaOn);
  }

  /// Whether the registers still hold what [#start()] wrote: a chip that lost its power for a moment does not say so.
  boolean isSetUp() {
    byte[] in = spi.transfer(new byte[]{readAddress(TModeReg), readAddress(TxASKReg), readAddress(TxControlReg),
      readAddress(RFCfgReg), 0});
    return (in[1] & 0xFF) == (TAUTO | PRESCALER >> 8) && in[2] == Force100ASK && (in[3] & AntennaOn) == AntennaOn
        && (in[4] & 0x70) == gain.register();
  }

  /// Sends a frame and waits for the answer.
  ///
  /// @param lastBits bits of the last byte to be sent, 0 for all eight
  /// @throws HalException TIMEOUT if the chip itself does not finish
  Reply transceive(byte[] frame, int lastBits) {
    write(CommandReg, Idle);
    write(ComIrqReg, 0x7F);
    write(FIFOLevelReg, FlushBuffer);
    byte[] out = new byte[frame.length + 1];
    out[0] = writeAddress(FIFODataReg);
    System.arraycopy(frame, 0, out, 1, frame.length);
    spi.transfer(out);
    write(BitFramingReg, lastBits);
    write(CommandReg, Transceive);
    write(BitFramingReg, StartSend | lastBits);
    int irqs = awaitEnd();
    if ((irqs & (RxIRq | IdleIRq)) == 0) {
      return new Reply.Silence();
    }
    int errors = read(ErrorReg);
    if ((errors & CollErr) != 0) {
      return new Reply.Collision();
    }
    int level = read(FIFOLevelReg) & 0x7F;
    if ((errors & (BufferOvfl | ParityErr | ProtocolErr)) != 0 || level == 0 || level > FIFO_SIZE) {
      return new Reply.Garbled();
    }
    return new Reply.Frame(readFifo(level), read(ControlReg) & 0x07);
  }

  /// Switches the antenna off, so that cards in the field lose their power.
  void stop() {
    write(TxControlReg, read(TxControlReg) & ~AntennaOn);
  }

  private int awaitEnd() {
    for (int look = 0; look < LOOKS; look++) {
      if (irq == null) {
        pause.within("MFRC522", LOOK);
      } else {
        irq.await(false, Duration.ofMillis(1));
      }
      int irqs = read(ComIrqReg);
      if ((irqs & (RxIRq | IdleIRq | TimerIRq)) != 0) {
        return irqs;
      }
    }
    throw new HalException(Kind.TIMEOUT, "MFRC522 does not finish a command: check its supply and its crystal");
  }

  private void awaitOscillator() {
    for (int look = 0; look < RESET_LOOKS; look++) {
      if ((read(CommandReg) & PowerDown) == 0) {
        return;
      }
      pause.within("MFRC522", RESET);
    }
    // The caller reads VersionReg next, which tells a missing chip from one that stays in reset.
  }

  private int read(int register) {
    return spi.transfer(new byte[]{readAddress(register), 0})[1] & 0xFF;
  }

  /// Section 8.1.2.1: the address is sent again with each byte, and a zero ends the read.
  private byte[] readFifo(int count) {
    byte[] out = new byte[count + 1];
    Arrays.fill(out, 0, count, readAddress(FIFODataReg));
    return Arrays.copyOfRange(spi.transfer(out), 1, count + 1);
  }

  private void write(int register, int value) {
    spi.transfer(new byte[]{writeAddress(register), (byte) value});
  }

  /// Section 8.1.2.3: bit 7 says read, bits 6 to 1 are the address, bit 0 is zero.
  static byte readAddress(int register) {
    return (byte) (0x80 | register << 1);
  }

  static byte writeAddress(int register) {
    return (byte) (register << 1);
  }
}
