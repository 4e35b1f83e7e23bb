package dev.punchpost.drivers.mfrc522;

import static dev.punchpost.drivers.mfrc522.Mfrc522Registers.*;

import dev.punchpost.drivers.contactless.CrcA;
import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.spi.SpiDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An MFRC522 by its registers, with cards in its field: the SPI framing, the FIFO, the commands Idle, Transceive,
/// CalcCRC and SoftReset, bit framing, collisions and interrupt flags as the datasheet has them (NXP MFRC522 Rev. 3.9,
/// sections 8.1.2, 8.3, 9.3 and 10.3). Everything happens at once: an answer is in the FIFO when the command that asked
/// for it has been written.
///
/// Faults: the chip may lose its registers, go dumb, hang, or hear garbled frames. Thread-safe.
public final class Mfrc522Simulator {
  private static final int FIFO_SIZE = 64;
  private static final int RX_LAST_BITS = 0x07;

  private final byte[] registers = new byte[64];
  private final List<SimulatedCard> cards = new ArrayList<>();
  private final int version;
  private byte[] fifo = new byte[0];
  private boolean inReset;
  private int dumbLevel = -1;
  private boolean hung;
  private int garbled;
  private boolean closed;

  public Mfrc522Simulator() {
    this(0x92);
  }

  /// @param version what VersionReg reads
  public Mfrc522Simulator(int version) {
    this.version = version;
    resetRegisters();
  }

  /// Puts a card into the field beside those that are there.
  public synchronized void present(TypeACard card) {
    cards.add(new SimulatedCard(card));
  }

  /// Empties the field.
  public synchronized void removeAll() {
    cards.clear();
  }

  /// Takes one card out of the field.
  public synchronized void remove(TypeACard card) {
    cards.removeIf(c -> c.card().equals(card));
  }

  /// The supply dips: the chip starts anew, with the registers of a reset.
  public synchronized void dipPower() {
    resetRegisters();
  }

  /// The wires are off: every byte reads the same.
  ///
  /// @param level 0x00 or 0xFF
  public synchronized void disconnect(int level) {
    dumbLevel = level;
  }

  public synchronized void reconnect() {
    dumbLevel = -1;
    resetRegisters();
  }

  /// No command ends any more.
  public synchronized void hang() {
    hung = true;
  }

  /// The next answers of cards come with a parity error.
  public synchronized void garble(int answers) {
    garbled = answers;
  }

  /// Whether the driver closed its SPI handle.
  public synchronized boolean closed() {
    return closed;
  }

  public SpiDevice spi() {
    return new SpiDevice() {
      @Override
      public byte[] transfer(byte[] out) {
        return exchange(out);
      }

      @Override
      public void close() {
        markClosed();
      }
    };
  }

  /// NRSTPD.
  public OutputPin resetPin() {
    return new OutputPin() {
      @Override
      public void set(boolean high) {
        reset(!high);
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }

  /// IRQ: low while an enabled interrupt is pending, if the driver inverted it as usual.
  public InputPin irqPin() {
    return new InputPin() {
      @Override
      public boolean high() {
        return !interruptPending();
      }

      @Override
      public boolean await(boolean high, Duration timeout) {
        return high() == high;
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }

  private synchronized void markClosed() {
    closed = true;
  }

  private synchronized void reset(boolean low) {
    inReset = low;
    resetRegisters();
  }

  private synchronized boolean interruptPending() {
    return (registers[ComIrqReg] & registers[ComIEnReg] & 0x7F) != 0;
  }

  private synchronized byte[] exchange(byte[] out) {
    if (closed) {
      throw new HalException(Kind.IO, "simulated SPI device is closed");
    }
    byte[] in = new byte[out.length];
    if (dumbLevel >= 0 || inReset) {
      Arrays.fill(in, (byte) Math.max(0, dumbLevel));
      return in;
    }
    if ((out[0] & 0x80) == 0) {
      for (int i = 1; i < out.length; i++) {
        write(out[0] >> 1 & 0x3F, out[i] & 0xFF);
      }
      return in;
    }
    for (int i = 1; i < out.length; i++) {
      in[i] = (byte) read(out[i - 1] >> 1 & 0x3F);
    }
    return in;
  }

  private int read(int register) {
    return switch (register) {
      case FIFODataReg -> {
        if (fifo.length == 0) {
          yield 0;
        }
        int first = fifo[0] & 0xFF;
        fifo = Arrays.copyOfRange(fifo, 1, fifo.length);
        yield first;
      }
      case FIFOLevelReg -> fifo.length;
      case VersionReg -> version;
      default -> registers[register] & 0xFF;
    };
  }

  private void write(int register, int value) {
    switch (register) {
      case CommandReg -> command(value & 0x0F);
      case ComIrqReg, DivIrqReg -> {
        // Bit 7 says whether the marked bits are set or cleared.
        int marked = value & 0x7F;
        registers[register] = (byte) ((value & Set1) != 0
            ? registers[register] | marked
            : registers[register] & ~marked);
      }
      case FIFODataReg -> {
        if (fifo.length < FIFO_SIZE) {
          fifo = Arrays.copyOf(fifo, fifo.length + 1);
          fifo[fifo.length - 1] = (byte) value;
        } else {
          registers[ErrorReg] |= BufferOvfl;
        }
      }
      case FIFOLevelReg -> {
        if ((value & FlushBuffer) != 0) {
          fifo = new byte[0];
          registers[ErrorReg] &= (byte) ~BufferOvfl;
        }
      }
      case BitFramingReg -> {
        registers[register] = (byte) value;
        if ((value & StartSend) != 0 && (registers[CommandReg] & 0x0F) == Transceive) {
          transceive();
        }
      }
      case TxControlReg -> {
        registers[register] = (byte) value;
        if ((value & AntennaOn) == 0) {
          cards.forEach(SimulatedCard::loseField);
        }
      }
      case ErrorReg, VersionReg, ControlReg, CRCResultRegH, CRCResultRegL -> {
        // Read only, as far as the driver goes.
      }
      default -> registers[register] = (byte) value;
    }
  }

  private void command(int command) {
    registers[CommandReg] = (byte) command;
    switch (command) {
      case SoftReset -> resetRegisters();
      case CalcCRC -> {
        int crc = CrcA.of(fifo, fifo.length);
        fifo = new byte[0];
        registers[CRCResultRegL] = (byte) crc;
        registers[CRCResultRegH] = (byte) (crc >> 8);
        registers[DivIrqReg] |= CRCIRq;
      }
      default -> {
        // Idle ends what runs; Transceive waits for StartSend.
      }
    }
  }

  private void transceive() {
    if (hung) {
      return;
    }
    int framing = registers[BitFramingReg] & 0xFF;
    int lastBits = framing & 0x07;
    int align = framing >> 4 & 0x07;
    Bits frame = new Bits(fifo, fifo.length * 8 - (lastBits == 0 ? 0 : 8 - lastBits));
    fifo = new byte[0];
    registers[ErrorReg] = 0;
    registers[CollReg] = CollPosNotValid;
    List<Bits> answers = new ArrayList<>();
    if ((registers[TxControlReg] & AntennaOn) == AntennaOn && frame.count() > 0) {
      for (SimulatedCard card : cards) {
        card.hear(frame).ifPresent(answers::add);
      }
    }
    if (answers.isEmpty()) {
      registers[ComIrqReg] |= TimerIRq;
      return;
    }
    receive(answers, align);
  }

  private void receive(List<Bits> answers, int align) {
    Bits heard = answers.getFirst();
    int collision = heard.count();
    for (Bits other : answers) {
      if (other.count() != heard.count() || heard.firstDifference(other) < heard.count()) {
        collision = Math.min(collision, heard.firstDifference(other));
      }
    }
    boolean collided = answers.stream().anyMatch(a -> !a.equals(answers.getFirst()));
    if (collided) {
      registers[ErrorReg] |= CollErr;
      // Bit 1 is told as 1, bit 32 as 0 (table 48).
      int position = collision + align + 1;
      registers[CollReg] = (byte) (position > 32 ? CollPosNotValid : position & 0x1F);
      heard = heard.first(collision);
    }
    if (garbled > 0) {
      garbled--;
      registers[ErrorReg] |= ParityErr;
    }
    int bits = heard.count() + align;
    byte[] received = new byte[(bits + 7) / 8];
    for (int i = 0; i < heard.count(); i++) {
      if (heard.at(i)) {
        received[(i + align) / 8] |= (byte) (1 << (i + align) % 8);
      }
    }
    fifo = received;
    registers[ControlReg] = (byte) (registers[ControlReg] & ~RX_LAST_BITS | bits % 8);
    registers[ComIrqReg] |= RxIRq;
  }

  /// Values after a reset, table 20 and section 9.3.
  private void resetRegisters() {
    Arrays.fill(registers, (byte) 0);
    registers[CommandReg] = 0x20;
    registers[ComIEnReg] = (byte) 0x80;
    registers[ControlReg] = 0x10;
    registers[CollReg] = (byte) 0xA0;
    registers[ModeReg] = 0x3F;
    registers[TxControlReg] = (byte) 0x80;
    registers[RFCfgReg] = 0x48;
    fifo = new byte[0];
    cards.forEach(SimulatedCard::loseField);
  }
}
