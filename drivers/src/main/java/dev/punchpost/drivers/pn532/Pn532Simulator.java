package dev.punchpost.drivers.pn532;

import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.drivers.desfire.SimulatedDesfire;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A PN532 by its frames (UM0701-02 sections 6.2 and 7), with cards in its field: sleep and wake-up, acknowledgements,
/// repetition, error frames, and the commands that readers use. [SimulatedLinks] gives it a serial line, I²C or SPI.
///
/// Like the chip it sleeps at first, searches for ever unless MaxRetries is set, and does not find a card again that it
/// has selected. Thread-safe.
public final class Pn532Simulator {
  /// Firmware 1.6 with support for ISO 14443 A and B and ISO 18092.
  private static final byte[] FIRMWARE = {0x32, 0x01, 0x06, 0x07};
  private static final byte STATUS_TIMEOUT = 0x01;
  private static final byte STATUS_WRONG_CONTEXT = 0x27;

  /// A card and what it is.
  private static final class Card {
    private final TypeACard card;
    private final byte[] ats;
    private final @Nullable SimulatedDesfire desfire;
    private boolean silent;

    Card(TypeACard card, byte[] ats, @Nullable SimulatedDesfire desfire) {
      this.card = card;
      this.ats = ats;
      this.desfire = desfire;
    }

    void power() {
      silent = false;
      if (desfire != null) {
        desfire.power();
      }
    }
  }

  private final List<Card> cards = new ArrayList<>();
  private final List<Card> targets = new ArrayList<>();
  private final Deque<byte[]> output = new ArrayDeque<>();
  private Pn532Parser parser = new Pn532Parser();
  private byte[] lastAnswer = new byte[0];
  private boolean awake;
  private int maxRetries = 0xFF;
  private boolean searching;
  private boolean mute;
  private int spoiled;
  private int lostAcks;

  /// Puts a card without ISO 14443-4 into the field.
  public synchronized void present(TypeACard card) {
    add(new Card(card, new byte[0], null));
  }

  /// Puts a DESFire into the field, with the ATS of an EV2.
  public synchronized void present(TypeACard card, SimulatedDesfire desfire) {
    add(new Card(card, new byte[]{0x06, 0x75, 0x77, (byte) 0x81, 0x02, (byte) 0x80}, desfire));
  }

  public synchronized void removeAll() {
    cards.clear();
    targets.clear();
  }

  /// The supply dips: the chip sleeps and has forgotten everything.
  public synchronized void dipPower() {
    awake = false;
    maxRetries = 0xFF;
    searching = false;
    targets.clear();
    output.clear();
    parser = new Pn532Parser();
    cards.forEach(Card::power);
  }

  /// The chip does not say anything any more.
  public synchronized void mute() {
    mute = true;
  }

  /// The next answers come with a wrong checksum; asked again, the chip says them right.
  public synchronized void spoil(int answers) {
    spoiled = answers;
  }

  /// The next acknowledgements are lost.
  public synchronized void loseAcks(int acks) {
    lostAcks = acks;
  }

  /// Something on the wire that is no frame.
  public synchronized void say(byte[] noise) {
    output.add(noise.clone());
  }

  synchronized boolean awake() {
    return awake;
  }

  synchronized void wake() {
    awake = true;
  }

  /// What the chip has to say, a frame at a time; empty array if nothing.
  synchronized byte[] poll() {
    byte[] frame = output.poll();
    return frame == null ? new byte[0] : frame;
  }

  synchronized boolean hasOutput() {
    return !output.isEmpty();
  }

  /// Bytes from the host.
  synchronized void hear(byte[] bytes) {
    parser.add(bytes, bytes.length);
    for (var frame = parser.next(); frame.isPresent(); frame = parser.next()) {
      switch (frame.get()) {
        case Pn532Frame.Ack _ -> {
          searching = false;
          output.clear();
        }
        case Pn532Frame.Nack _ -> emit(lastAnswer);
        case Pn532Frame.Broken _ -> emit(Pn532Frame.nack());
        case Pn532Frame.Error _ -> emit(Pn532Frame.error());
        case Pn532Frame.Info(byte[] data) -> command(data);
      }
    }
  }

  private void add(Card card) {
    cards.add(card);
    if (searching) {
      searching = false;
      answer(Pn532.IN_LIST_PASSIVE_TARGET, list());
    }
  }

  private void command(byte[] data) {
    if ((data[0] & 0xFF) != Pn532Frame.HOST) {
      return;
    }
    searching = false;
    output.clear();
    if (lostAcks > 0) {
      lostAcks--;
      return;
    }
    emit(Pn532Frame.ack());
    int code = data[1] & 0xFF;
    byte[] parameters = Arrays.copyOfRange(data, 2, data.length);
    switch (code) {
      case 0x00 -> answer(code, diagnose(parameters));
      case Pn532.GET_FIRMWARE_VERSION -> answer(code, FIRMWARE);
      case 0x06 -> answer(code, new byte[parameters.length / 2]);
      // WriteRegister, SetParameters, SAMConfiguration: nothing here depends on them.
      case 0x08, 0x12, Pn532.SAM_CONFIGURATION -> answer(code, new byte[0]);
      case 0x16 -> {
        answer(code, new byte[]{0});
        awake = false;
      }
      case Pn532.RF_CONFIGURATION -> {
        configure(parameters);
        answer(code, new byte[0]);
      }
      case Pn532.IN_DATA_EXCHANGE -> answer(code, exchange(parameters));
      case 0x42 -> answer(code, new byte[]{STATUS_TIMEOUT});
      case 0x44, 0x52, 0x54 -> answer(code, new byte[]{0});
      case Pn532.IN_LIST_PASSIVE_TARGET -> {
        byte[] found = parameters.length > 1 && parameters[1] == 0 ? list(parameters[0]) : new byte[]{0};
        if (found[0] == 0 && maxRetries == 0xFF) {
          searching = true;
        } else {
          answer(code, found);
        }
      }
      default -> {
        lastAnswer = Pn532Frame.error();
        emit(lastAnswer);
      }
    }
  }

  /// Test 0 gives back what was sent; test 6 asks whether the target is there still.
  private byte[] diagnose(byte[] parameters) {
    if (parameters.length > 0 && parameters[0] == 0x06) {
      return new byte[]{targets.isEmpty() ? STATUS_TIMEOUT : 0};
    }
    return parameters;
  }

  private void configure(byte[] parameters) {
    if (parameters.length == 2 && parameters[0] == 0x01 && (parameters[1] & 1) == 0) {
      targets.clear();
      cards.forEach(Card::power);
    }
    if (parameters.length == 4 && parameters[0] == 0x05) {
      maxRetries = parameters[3] & 0xFF;
    }
  }

  private byte[] list() {
    return list(2);
  }

  private byte[] list(int most) {
    targets.clear();
    byte[] out = {0};
    for (Card card : cards) {
      if (card.silent || targets.size() >= Math.min(most, 2)) {
        continue;
      }
      card.silent = true;
      targets.add(card);
      out[0]++;
      byte[] uid = card.card.uid();
      int at = out.length;
      out = Arrays.copyOf(out, at + 5 + uid.length + card.ats.length);
      out[at] = out[0];
      out[at + 1] = (byte) (card.card.atqa() >> 8);
      out[at + 2] = (byte) card.card.atqa();
      out[at + 3] = (byte) card.card.sak();
      out[at + 4] = (byte) uid.length;
      System.arraycopy(uid, 0, out, at + 5, uid.length);
      System.arraycopy(card.ats, 0, out, at + 5 + uid.length, card.ats.length);
    }
    return out;
  }

  private byte[] exchange(byte[] parameters) {
    int target = parameters.length == 0 ? 0 : parameters[0] & 0x3F;
    if (target < 1 || target > targets.size()) {
      return new byte[]{STATUS_WRONG_CONTEXT};
    }
    SimulatedDesfire desfire = targets.get(target - 1).desfire;
    byte[] heard = desfire == null
        ? new byte[0]
        : desfire.exchange(Arrays.copyOfRange(parameters, 1, parameters.length)).orElse(new byte[0]);
    if (heard.length == 0) {
      return new byte[]{STATUS_TIMEOUT};
    }
    byte[] out = new byte[heard.length + 1];
    System.arraycopy(heard, 0, out, 1, heard.length);
    return out;
  }

  private void answer(int code, byte[] parameters) {
    lastAnswer = Pn532Frame.info(Pn532Frame.CHIP, code + 1, parameters);
    byte[] sent = lastAnswer.clone();
    if (spoiled > 0) {
      spoiled--;
      sent[sent.length - 2] ^= 0x10;
    }
    emit(sent);
  }

  private void emit(byte[] frame) {
    if (!mute) {
      output.add(frame);
    }
  }
}
