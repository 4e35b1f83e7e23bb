package dev.punchpost.drivers.osdp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// One session of the secure channel (annex D), as either end sees it. Every message's MAC starts from the last one of
/// the other direction, so that a message cannot be repeated, left out or brought in from elsewhere.
///
/// One thread.
final class SecureSession {
  static final int BLOCK = 16;
  static final int MAC = 4;
  private static final byte[] ZERO = new byte[BLOCK];

  private final byte[] encryption;
  private final byte[] mac1;
  private final byte[] mac2;
  private final byte[] panelNonce;
  private final byte[] readerNonce;
  private byte[] commandMac = ZERO;
  private byte[] replyMac = ZERO;

  /// Derives the session's keys (D.4.1) from the base key and the panel's random number.
  ///
  /// @param panelNonce RND.A, 8 bytes
  /// @param readerNonce RND.B, 8 bytes
  SecureSession(OsdpKey key, byte[] panelNonce, byte[] readerNonce) {
    this.panelNonce = panelNonce.clone();
    this.readerNonce = readerNonce.clone();
    encryption = derive(key, 0x82);
    mac1 = derive(key, 0x01);
    mac2 = derive(key, 0x02);
    replyMac = initialReplyMac();
  }

  private byte[] derive(OsdpKey key, int purpose) {
    byte[] block = new byte[BLOCK];
    block[0] = 1;
    block[1] = (byte) purpose;
    System.arraycopy(panelNonce, 0, block, 2, 6);
    return encrypt(key.bytes(), ZERO, block);
  }

  byte[] encryptionKey() {
    return encryption.clone();
  }

  byte[] firstMacKey() {
    return mac1.clone();
  }

  byte[] lastMacKey() {
    return mac2.clone();
  }

  /// What the PD proves its key with (D.4.3).
  byte[] clientCryptogram() {
    return encrypt(encryption, ZERO, join(panelNonce, readerNonce));
  }

  /// What the panel proves its key with (D.4.4).
  byte[] serverCryptogram() {
    return encrypt(encryption, ZERO, join(readerNonce, panelNonce));
  }

  /// R-MAC_I, from which the first command's MAC starts (D.4.6).
  byte[] initialReplyMac() {
    return encrypt(mac2, ZERO, encrypt(mac1, ZERO, serverCryptogram()));
  }

  /// Makes a protected message and moves the chain on.
  OsdpFrame seal(boolean reply, int address, int sequence, boolean crc, int code, byte[] data) {
    byte[] start = reply ? commandMac : replyMac;
    byte[] hidden = data.length == 0 ? data : encrypt(encryption, inverse(start), pad(data));
    int type = data.length == 0 ? Osdp.SCS_15 : Osdp.SCS_17;
    byte[] security = {2, (byte) (reply ? type + 1 : type)};
    byte[] body = new byte[1 + hidden.length + MAC];
    body[0] = (byte) code;
    System.arraycopy(hidden, 0, body, 1, hidden.length);
    OsdpFrame bare = OsdpFrame.of(address, reply, sequence, crc, security, body);
    byte[] mac = mac(start, bare.covered(), bare.covered().length - MAC);
    if (reply) {
      replyMac = mac;
    } else {
      commandMac = mac;
    }
    System.arraycopy(mac, 0, body, body.length - MAC, MAC);
    return OsdpFrame.of(address, reply, sequence, crc, security, body);
  }

  /// Checks and reads a protected message and moves the chain on.
  ///
  /// @return code and data; empty if the MAC or the padding is wrong, after which the session is worth nothing
  Optional<byte[]> open(OsdpFrame frame) {
    int first = frame.reply() ? Osdp.SCS_16 : Osdp.SCS_15;
    boolean hidden = frame.securityType() == first + 2;
    int length = frame.body().length - MAC;
    if (length < 1 || (!hidden && frame.securityType() != first) || (hidden && (length - 1) % BLOCK != 0)) {
      return Optional.empty();
    }
    byte[] start = frame.reply() ? commandMac : replyMac;
    byte[] mac = mac(start, frame.covered(), frame.covered().length - MAC);
    byte[] told = Arrays.copyOfRange(frame.body(), length, frame.body().length);
    if (!MessageDigest.isEqual(Arrays.copyOf(mac, MAC), told)) {
      return Optional.empty();
    }
    if (frame.reply()) {
      replyMac = mac;
    } else {
      commandMac = mac;
    }
    byte[] message = Arrays.copyOf(frame.body(), length);
    if (!hidden || length == 1) {
      return Optional.of(message);
    }
    byte[] shown = crypt(Cipher.DECRYPT_MODE, encryption, inverse(start), Arrays.copyOfRange(message, 1, length));
    int end = shown.length - 1;
    while (end > 0 && shown[end] == 0) {
      end--;
    }
    if (shown[end] != (byte) 0x80) {
      return Optional.empty();
    }
    byte[] open = new byte[1 + end];
    open[0] = message[0];
    System.arraycopy(shown, 0, open, 1, end);
    return Optional.of(open);
  }

  /// CBC over the message, all blocks but the last with S-MAC1, the last with S-MAC2 (D.5).
  private byte[] mac(byte[] start, byte[] message, int length) {
    byte[] whole = length % BLOCK == 0 ? Arrays.copyOf(message, length) : pad(Arrays.copyOf(message, length));
    byte[] chain = start;
    int last = whole.length - BLOCK;
    if (last > 0) {
      byte[] front = encrypt(mac1, start, Arrays.copyOf(whole, last));
      chain = Arrays.copyOfRange(front, last - BLOCK, last);
    }
    return encrypt(mac2, chain, Arrays.copyOfRange(whole, last, whole.length));
  }

  /// 0x80 and as many zeros as fill the block; data always gets them, even when it fills its blocks.
  private static byte[] pad(byte[] data) {
    byte[] padded = Arrays.copyOf(data, (data.length / BLOCK + 1) * BLOCK);
    padded[data.length] = (byte) 0x80;
    return padded;
  }

  private static byte[] inverse(byte[] mac) {
    byte[] inverse = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      inverse[i] = (byte) ~mac[i];
    }
    return inverse;
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static byte[] encrypt(byte[] key, byte[] start, byte[] blocks) {
    return crypt(Cipher.ENCRYPT_MODE, key, start, blocks);
  }

  private static byte[] crypt(int mode, byte[] key, byte[] start, byte[] blocks) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(start));
      return cipher.doFinal(blocks);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES", e);
    }
  }
}
