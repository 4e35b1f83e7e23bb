package dev.punchpost.drivers.r503;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.time.Pause;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A module as far as its line shows, with fingers to put on it and faults to order. Written from the manual, apart
/// from the driver, with which it shares the packet format and the names of codes only. Thread-safe: a worker's hand
/// may be in another thread.
public final class R503Simulator {
  /// How a finger lies on the sensor.
  public enum Press {
    GOOD,
    DRY,
    WET,
    SMEARED,
    OFF_CENTRE,
    NO_IMAGE
  }

  private static final int TEMPLATE = 512;
  private static final int SCORE = 120;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Map<Integer, byte[]> library = new TreeMap<>();
  private final Map<Integer, byte[]> buffers = new TreeMap<>();
  private final ByteArrayOutputStream download = new ByteArrayOutputStream();
  private final int capacity;
  private final int packetSizeCode;
  private final long address;
  private final long password;
  private final Packet.Decoder decoder;
  private boolean proven;
  private boolean image;
  private int finger;
  private Press press = Press.GOOD;
  private int downloadBuffer;
  private int securityLevel = 3;
  private byte[] ring = {};
  private boolean hasRing = true;
  private boolean plugged = true;
  private long heard;
  private int deafFor;
  private int damagedAnswers;
  private int lostBytes;
  private int foreignAnswers;
  private int damagedData;
  private int damagedUploads;
  private boolean held;
  private Optional<Integer> refusal = Optional.empty();

  /// @param capacity places
  /// @param packetSizeCode 0 .. 3, for 32, 64, 128 and 256 bytes
  public R503Simulator(int capacity, int packetSizeCode, long address, long password) {
    this.capacity = capacity;
    this.packetSizeCode = packetSizeCode;
    this.address = address;
    this.password = password;
    // Adafruit's library sends a wrong checksum with the last data packet, and modules in the field take it.
    decoder = new Packet.Decoder(address, true);
  }

  /// As it comes from the factory: 200 places, packets of 128 bytes.
  public R503Simulator() {
    this(200, 2, 0xFFFFFFFFL, 0);
  }

  /// Puts a finger on the sensor.
  ///
  /// @param number which finger, from 1
  public synchronized void touch(int number, Press how) {
    finger = number;
    press = how;
  }

  public synchronized void lift() {
    finger = 0;
  }

  /// From now on it answers nothing and its adapter is gone.
  public synchronized void unplug() {
    plugged = false;
  }

  public synchronized void plug() {
    plugged = true;
    restart();
  }

  /// Its power was gone for a moment: buffers and proof are lost, the library is not.
  public synchronized void restart() {
    proven = false;
    image = false;
    buffers.clear();
    ring = new byte[0];
    decoder.reset();
    output.reset();
    output.write(ModuleLine.STARTED);
  }

  /// It does not hear the next so many packets.
  public synchronized void beDeaf(int packets) {
    deafFor = packets;
  }

  /// The next so many packets that it sends have a wrong checksum.
  public synchronized void damageAnswers(int packets) {
    damagedAnswers = packets;
  }

  /// Of the next so many packets that it sends the third byte is lost.
  public synchronized void loseBytes(int packets) {
    lostBytes = packets;
  }

  /// The next so many packets come from another address.
  public synchronized void answerAsAnother(int packets) {
    foreignAnswers = packets;
  }

  /// The next so many data packets come to it with a bit wrong, which it does not notice.
  public synchronized void damageData(int packets) {
    damagedData = packets;
  }

  /// Of the next so many data packets that it sends a bit is wrong.
  public synchronized void damageUploads(int packets) {
    damagedUploads = packets;
  }

  /// What it sends next comes only once this is called again with false.
  public synchronized void holdBack(boolean hold) {
    held = hold;
  }

  /// The next instruction but the password is answered with this code.
  public synchronized void refuse(int code) {
    refusal = Optional.of(code);
  }

  /// It is of a family without a light ring.
  public synchronized void withoutRing() {
    hasRing = false;
  }

  /// Places that are taken.
  public synchronized List<Integer> taken() {
    return List.copyOf(library.keySet());
  }

  /// Puts a finger into the library, as if it had been enrolled elsewhere.
  public synchronized void know(int place, int number) {
    library.put(place, template(number));
  }

  /// What the ring was told last: control, speed, colour, times; empty if nothing.
  public synchronized byte[] ring() {
    return ring.clone();
  }

  /// Packets that came to it.
  public synchronized long heard() {
    return heard;
  }

  /// The template that it makes of a finger: noise that begins with the finger's number.
  public static byte[] template(int number) {
    byte[] bytes = new byte[TEMPLATE];
    new Random(number).nextBytes(bytes);
    bytes[0] = 3;
    bytes[1] = (byte) (number >> 8);
    bytes[2] = (byte) number;
    return bytes;
  }

  private static int number(byte[] template) {
    return (template[1] & 0xFF) << 8 | template[2] & 0xFF;
  }

  /// Bytes from the host.
  public synchronized void hear(byte[] bytes) {
    for (byte b : bytes) {
      decoder.add(new byte[]{b}, 1);
      long rejected = decoder.rejected();
      decoder.next().ifPresent(this::packet);
      if (decoder.rejected() > rejected) {
        answer(Codes.PACKET_ERROR);
      }
    }
  }

  private void packet(Packet packet) {
    heard++;
    if (deafFor > 0) {
      deafFor--;
    } else if (packet.identifier() == Packet.COMMAND) {
      byte[] content = packet.content();
      instruction(content[0] & 0xFF, Arrays.copyOfRange(content, 1, content.length));
    } else if (packet.identifier() == Packet.DATA || packet.identifier() == Packet.END_OF_DATA) {
      byte[] content = packet.content();
      if (damagedData > 0) {
        damagedData--;
        content[0] ^= 1;
      }
      download.writeBytes(content);
      if (packet.identifier() == Packet.END_OF_DATA) {
        buffers.put(downloadBuffer, download.toByteArray());
        download.reset();
      }
    }
  }

  private void instruction(int code, byte[] p) {
    if (code == Codes.VFY_PWD) {
      proven = p.length == 4 && ((long) word(p, 0) << 16 | word(p, 2)) == password;
      answer(proven ? Codes.OK : Codes.WRONG_PASSWORD);
    } else if (password != 0 && !proven) {
      answer(Codes.PASSWORD_FIRST);
    } else if (refusal.isPresent()) {
      answer(refusal.get());
      refusal = Optional.empty();
    } else {
      work(code, p);
    }
  }

  private void work(int code, byte[] p) {
    switch (code) {
      case Codes.GET_IMAGE -> getImage();
      case Codes.IMG_2_TZ -> features(p[0]);
      case Codes.MATCH -> match();
      // 1Bh: the same, quicker ("HiSpeedSearch" of the R30x).
      case Codes.SEARCH, 0x1B -> search(p[0], word(p, 1), word(p, 3));
      case Codes.REG_MODEL -> combine();
      case Codes.STORE -> store(p[0], word(p, 1));
      case Codes.LOAD_CHAR -> load(p[0], word(p, 1));
      case Codes.UP_CHAR -> upload(p[0]);
      case Codes.DOWN_CHAR -> {
        downloadBuffer = p[0];
        download.reset();
        answer(Codes.OK);
      }
      case Codes.DELET_CHAR -> delete(word(p, 0), word(p, 2));
      case Codes.EMPTY -> {
        library.clear();
        answer(Codes.OK);
      }
      case Codes.SET_SYS_PARA -> setParameter(p[0], p[1]);
      case Codes.READ_SYS_PARA -> parameters();
      case Codes.TEMPLETE_NUM -> answer(Codes.OK, high(library.size()), low(library.size()));
      case Codes.READ_INDEX_TABLE -> index(p[0]);
      case Codes.AURA_LED_CONFIG -> {
        ring = hasRing ? p.clone() : ring;
        answer(hasRing ? Codes.OK : Codes.UNKNOWN_INSTRUCTION);
      }
      case 0x40 -> answer(Codes.OK);
      case 0x53 -> answer(0x55);
      case 0x3D -> {
        answer(Codes.OK);
        proven = false;
        buffers.clear();
        output.write(ModuleLine.STARTED);
      }
      default -> answer(Codes.UNKNOWN_INSTRUCTION);
    }
  }

  private void getImage() {
    image = finger != 0 && press != Press.NO_IMAGE;
    answer(finger == 0 ? Codes.NO_FINGER : image ? Codes.OK : Codes.CAPTURE_FAILED);
  }

  private void features(int buffer) {
    int code = !image ? Codes.NO_VALID_IMAGE : switch (press) {
      case GOOD -> Codes.OK;
      case DRY -> Codes.TOO_DRY;
      case WET -> Codes.TOO_WET;
      case SMEARED -> Codes.DISORDERLY;
      case OFF_CENTRE -> Codes.TOO_FEW_POINTS;
      case NO_IMAGE -> Codes.NO_VALID_IMAGE;
    };
    if (code == Codes.OK) {
      buffers.put(buffer, template(finger));
    }
    answer(code);
  }

  private void match() {
    byte[] first = buffers.get(1);
    byte[] second = buffers.get(2);
    boolean same = first != null && second != null && Arrays.equals(first, second);
    answer(same ? Codes.OK : Codes.NOT_MATCHED, (byte) 0, (byte) (same ? SCORE : 0));
  }

  private void search(int buffer, int from, int count) {
    byte[] wanted = buffers.get(buffer);
    for (Map.Entry<Integer, byte[]> entry : library.entrySet()) {
      int place = entry.getKey();
      if (wanted != null && place >= from && place < from + count && Arrays.equals(entry.getValue(), wanted)) {
        answer(Codes.OK, high(place), low(place), (byte) 0, (byte) SCORE);
        return;
      }
    }
    answer(Codes.NOT_FOUND, new byte[4]);
  }

  private void combine() {
    byte[] first = buffers.get(1);
    boolean one = first != null && buffers.size() > 1
        && buffers.values().stream().allMatch(template -> number(template) == number(first));
    answer(one ? Codes.OK : Codes.NOT_COMBINED);
  }

  private void store(int buffer, int place) {
    byte[] template = buffers.get(buffer);
    if (place >= capacity) {
      answer(Codes.OUT_OF_LIBRARY);
    } else if (template == null) {
      answer(Codes.TEMPLATE_EMPTY);
    } else {
      library.put(place, template.clone());
      answer(Codes.OK);
    }
  }

  private void load(int buffer, int place) {
    byte[] template = library.get(place);
    if (place >= capacity) {
      answer(Codes.OUT_OF_LIBRARY);
    } else if (template == null) {
      answer(Codes.TEMPLATE_UNREADABLE);
    } else {
      buffers.put(buffer, template.clone());
      answer(Codes.OK);
    }
  }

  private void upload(int buffer) {
    byte[] template = buffers.get(buffer);
    if (template == null) {
      answer(Codes.UPLOAD_FAILED);
      return;
    }
    answer(Codes.OK);
    int size = 32 << packetSizeCode;
    for (int from = 0; from < template.length; from += size) {
      int to = Math.min(template.length, from + size);
      send(new Packet(to == template.length ? Packet.END_OF_DATA : Packet.DATA,
          Arrays.copyOfRange(template, from, to)));
    }
  }

  private void delete(int from, int count) {
    if (from + count > capacity) {
      answer(Codes.DELETE_FAILED);
      return;
    }
    library.keySet().removeIf(place -> place >= from && place < from + count);
    answer(Codes.OK);
  }

  private void setParameter(int parameter, int value) {
    if (parameter == Codes.SECURITY_LEVEL_PARAMETER && value >= 1 && value <= 5) {
      securityLevel = value;
      answer(Codes.OK);
    } else {
      // Invalid register number.
      answer(0x1A);
    }
  }

  private void parameters() {
    answer(Codes.OK, (byte) 0, (byte) 0, (byte) 0, (byte) 0, high(capacity), low(capacity), (byte) 0,
        (byte) securityLevel, (byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address,
        (byte) 0, (byte) packetSizeCode, (byte) 0, (byte) 6);
  }

  private void index(int page) {
    byte[] bits = new byte[32];
    for (int place : library.keySet()) {
      if (place / 256 == page) {
        bits[place % 256 / 8] |= (byte) (1 << place % 8);
      }
    }
    answer(Codes.OK, bits);
  }

  private static int word(byte[] bytes, int from) {
    return (bytes[from] & 0xFF) << 8 | bytes[from + 1] & 0xFF;
  }

  private static byte high(int number) {
    return (byte) (number >> 8);
  }

  private static byte low(int number) {
    return (byte) number;
  }

  private void answer(int code, byte... data) {
    byte[] content = new byte[1 + data.length];
    content[0] = (byte) code;
    System.arraycopy(data, 0, content, 1, data.length);
    send(new Packet(Packet.ACKNOWLEDGE, content));
  }

  private void send(Packet packet) {
    byte[] bytes = packet.encode(foreignAnswers > 0 ? address ^ 1 : address);
    foreignAnswers = Math.max(0, foreignAnswers - 1);
    if (packet.identifier() != Packet.ACKNOWLEDGE && damagedUploads > 0) {
      damagedUploads--;
      bytes[bytes.length - 3] ^= 1;
    }
    if (damagedAnswers > 0) {
      damagedAnswers--;
      bytes[bytes.length - 1] ^= 1;
    }
    if (lostBytes > 0) {
      lostBytes--;
      output.write(bytes, 0, 2);
      output.write(bytes, 3, bytes.length - 3);
    } else {
      output.writeBytes(bytes);
    }
    notifyAll();
  }

  /// What it has sent since this was asked last.
  public synchronized byte[] said() {
    if (held) {
      return new byte[0];
    }
    byte[] said = output.toByteArray();
    output.reset();
    return said;
  }

  /// A line to it.
  ///
  /// @param pause how a read that has nothing to give waits
  public SerialLink link(Pause pause) {
    return new Line(pause);
  }

  /// Its touch pin: low while a finger is there.
  ///
  /// @param pause how it is waited for a level, in steps of 10 ms
  public InputPin touchPin(Pause pause) {
    return new Touch(pause);
  }

  private synchronized boolean touched() {
    return finger != 0;
  }

  private synchronized void requirePlugged() {
    if (!plugged) {
      throw new HalException(Kind.NO_DEVICE, "simulated fingerprint module is not there (unplugged)");
    }
  }

  private static void wait(Pause pause, Duration duration) {
    try {
      pause.pause(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HalException(Kind.IO, "interrupted", e);
    }
  }

  private final class Line implements SerialLink {
    private final Pause pause;
    private byte[] rest = {};
    private volatile boolean closed;

    Line(Pause pause) {
      this.pause = pause;
    }

    @Override
    public int read(byte[] buffer, Duration timeout) {
      require();
      if (rest.length == 0) {
        rest = said();
      }
      if (rest.length == 0) {
        R503Simulator.wait(pause, timeout);
        rest = said();
      }
      int n = Math.min(rest.length, buffer.length);
      System.arraycopy(rest, 0, buffer, 0, n);
      rest = Arrays.copyOfRange(rest, n, rest.length);
      return n;
    }

    @Override
    public void write(byte[] bytes) {
      require();
      hear(bytes);
    }

    @Override
    public void discardInput() {
      rest = new byte[0];
      said();
    }

    private void require() {
      requirePlugged();
      if (closed) {
        throw new HalException(Kind.IO, "simulated line is closed");
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final class Touch implements InputPin {
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(10);

    private final Pause pause;
    private @Nullable HalException closed;

    Touch(Pause pause) {
      this.pause = pause;
    }

    @Override
    public boolean high() {
      if (closed != null) {
        throw closed;
      }
      return !touched();
    }

    @Override
    public boolean await(boolean high, Duration timeout) {
      long left = timeout.toNanos();
      while (high() != high) {
        if (left <= 0) {
          return false;
        }
        R503Simulator.wait(pause, Duration.ofNanos(Math.min(left, STEP)));
        left -= STEP;
      }
      return true;
    }

    @Override
    public void close() {
      closed = new HalException(Kind.IO, "simulated pin is closed");
    }
  }
}
