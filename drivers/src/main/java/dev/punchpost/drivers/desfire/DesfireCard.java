package dev.punchpost.drivers.desfire;

import dev.punchpost.drivers.contactless.CardChannel;
import dev.punchpost.drivers.desfire.DesfireFailure.Why;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One card in the field, by its native commands in ISO 7816-4 wrapping (`90 INS 00 00 Lc data 00`).
final class DesfireCard {
  static final int SELECT_APPLICATION = 0x5A;
  static final int AUTHENTICATE_EV2_FIRST = 0x71;
  static final int ADDITIONAL_FRAME = 0xAF;
  static final int READ_DATA = 0xAD;
  static final int WRITE_DATA = 0x8D;
  static final int CREATE_APPLICATION = 0xCA;
  static final int CREATE_STD_DATA_FILE = 0xCD;
  static final int CHANGE_KEY = 0xC4;
  static final int GET_KEY_VERSION = 0x64;

  static final int OK = 0x00;
  static final int APPLICATION_NOT_FOUND = 0xA0;
  static final int AUTHENTICATION_ERROR = 0xAE;
  static final int DUPLICATE = 0xDE;

  private final CardChannel channel;
  private final SecureRandom random;
  private @Nullable SecureMessaging session;

  DesfireCard(CardChannel channel, SecureRandom random) {
    this.channel = channel;
    this.random = random;
  }

  void select(byte[] aid) throws DesfireFailure {
    session = null;
    plain(SELECT_APPLICATION, aid);
  }

  /// AuthenticateEV2First without capabilities: both sides prove that they hold the key.
  void authenticate(int keyNumber, byte[] key) throws DesfireFailure {
    session = null;
    byte[] challenge = send(AUTHENTICATE_EV2_FIRST, new byte[]{(byte) keyNumber, 0}, ADDITIONAL_FRAME);
    if (challenge.length != Aes.BLOCK) {
      throw new DesfireFailure(Why.NOT_AUTHENTIC);
    }
    byte[] rndB = Aes.decrypt(key, Aes.zeroIv(), challenge);
    byte[] rndA = new byte[Aes.BLOCK];
    random.nextBytes(rndA);
    byte[] proof = Arrays.copyOf(rndA, 2 * Aes.BLOCK);
    System.arraycopy(rotated(rndB), 0, proof, Aes.BLOCK, Aes.BLOCK);
    byte[] answer = send(ADDITIONAL_FRAME, Aes.encrypt(key, Aes.zeroIv(), proof), OK);
    if (answer.length != 2 * Aes.BLOCK) {
      throw new DesfireFailure(Why.NOT_AUTHENTIC);
    }
    byte[] opened = Aes.decrypt(key, Aes.zeroIv(), answer);
    if (!MessageDigest.isEqual(rotated(rndA), Arrays.copyOfRange(opened, 4, 20))) {
      throw new DesfireFailure(Why.NOT_AUTHENTIC);
    }
    session = SecureMessaging.derive(key, rndA, rndB, Arrays.copyOf(opened, 4));
  }

  /// ReadData in full mode.
  byte[] read(int file, int length) throws DesfireFailure {
    byte[] plain = full(READ_DATA, span(file, length), new byte[0]);
    if (plain.length != length) {
      throw new DesfireFailure(Why.NOT_AUTHENTIC);
    }
    return plain;
  }

  /// WriteData in full mode, from the file's beginning.
  void write(int file, byte[] data) throws DesfireFailure {
    full(WRITE_DATA, span(file, data.length), data);
  }

  /// A command without secure messaging.
  byte[] plain(int ins, byte[] data) throws DesfireFailure {
    return send(ins, data, OK);
  }

  /// A command whose data is in the clear and guarded by a MAC, both ways.
  byte[] guarded(int ins, byte[] data) throws DesfireFailure {
    SecureMessaging keys = requireSession();
    byte[] answer = send(ins, join(data, keys.mac(ins, data)), OK);
    keys.count();
    return checked(keys, answer);
  }

  /// A command whose data is enciphered and guarded by a MAC, both ways.
  ///
  /// @param header what stays in the clear
  /// @param data may be empty; the answer's data is deciphered
  byte[] full(int ins, byte[] header, byte[] data) throws DesfireFailure {
    SecureMessaging keys = requireSession();
    byte[] body = data.length == 0 ? header : join(header, keys.encryptCommand(data));
    byte[] answer = send(ins, join(body, keys.mac(ins, body)), OK);
    keys.count();
    byte[] secret = checked(keys, answer);
    if (secret.length % Aes.BLOCK != 0) {
      throw new DesfireFailure(Why.NOT_AUTHENTIC);
    }
    return secret.length == 0 ? secret : keys.decryptResponse(secret);
  }

  /// ChangeKey. After the change of the key that opened the session, the session is over.
  ///
  /// @param old the key that is there now; not used if it is the session's own
  void changeKey(int number, byte[] old, byte[] fresh, int version, boolean own) throws DesfireFailure {
    SecureMessaging keys = requireSession();
    byte[] data = own ? join(fresh, new byte[]{(byte) version}) : changeOther(old, fresh, version);
    byte[] body = join(new byte[]{(byte) number}, keys.encryptCommand(data));
    byte[] answer = send(CHANGE_KEY, join(body, keys.mac(CHANGE_KEY, body)), OK);
    if (own) {
      session = null;
      return;
    }
    keys.count();
    checked(keys, answer);
  }

  private static byte[] changeOther(byte[] old, byte[] fresh, int version) {
    byte[] mixed = new byte[fresh.length];
    for (int i = 0; i < fresh.length; i++) {
      mixed[i] = (byte) (fresh[i] ^ old[i]);
    }
    return join(join(mixed, new byte[]{(byte) version}), crc32(fresh));
  }

  /// The DESFire's CRC-32: that of IEEE 802.3 without the last inversion, low byte first.
  static byte[] crc32(byte[] data) {
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(data);
    long value = ~crc.getValue();
    return new byte[]{(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)};
  }

  private byte[] checked(SecureMessaging keys, byte[] answer) throws DesfireFailure {
    int length = answer.length - SecureMessaging.MAC_LENGTH;
    if (length < 0) {
      throw new DesfireFailure(Why.NOT_AUTHENTIC);
    }
    byte[] data = Arrays.copyOf(answer, length);
    if (!MessageDigest.isEqual(keys.mac(OK, data), Arrays.copyOfRange(answer, length, answer.length))) {
      throw new DesfireFailure(Why.NOT_AUTHENTIC);
    }
    return data;
  }

  private SecureMessaging requireSession() {
    SecureMessaging keys = session;
    if (keys == null) {
      throw new IllegalStateException("no session with the card");
    }
    return keys;
  }

  private byte[] send(int ins, byte[] data, int expected) throws DesfireFailure {
    byte[] answer = channel.exchange(wrap(ins, data)).orElseThrow(() -> new DesfireFailure(Why.LOST));
    if (answer.length < 2) {
      throw new DesfireFailure(Why.LOST);
    }
    int sw1 = answer[answer.length - 2] & 0xFF;
    int sw2 = answer[answer.length - 1] & 0xFF;
    if (sw1 != 0x91) {
      throw new DesfireFailure(Why.STATUS, 0x10000 | sw1 << 8 | sw2);
    }
    if (sw2 != expected) {
      throw new DesfireFailure(Why.STATUS, sw2);
    }
    return Arrays.copyOf(answer, answer.length - 2);
  }

  static byte[] wrap(int ins, byte[] data) {
    byte[] apdu = new byte[data.length == 0 ? 5 : data.length + 6];
    apdu[0] = (byte) 0x90;
    apdu[1] = (byte) ins;
    if (data.length > 0) {
      apdu[4] = (byte) data.length;
      System.arraycopy(data, 0, apdu, 5, data.length);
    }
    return apdu;
  }

  /// File number, offset 0 and length, three bytes each, lowest first.
  private static byte[] span(int file, int length) {
    return new byte[]{(byte) file, 0, 0, 0, (byte) length, (byte) (length >> 8), (byte) (length >> 16)};
  }

  static byte[] rotated(byte[] block) {
    byte[] out = Arrays.copyOfRange(block, 1, block.length + 1);
    out[block.length - 1] = block[0];
    return out;
  }

  static byte[] join(byte[] a, byte[] b) {
    byte[] out = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, out, a.length, b.length);
    return out;
  }
}
