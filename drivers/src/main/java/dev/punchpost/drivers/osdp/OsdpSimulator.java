package dev.punchpost.drivers.osdp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// An OSDP reader (PD) without hardware, with the faults of real ones. One thread gives it the line's bytes; its
/// surroundings (cards, keys, tamper, faults) may be changed from another.
public final class OsdpSimulator {
  /// The line's faults that the next replies meet.
  public enum Fault {
    /// The command never arrived.
    LOST_COMMAND,
    /// The reply does not arrive.
    LOST_REPLY,
    /// The reply arrives damaged.
    DAMAGED_REPLY,
    /// The reader has no time.
    BUSY,
    /// The reply's MAC is wrong, its CRC right.
    WRONG_MAC,
    /// The reply comes unprotected although there is a session.
    UNPROTECTED
  }

  private record Report(int code, byte[] data) {}

  private final int address;
  private final RandomGenerator random;
  private final OsdpScanner scanner = new OsdpScanner(false);
  private final Queue<Report> reports = new ConcurrentLinkedQueue<>();
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final List<String> lights = new CopyOnWriteArrayList<>();
  private final AtomicInteger beeps = new AtomicInteger();
  private final AtomicInteger handshakes = new AtomicInteger();
  private final AtomicInteger commands = new AtomicInteger();
  private final Map<Integer, String> rows = new ConcurrentSkipListMap<>();
  private volatile OsdpKey key;
  private volatile boolean secureChannel = true;
  private volatile boolean answersDefaultToAny;
  private volatile boolean refusesKey;
  private volatile boolean tamper;
  private volatile boolean powerFault;
  private volatile boolean dead;
  private volatile boolean restart;

  private int sequence = -1;
  private byte[] lastReply = {};
  private @Nullable SecureSession session;
  private boolean secured;

  /// @param address 0 .. 126
  /// @param key what it holds; [OsdpKey#DEFAULT] as new
  public OsdpSimulator(int address, OsdpKey key, RandomGenerator random) {
    this.address = address;
    this.key = key;
    this.random = random;
  }

  /// A card of so many bits is read.
  public void present(byte[] bits, int count) {
    byte[] data = new byte[4 + bits.length];
    data[2] = (byte) count;
    data[3] = (byte) (count >> 8);
    System.arraycopy(bits, 0, data, 4, bits.length);
    reports.add(new Report(Osdp.RAW, data));
  }

  /// A card whose content is characters is read (reply FMT).
  public void presentText(String text) {
    byte[] characters = text.getBytes(StandardCharsets.US_ASCII);
    byte[] data = new byte[3 + characters.length];
    data[2] = (byte) characters.length;
    System.arraycopy(characters, 0, data, 3, characters.length);
    reports.add(new Report(Osdp.FMT, data));
  }

  /// Keys are pressed: digits, `*`, `#`.
  public void press(String keys) {
    byte[] data = new byte[2 + keys.length()];
    data[1] = (byte) keys.length();
    for (int i = 0; i < keys.length(); i++) {
      char c = keys.charAt(i);
      data[2 + i] = (byte) (c == '*' ? 0x7F : c == '#' ? 0x0D : c);
    }
    reports.add(new Report(Osdp.KEYPAD, data));
  }

  /// The housing is opened or closed; told at the next poll.
  public void tamper(boolean open) {
    tamper = open;
    reports.add(new Report(Osdp.LSTATR, status()));
  }

  /// The supply fails or recovers; told at the next poll.
  public void powerFault(boolean present) {
    powerFault = present;
    reports.add(new Report(Osdp.LSTATR, status()));
  }

  /// What the next replies meet, one each.
  public void meet(Fault... next) {
    faults.addAll(List.of(next));
  }

  /// It forgets its session and waits for sequence 0, as after a power dip.
  public void restart() {
    restart = true;
  }

  /// It answers nothing, or answers again.
  public void dead(boolean silent) {
    dead = silent;
  }

  /// Whether it knows the secure channel.
  public void secureChannel(boolean offered) {
    secureChannel = offered;
  }

  /// It answers every challenge with the default key, as one that was reset behind the panel's back.
  public void answersDefaultToAny(boolean always) {
    answersDefaultToAny = always;
  }

  /// It does not take a new key.
  public void refusesKey(boolean always) {
    refusesKey = always;
  }

  /// Another key is put in.
  public void key(OsdpKey other) {
    key = other;
  }

  /// The key it holds now.
  public OsdpKey key() {
    return key;
  }

  /// Colours its light was given for a time, oldest first.
  public List<String> lights() {
    return List.copyOf(lights);
  }

  /// How often it was told to sound.
  public int beeps() {
    return beeps.get();
  }

  /// Rows of its display, first row 1.
  public Map<Integer, String> rows() {
    return Map.copyOf(rows);
  }

  /// How many secure channels were set up.
  public int handshakes() {
    return handshakes.get();
  }

  /// How many commands it carried out; a repeated one counts once.
  public int commands() {
    return commands.get();
  }

  /// The line's bytes come; its reply, if any.
  public Optional<byte[]> hear(byte[] bytes, int count) {
    scanner.feed(bytes, count);
    Optional<byte[]> reply = Optional.empty();
    for (Optional<OsdpFrame> frame = scanner.next(); frame.isPresent(); frame = scanner.next()) {
      reply = command(frame.get());
    }
    return reply;
  }

  private Optional<byte[]> command(OsdpFrame frame) {
    if (restart) {
      restart = false;
      sequence = -1;
      lastReply = new byte[0];
      close();
    }
    if (dead || (frame.address() != address && frame.address() != Osdp.BROADCAST)) {
      return Optional.empty();
    }
    Fault fault = faults.poll();
    if (fault == Fault.LOST_COMMAND) {
      return Optional.empty();
    }
    if (fault == Fault.BUSY) {
      return Optional.of(plain(0, frame.crc(), OsdpFrame.NO_SECURITY, new byte[] {Osdp.BUSY}));
    }
    if (frame.sequence() == 0) {
      close();
    } else if (frame.sequence() == sequence && lastReply.length > 0) {
      return Optional.of(lastReply);
    } else if (sequence < 0 || frame.sequence() != sequence % 3 + 1) {
      return Optional.of(nak(frame, Osdp.NAK_SEQUENCE));
    }
    sequence = frame.sequence();
    commands.incrementAndGet();
    lastReply = reply(frame, fault);
    return switch (fault) {
      case LOST_REPLY -> Optional.empty();
      case DAMAGED_REPLY -> {
        byte[] damaged = lastReply.clone();
        damaged[damaged.length / 2] ^= 0x10;
        yield Optional.of(damaged);
      }
      case null, default -> Optional.of(lastReply);
    };
  }

  private byte[] reply(OsdpFrame frame, @Nullable Fault fault) {
    byte[] message = frame.body();
    if (secured) {
      SecureSession current = java.util.Objects.requireNonNull(session);
      Optional<byte[]> opened = current.open(frame);
      if (opened.isEmpty()) {
        close();
        return nak(frame, Osdp.NAK_SECURITY_CONDITIONS);
      }
      message = opened.get();
    } else if (frame.securityType() >= Osdp.SCS_15) {
      return nak(frame, Osdp.NAK_SECURITY_CONDITIONS);
    }
    int code = message[0] & 0xFF;
    byte[] data = Arrays.copyOfRange(message, 1, message.length);
    if (code == Osdp.CHLNG) {
      return challenge(frame, data);
    }
    if (code == Osdp.SCRYPT) {
      return cryptogram(frame, data);
    }
    if (!secured && secureChannel && !key.equals(OsdpKey.DEFAULT) && code != Osdp.ID && code != Osdp.CAP) {
      return nak(frame, Osdp.NAK_SECURITY_CONDITIONS);
    }
    Report answer = carryOut(code, data);
    SecureSession current = session;
    if (!secured || current == null || fault == Fault.UNPROTECTED) {
      return plain(frame.sequence(), frame.crc(), OsdpFrame.NO_SECURITY, join(answer.code(), answer.data()));
    }
    OsdpFrame sealed = current.seal(true, address, frame.sequence(), frame.crc(), answer.code(), answer.data());
    if (fault == Fault.WRONG_MAC) {
      sealed.body()[sealed.body().length - 1] ^= 1;
      return OsdpFrame.of(address, true, frame.sequence(), frame.crc(), sealed.security(), sealed.body()).encoded();
    }
    return sealed.encoded();
  }

  private Report carryOut(int code, byte[] data) {
    return switch (code) {
      case Osdp.POLL -> {
        Report report = reports.poll();
        yield report == null ? new Report(Osdp.ACK, new byte[0]) : report;
      }
      case Osdp.ID -> new Report(Osdp.PDID, new byte[] {0x0E, (byte) 0xE3, 0x10, 1, 2, 0x78, 0x56, 0x34, 0x12, 3, 4, 5});
      case Osdp.CAP -> new Report(Osdp.PDCAP, new byte[] {3, 1, 0, 4, 4, 1, 5, 2, 1, 6, 2, 1, 8, 1, 0, 9,
          (byte) (secureChannel ? 1 : 0), (byte) (secureChannel ? 1 : 0)});
      case Osdp.LSTAT -> new Report(Osdp.LSTATR, status());
      case Osdp.LED -> light(data);
      case Osdp.BUZ -> {
        beeps.incrementAndGet();
        yield new Report(Osdp.ACK, new byte[0]);
      }
      case Osdp.TEXT -> {
        rows.put((int) data[3], new String(data, 6, data[5], StandardCharsets.US_ASCII));
        yield new Report(Osdp.ACK, new byte[0]);
      }
      case Osdp.KEYSET -> {
        if (refusesKey || !secured) {
          yield new Report(Osdp.NAK, new byte[] {9});
        }
        key = OsdpKey.parse(java.util.HexFormat.of().formatHex(data, 2, 18));
        yield new Report(Osdp.ACK, new byte[0]);
      }
      default -> new Report(Osdp.NAK, new byte[] {Osdp.NAK_UNKNOWN_COMMAND});
    };
  }

  private Report light(byte[] data) {
    if (data[2] == 2) {
      lights.add(switch (data[5]) {
        case 1 -> "RED";
        case 2 -> "GREEN";
        case 3 -> "AMBER";
        default -> "OFF";
      });
    }
    return new Report(Osdp.ACK, new byte[0]);
  }

  private byte[] status() {
    return new byte[] {(byte) (tamper ? 1 : 0), (byte) (powerFault ? 1 : 0)};
  }

  private byte[] challenge(OsdpFrame frame, byte[] panelNonce) {
    close();
    boolean askedDefault = frame.securityData() == 0;
    boolean hasDefault = key.equals(OsdpKey.DEFAULT);
    if (!secureChannel || (!answersDefaultToAny && askedDefault != hasDefault)) {
      return nak(frame, Osdp.NAK_NO_SECURITY);
    }
    byte[] nonce = new byte[8];
    random.nextBytes(nonce);
    SecureSession next = new SecureSession(answersDefaultToAny ? OsdpKey.DEFAULT : key, panelNonce, nonce);
    session = next;
    byte[] body = new byte[33];
    body[0] = Osdp.CCRYPT;
    System.arraycopy(nonce, 0, body, 9, 8);
    System.arraycopy(next.clientCryptogram(), 0, body, 17, 16);
    byte number = (byte) (answersDefaultToAny || hasDefault ? 0 : 1);
    return plain(frame.sequence(), frame.crc(), new byte[] {3, Osdp.SCS_12, number}, body);
  }

  private byte[] cryptogram(OsdpFrame frame, byte[] proof) {
    SecureSession next = session;
    if (next == null || !Arrays.equals(proof, next.serverCryptogram())) {
      return nak(frame, Osdp.NAK_SECURITY_CONDITIONS);
    }
    secured = true;
    handshakes.incrementAndGet();
    return plain(frame.sequence(), frame.crc(), new byte[] {3, Osdp.SCS_14, 1},
        join(Osdp.RMAC_I, next.initialReplyMac()));
  }

  private byte[] nak(OsdpFrame frame, int reason) {
    return plain(frame.sequence(), frame.crc(), OsdpFrame.NO_SECURITY, new byte[] {Osdp.NAK, (byte) reason});
  }

  private byte[] plain(int number, boolean crc, byte[] security, byte[] body) {
    return OsdpFrame.of(address, true, number, crc, security, body).encoded();
  }

  private static byte[] join(int code, byte[] data) {
    byte[] body = new byte[1 + data.length];
    body[0] = (byte) code;
    System.arraycopy(data, 0, body, 1, data.length);
    return body;
  }

  private void close() {
    session = null;
    secured = false;
  }
}
