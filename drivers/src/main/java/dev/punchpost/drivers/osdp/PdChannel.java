package dev.punchpost.drivers.osdp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The numbering and the protection of what is said between the panel and one reader. One thread.
final class PdChannel {
  private final int address;
  private int sequence;
  private @Nullable SecureSession session;
  private boolean secured;

  PdChannel(int address) {
    this.address = address;
  }

  /// From sequence 0, in the open.
  void reset() {
    sequence = 0;
    session = null;
    secured = false;
  }

  /// The last command was answered: the next one has the next number.
  void advance() {
    sequence = sequence % 3 + 1;
  }

  /// A session whose keys are derived and not yet proved to the reader.
  void propose(SecureSession next) {
    session = next;
  }

  /// From now on all is protected.
  void secure() {
    secured = true;
  }

  boolean secured() {
    return secured;
  }

  SecureSession session() {
    SecureSession current = session;
    if (current == null) {
      throw new IllegalStateException("no session");
    }
    return current;
  }

  /// A command in the open.
  OsdpFrame plain(byte[] security, int code, byte[] data) {
    byte[] body = new byte[1 + data.length];
    body[0] = (byte) code;
    System.arraycopy(data, 0, body, 1, data.length);
    return OsdpFrame.of(address, false, sequence, true, security, body);
  }

  /// A command, protected if there is a session.
  OsdpFrame command(int code, byte[] data) {
    return secured
        ? session().seal(false, address, sequence, true, code, data)
        : plain(OsdpFrame.NO_SECURITY, code, data);
  }

  /// Whether a message may be the answer to a command, rather than a late one to another.
  boolean answers(OsdpFrame command, OsdpFrame frame) {
    if (frame.address() != address) {
      return false;
    }
    // BUSY has number 0; so may have a refusal by a reader that is out of step, or whatever number it believes in.
    boolean outOfStep = frame.code() == Osdp.NAK && (frame.sequence() == 0
        || (frame.body().length > 1 && frame.body()[1] == Osdp.NAK_SEQUENCE));
    return frame.sequence() == command.sequence() || frame.code() == Osdp.BUSY || outOfStep;
  }

  /// Whether the message is protected; it may be so by a session that is no more.
  static boolean isProtected(OsdpFrame frame) {
    return frame.securityType() >= Osdp.SCS_15;
  }

  /// Code and data of an answer.
  ///
  /// @return empty if it is protected and not by this session
  Optional<byte[]> read(OsdpFrame frame) {
    if (!isProtected(frame)) {
      return Optional.of(frame.body());
    }
    return secured ? session().open(frame) : Optional.empty();
  }
}
