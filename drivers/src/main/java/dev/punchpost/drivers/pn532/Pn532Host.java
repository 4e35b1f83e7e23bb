package dev.punchpost.drivers.pn532;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// The host's half of the protocol (UM0701-02 section 6.2.1.6): a command, its acknowledgement, its answer. What is not
/// understood is asked for again; owned by the driver's thread.
final class Pn532Host {
  /// The chip acknowledges within 15 ms (section 6.2.1.6); a slow USB adapter adds some.
  private static final Duration ACK_TIMEOUT = Duration.ofMillis(60);
  private static final int ACK_LENGTH = 6;
  private static final int ANSWER_LENGTH = 128;
  private static final int ATTEMPTS = 3;
  /// Frames that are no answer to the command (late ones, repeated acknowledgements) before it is given up.
  private static final int STRAYS = 8;

  private final Pn532Link link;
  private long retries;

  Pn532Host(Pn532Link link) {
    this.link = link;
  }

  /// Runs a command.
  ///
  /// @param timeout for the answer
  /// @return what follows the code of the answer
  /// @throws HalException TIMEOUT if the chip does not answer, PROTOCOL if it does not know the command
  byte[] command(int code, byte[] parameters, Duration timeout) {
    sendAcknowledged(code, parameters);
    int broken = 0;
    int strays = 0;
    while (broken < ATTEMPTS && strays < STRAYS) {
      Optional<Pn532Frame> frame = link.receive(ANSWER_LENGTH, timeout);
      if (frame.isEmpty()) {
        // An acknowledgement by the host ends the command on the chip (section 6.2.1.3).
        link.send(Pn532Frame.ack());
        throw new HalException(Kind.TIMEOUT, String.format("PN532 does not end command 0x%02X", code));
      }
      switch (frame.get()) {
        case Pn532Frame.Info(byte[] data) -> {
          if ((data[0] & 0xFF) == Pn532Frame.CHIP && (data[1] & 0xFF) == code + 1) {
            return Arrays.copyOfRange(data, 2, data.length);
          }
          strays++;
        }
        case Pn532Frame.Error _ ->
          throw new HalException(Kind.PROTOCOL, String.format("PN532 refuses command 0x%02X", code));
        case Pn532Frame.Broken _ -> {
          broken++;
          retries++;
          link.send(Pn532Frame.nack());
        }
        case Pn532Frame.Ack _,Pn532Frame.Nack _ -> strays++;
      }
    }
    throw new HalException(Kind.PROTOCOL,
        String.format("PN532: no intelligible answer to command 0x%02X: check the wires", code));
  }

  /// Frames that had to be asked for again.
  long retries() {
    return retries;
  }

  private void sendAcknowledged(int code, byte[] parameters) {
    byte[] frame = Pn532Frame.info(Pn532Frame.HOST, code, parameters);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      link.send(frame);
      for (int strays = 0; strays < STRAYS; strays++) {
        Optional<Pn532Frame> heard = link.receive(ACK_LENGTH, ACK_TIMEOUT);
        if (heard.isPresent() && heard.get() instanceof Pn532Frame.Ack) {
          return;
        }
        if (heard.isEmpty() || heard.get() instanceof Pn532Frame.Nack) {
          break;
        }
      }
      retries++;
    }
    throw new HalException(Kind.TIMEOUT, "PN532 does not acknowledge: check its supply, its wires and the switches that"
        + " choose between HSU, I2C and SPI");
  }
}
