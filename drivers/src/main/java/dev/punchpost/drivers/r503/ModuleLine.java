package dev.punchpost.drivers.r503;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.time.Ticker;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Questions and answers on the line. An answer does not say what it answers: so that a late one is not taken for the
/// next, what has arrived is dropped before each question. Owned by the driver's thread.
final class ModuleLine {
  /// What the module sends when it has started.
  static final byte STARTED = 0x55;
  private static final Duration SETTLE = Duration.ofMillis(150);
  /// More than the longest template with all its packets: a line that never falls silent is not ours.
  private static final int BABBLE = 16_384;
  private static final int LONGEST_TEMPLATE = 8_192;

  /// @param code confirmation code
  /// @param data what follows it
  record Answer(int code, byte[] data) {
    int number(int from) {
      return (data[from] & 0xFF) << 8 | data[from + 1] & 0xFF;
    }
  }

  private final SerialLink link;
  private final Ticker ticker;
  private final long address;
  private final Packet.Decoder decoder;
  private final byte[] buffer = new byte[256];
  /// Whether an answer, or a part of one, may still come.
  private boolean unsettled;
  private long restarts;
  private long timeouts;
  private long repeated;

  ModuleLine(SerialLink link, Ticker ticker, long address) {
    this.link = link;
    this.ticker = ticker;
    this.address = address;
    decoder = new Packet.Decoder(address);
  }

  FingerModuleCounts counts() {
    return new FingerModuleCounts(decoder.rejected(), decoder.foreign(), decoder.noise(), timeouts, repeated, restarts);
  }

  void close() {
    link.close();
  }

  /// The module wanted the password once more.
  void countRestart() {
    restarts++;
  }

  /// Asks up to `tries` times until a whole answer comes.
  ///
  /// @param least bytes that must follow a confirmation that all went well
  /// @throws HalException TIMEOUT, PROTOCOL, or what the link throws
  Answer ask(int least, Duration timeout, int tries, int instruction, byte... parameters) {
    byte[] content = new byte[1 + parameters.length];
    content[0] = (byte) instruction;
    System.arraycopy(parameters, 0, content, 1, parameters.length);
    byte[] question = new Packet(Packet.COMMAND, content).encode(address);
    HalException last = null;
    for (int i = 0; i < tries; i++) {
      repeated += i > 0 ? 1 : 0;
      decoder.reset();
      if (unsettled) {
        settle();
      } else {
        link.discardInput();
      }
      unsettled = true;
      link.write(question);
      try {
        Answer answer = answer(instruction, least, deadline(timeout));
        unsettled = false;
        if (answer.code() != Codes.PACKET_ERROR) {
          return answer;
        }
        last = new HalException(Kind.PROTOCOL, words(instruction) + ": " + Codes.words(answer.code()));
      } catch (HalException e) {
        if (e.kind() != Kind.TIMEOUT && e.kind() != Kind.PROTOCOL) {
          throw e;
        }
        last = e;
      }
    }
    throw last == null ? new IllegalArgumentException("no tries") : last;
  }

  private Answer answer(int instruction, int least, long deadline) {
    Packet packet = await(deadline, words(instruction));
    byte[] content = packet.content();
    if (packet.identifier() != Packet.ACKNOWLEDGE) {
      throw new HalException(Kind.PROTOCOL, words(instruction) + " is answered by a " + packet);
    }
    Answer answer = new Answer(content[0] & 0xFF, Arrays.copyOfRange(content, 1, content.length));
    if (answer.code() == Codes.OK && answer.data().length < least) {
      throw new HalException(Kind.PROTOCOL, words(instruction) + " is answered with " + answer.data().length
          + " bytes, expected " + least);
    }
    return answer;
  }

  /// The data packets that follow an answer.
  ///
  /// @throws HalException TIMEOUT or PROTOCOL if they are not whole
  byte[] data(Duration timeout) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    unsettled = true;
    while (true) {
      Packet packet = await(deadline(timeout), "data of a template");
      if (packet.identifier() != Packet.DATA && packet.identifier() != Packet.END_OF_DATA) {
        throw new HalException(Kind.PROTOCOL, "amid the data of a template came a " + packet);
      }
      all.writeBytes(packet.content());
      if (all.size() > LONGEST_TEMPLATE) {
        throw new HalException(Kind.PROTOCOL, "a template without end");
      }
      if (packet.identifier() == Packet.END_OF_DATA) {
        unsettled = false;
        return all.toByteArray();
      }
    }
  }

  /// Sends data packets; nobody acknowledges them.
  void sendData(byte[] data, int packetSize) {
    for (int from = 0; from < data.length; from += packetSize) {
      int to = Math.min(data.length, from + packetSize);
      int identifier = to == data.length ? Packet.END_OF_DATA : Packet.DATA;
      link.write(new Packet(identifier, Arrays.copyOfRange(data, from, to)).encode(address));
    }
  }

  private Packet await(long deadline, String what) {
    long rejected = decoder.rejected();
    long foreign = decoder.foreign();
    while (true) {
      Optional<Packet> packet = decoder.next();
      if (packet.isPresent()) {
        return packet.get();
      }
      if (decoder.rejected() > rejected) {
        throw new HalException(Kind.PROTOCOL, what + ": the answer came damaged (checksum or length)");
      }
      long left = deadline - ticker.micros();
      if (left <= 0) {
        timeouts++;
        throw new HalException(Kind.TIMEOUT, what + (decoder.foreign() > foreign
            ? ": a fingerprint module of another address answers"
            : ": the fingerprint module does not answer"));
      }
      receive(Duration.ofNanos(left * 1_000));
    }
  }

  private void receive(Duration timeout) {
    byte[] into = decoder.room() >= buffer.length ? buffer : new byte[decoder.room()];
    decoder.add(into, link.read(into, timeout));
  }

  /// Waits for silence: what was late, or the rest of what was damaged, must not be taken for the next answer.
  private void settle() {
    int dropped = 0;
    for (int n = link.read(buffer, SETTLE); n > 0; n = link.read(buffer, SETTLE)) {
      // The module says this one byte by itself when it has started: its power was gone for a moment.
      restarts += n == 1 && buffer[0] == STARTED ? 1 : 0;
      dropped += n;
      if (dropped > BABBLE) {
        throw new HalException(Kind.PROTOCOL, "the line never falls silent: this is no fingerprint module");
      }
    }
  }

  private long deadline(Duration timeout) {
    return ticker.micros() + timeout.toNanos() / 1_000;
  }

  private static String words(int instruction) {
    return String.format("instruction 0x%02X", instruction);
  }
}
