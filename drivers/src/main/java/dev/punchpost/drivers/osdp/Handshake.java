package dev.punchpost.drivers.osdp;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Which key a reader is challenged with, what its answers prove, and when it is believed no more. One thread.
final class Handshake {
  /// What to do after a failure.
  sealed interface Next {
    /// From sequence 0, perhaps with the other key.
    record Again() implements Next {}

    record GiveUp(OsdpEvent.Doubt doubt) implements Next {}
  }

  /// A handshake that fails once may have met noise; twice, it is the reader.
  private static final int TRIES = 2;

  private final OsdpSecurity.Required policy;
  private final RandomGenerator random;
  private byte[] nonce = {};
  private boolean installing;
  private boolean installed;
  private OsdpEvent.Doubt doubtOfOwnKey = OsdpEvent.Doubt.WRONG_KEY;
  private int failures;

  Handshake(OsdpSecurity.Required policy, RandomGenerator random) {
    this.policy = policy;
    this.random = random;
  }

  /// Whether the default key is in use, to bring in the own one.
  boolean installing() {
    return installing;
  }

  OsdpFrame challenge(PdChannel channel) {
    nonce = new byte[8];
    random.nextBytes(nonce);
    return channel.plain(new byte[]{3, Osdp.SCS_11, keyNumber()}, Osdp.CHLNG, nonce);
  }

  OsdpFrame cryptogram(PdChannel channel) {
    return channel.plain(new byte[]{3, Osdp.SCS_13, keyNumber()}, Osdp.SCRYPT,
        channel.session().serverCryptogram());
  }

  /// Key type 1 (SCBK), its length, the key.
  OsdpFrame keySet(PdChannel channel) {
    byte[] data = new byte[18];
    data[0] = 1;
    data[1] = 16;
    System.arraycopy(policy.key().bytes(), 0, data, 2, 16);
    return channel.command(Osdp.KEYSET, data);
  }

  /// CCRYPT: the reader's number, its random number, its cryptogram.
  ///
  /// @return the doubt; empty if it has the key, and the channel has the session
  Optional<OsdpEvent.Doubt> challenged(PdChannel channel, OsdpFrame frame, int code, byte[] data) {
    if (code != Osdp.CCRYPT || data.length != 32 || frame.securityType() != Osdp.SCS_12) {
      return Optional.of(OsdpEvent.Doubt.NO_SECURE_CHANNEL);
    }
    byte[] readerNonce = Arrays.copyOfRange(data, 8, 16);
    byte[] proof = Arrays.copyOfRange(data, 16, 32);
    SecureSession session = new SecureSession(installing ? OsdpKey.DEFAULT : policy.key(), nonce, readerNonce);
    if (frame.securityData() == keyNumber() && MessageDigest.isEqual(proof, session.clientCryptogram())) {
      channel.propose(session);
      return Optional.empty();
    }
    SecureSession byDefault = new SecureSession(OsdpKey.DEFAULT, nonce, readerNonce);
    boolean defaultKey = !installing
        && (frame.securityData() == 0 || MessageDigest.isEqual(proof, byDefault.clientCryptogram()));
    return Optional.of(defaultKey ? OsdpEvent.Doubt.DEFAULT_KEY : OsdpEvent.Doubt.WRONG_KEY);
  }

  /// RMAC_I. It comes out right only with our keys, whatever the block's status byte says, except "no" (0xFF).
  ///
  /// @return the doubt; empty if the channel is secure now
  Optional<OsdpEvent.Doubt> proven(PdChannel channel, OsdpFrame frame, int code, byte[] data) {
    if (code != Osdp.RMAC_I || frame.securityType() != Osdp.SCS_14 || frame.securityData() == 0xFF
        || !MessageDigest.isEqual(data, channel.session().initialReplyMac())) {
      return Optional.of(OsdpEvent.Doubt.WRONG_KEY);
    }
    channel.secure();
    failures = 0;
    return Optional.empty();
  }

  /// The reader took the own key: no other counts from now on.
  void keyTaken() {
    installing = false;
    installed = true;
    failures = 0;
  }

  /// Once more, or with the default key if a reader is being installed, or the end.
  Next failed(OsdpEvent.Doubt doubt) {
    failures++;
    if (installing) {
      return new Next.GiveUp(doubtOfOwnKey);
    }
    if (policy.installMode() && installed) {
      return new Next.GiveUp(OsdpEvent.Doubt.KEY_REFUSED);
    }
    if (policy.installMode()) {
      doubtOfOwnKey = doubt;
      installing = true;
      return new Next.Again();
    }
    return failures < TRIES ? new Next.Again() : new Next.GiveUp(doubt);
  }

  /// What the security block says of the key: 0 the default one, 1 the own one.
  private byte keyNumber() {
    return (byte) (installing ? 0 : 1);
  }
}
