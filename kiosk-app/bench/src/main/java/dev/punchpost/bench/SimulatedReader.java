package dev.punchpost.bench;

import dev.punchpost.drivers.blebadge.BleBadge;
import dev.punchpost.drivers.blebadge.BleBadgeOptions;
import dev.punchpost.drivers.blebadge.BleBadgeSimulator;
import dev.punchpost.drivers.contactless.CardIdentifier;
import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.drivers.mfrc522.Mfrc522;
import dev.punchpost.drivers.mfrc522.Mfrc522Options;
import dev.punchpost.drivers.mfrc522.Mfrc522Simulator;
import dev.punchpost.drivers.osdp.OsdpBus;
import dev.punchpost.drivers.osdp.OsdpKey;
import dev.punchpost.drivers.osdp.OsdpOptions;
import dev.punchpost.drivers.osdp.OsdpReader;
import dev.punchpost.drivers.osdp.OsdpReaderOptions;
import dev.punchpost.drivers.osdp.OsdpSecurity;
import dev.punchpost.drivers.osdp.OsdpSimulator;
import dev.punchpost.drivers.pcsc.Pcsc;
import dev.punchpost.drivers.pcsc.PcscSimulator;
import dev.punchpost.drivers.pn532.Pn532;
import dev.punchpost.drivers.pn532.Pn532Options;
import dev.punchpost.drivers.pn532.Pn532Simulator;
import dev.punchpost.drivers.pn532.SimulatedLinks;
import dev.punchpost.drivers.rdm6300.Rdm6300;
import dev.punchpost.drivers.rdm6300.Rdm6300Simulator;
import dev.punchpost.drivers.serialline.SerialLine;
import dev.punchpost.drivers.serialline.SerialLineSimulator;
import dev.punchpost.drivers.wedge.KeyboardWedge;
import dev.punchpost.drivers.wedge.KeyboardWedgeSimulator;
import dev.punchpost.drivers.wiegand.Wiegand;
import dev.punchpost.drivers.wiegand.WiegandSimulator;
import dev.punchpost.hal.advert.AdvertisementSource;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.hal.gpio.EdgeEvent;
import dev.punchpost.hal.gpio.EdgeSource;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.input.KeyEvent;
import dev.punchpost.hal.input.KeySource;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.linux.JSerialPort;
import dev.punchpost.hal.linux.PseudoTerminal;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.serial.SerialOptions;
import dev.punchpost.hal.serial.SerialPort;
import dev.punchpost.hal.smartcard.CardSlot;
import dev.punchpost.hal.spi.SpiDevice;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A driver with its simulator, in real time, and what brings a badge to it. Bytes of the serial readers go through a
/// real tty; edges, keys, chips, cards and the air are in memory.
///
/// @param driver as in the configuration
/// @param present a badge comes, or stays; called before each look at the reader
/// @param away no badge is there; likewise
/// @param end what else ends with it
record SimulatedReader(String driver, BadgeReader reader, Runnable present, Runnable away, Runnable end)
    implements
      AutoCloseable {
  private static final ReaderName NAME = new ReaderName("bench");
  private static final byte[] UID = HexFormat.of().parseHex("04A224B2C31D80");
  private static final TypeACard CARD = new TypeACard(UID, 0x0044, 0x00);
  private static final byte[] ATR = HexFormat.of().parseHex("3B8F8001804F0CA000000306030001000000006A");
  private static final String GROUP = "F7826DA64FA24E988024BC5B71E0893E";
  private static final Duration REMOVED_AFTER = Duration.ofMillis(150);

  @Override
  public void close() {
    reader.close();
    end.run();
  }

  /// All of them whose code runs on the reader's own thread.
  static List<SimulatedReader> all(Outside outside) {
    return List.of(rdm6300(outside), serialLine(outside), wiegand(outside), wedge(outside), mfrc522(outside),
        pn532(outside), pcsc(outside), bleBadge(outside));
  }

  private static Pause pause(Outside outside) {
    return outside.counted(Pause.class, Pause.real());
  }

  /// A badge that comes once, although it is asked for before each look, until it was away.
  private static SimulatedReader once(String driver, BadgeReader reader, Runnable present, Runnable away,
      Runnable end) {
    AtomicBoolean there = new AtomicBoolean();
    return new SimulatedReader(driver, reader, () -> {
      if (!there.getAndSet(true)) {
        present.run();
      }
    }, () -> {
      there.set(false);
      away.run();
    }, end);
  }

  private static SerialLink tty(PseudoTerminal line, Outside outside) {
    return outside.counted(SerialLink.class,
        new JSerialPort(line.path(), SerialOptions.eightN1(9600)).open());
  }

  private static SimulatedReader rdm6300(Outside outside) {
    PseudoTerminal line = PseudoTerminal.open();
    Rdm6300Simulator badges = new Rdm6300Simulator(line::write, Pause.real());
    return once("rdm6300",
        new Rdm6300(NAME, tty(line, outside), BootTicker.system(), new Rdm6300.Options(REMOVED_AFTER)),
        () -> badges.tap(new Credential.Em4100(0x0F, 0x002E_C3E3L)), () -> {}, line::close);
  }

  private static SimulatedReader serialLine(Outside outside) {
    PseudoTerminal line = PseudoTerminal.open();
    SerialLineSimulator scanner = new SerialLineSimulator(line::write);
    return once("serial-line",
        new SerialLine(NAME, tty(line, outside), BootTicker.system(),
            new SerialLine.Options(SerialLine.Options.defaults().text(), REMOVED_AFTER)),
        () -> scanner.scan("EMP-4711"), () -> {}, line::close);
  }

  private static <T> Optional<T> poll(BlockingQueue<T> queue, Duration timeout) {
    try {
      return Optional.ofNullable(queue.poll(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static SimulatedReader wiegand(Outside outside) {
    BlockingQueue<EdgeEvent> edges = new LinkedBlockingQueue<>();
    Ticker ticker = BootTicker.system();
    EdgeSource lines = outside.counted(EdgeSource.class, new EdgeSource() {
      @Override
      public Optional<EdgeEvent> next(Duration timeout) {
        return poll(edges, timeout);
      }

      @Override
      public void close() {
        // nothing to give back
      }
    });
    Wiegand.Options usual = Wiegand.Options.defaults();
    WiegandSimulator badges = new WiegandSimulator(edges::add, ticker.micros(), WiegandSimulator.INTERVAL);
    return once("wiegand",
        new Wiegand(NAME, lines, ticker,
            new Wiegand.Options(usual.formats(), usual.order(), usual.shortest(), usual.bitTimeout(), usual.frameGap(),
                REMOVED_AFTER)),
        () -> {
          // The last pulse is now.
          long behind = ticker.micros() - badges.micros() - 26 * WiegandSimulator.INTERVAL.toNanos() / 1_000;
          badges.silence(Duration.ofNanos(Math.max(0, behind) * 1_000));
          badges.present(WiegandFormat.H10301, 123, 45_678);
        }, () -> {}, () -> {});
  }

  private static SimulatedReader wedge(Outside outside) {
    BlockingQueue<KeyEvent> keys = new LinkedBlockingQueue<>();
    Ticker ticker = BootTicker.system();
    KeySource keyboard = outside.counted(KeySource.class, new KeySource() {
      @Override
      public Optional<KeyEvent> next(Duration timeout) {
        return poll(keys, timeout);
      }

      @Override
      public void close() {
        // nothing to give back
      }
    });
    KeyboardWedge.Options usual = KeyboardWedge.Options.defaults();
    KeyboardWedgeSimulator scanner = new KeyboardWedgeSimulator(keys::add, ticker.micros());
    return once("keyboard-wedge", new KeyboardWedge(NAME, keyboard, ticker,
        new KeyboardWedge.Options(usual.keys(), usual.terminators(), usual.betweenKeys(), usual.text(), REMOVED_AFTER)),
        () -> {
          long behind = ticker.micros() - scanner.micros() - 18 * KeyboardWedgeSimulator.INTERVAL.toNanos() / 1_000;
          scanner.silence(Duration.ofNanos(Math.max(0, behind) * 1_000));
          scanner.scan("12345678");
        }, () -> {}, () -> {});
  }

  private static SimulatedReader mfrc522(Outside outside) {
    Mfrc522Simulator chip = new Mfrc522Simulator();
    return once("mfrc522",
        new Mfrc522(NAME, outside.counted(SpiDevice.class, chip.spi()),
            outside.counted(OutputPin.class, chip.resetPin()), BootTicker.system(), pause(outside),
            Mfrc522Options.defaults()),
        () -> chip.present(CARD), chip::removeAll, () -> {});
  }

  private static SimulatedReader pn532(Outside outside) {
    Pn532Simulator chip = new Pn532Simulator();
    SerialLink serial = outside.counted(SerialLink.class, new SimulatedLinks(chip, Pause.real()).serial());
    return once("pn532", Pn532.overSerial(NAME, serial, CardIdentifier.byUid(), BootTicker.system(), pause(outside),
        Pn532Options.defaults()), () -> chip.present(CARD), chip::removeAll, () -> {});
  }

  private static SimulatedReader pcsc(Outside outside) {
    PcscSimulator slot = new PcscSimulator(Pause.real());
    return once("pcsc",
        new Pcsc(NAME, outside.counted(CardSlot.class, slot), CardIdentifier.byUid(), BootTicker.system()),
        () -> slot.present(ATR, UID), slot::remove, () -> {});
  }

  private static SimulatedReader bleBadge(Outside outside) {
    BleBadgeSimulator air = new BleBadgeSimulator(BootTicker.system(), Pause.real());
    BleBadgeOptions usual = BleBadgeOptions.with(List.of(), Set.of(GROUP));
    BleBadge reader = new BleBadge(NAME,
        outside.counted(AdvertisementSource.class, air), BootTicker.system(),
        OptionalLong::empty, new BleBadgeOptions(List.of(), usual.tokenService(), usual.groups(), usual.near(),
            usual.far(), Duration.ofMillis(20), usual.silence()));
    return new SimulatedReader("ble-badge", reader, () -> air.iBeacon(-40, GROUP, 1, 7),
        () -> air.iBeacon(-80, GROUP, 1, 7), () -> {});
  }

  /// An OSDP reader on a line in memory; its line has a thread of its own.
  static final class Osdp implements AutoCloseable {
    private final OsdpSimulator device = new OsdpSimulator(0, OsdpKey.DEFAULT, new Random(1));
    private final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
    private final OsdpBus bus;
    private final OsdpReader reader;
    private volatile boolean presented;
    private volatile long answeredNanos;

    Osdp() {
      OsdpOptions usual = OsdpOptions.defaults();
      bus = OsdpBus.start(new SerialPort() {
        @Override
        public SerialLink open() {
          return line();
        }

        @Override
        public String name() {
          return "bench";
        }
      }, BootTicker.system(), usual, _ -> {});
      reader = bus.open(NAME, OsdpReaderOptions.defaults(0, new OsdpSecurity.None()));
    }

    BadgeReader reader() {
      return reader;
    }

    void present() {
      answeredNanos = 0;
      device.present(WiegandFormat.H10301.encode(123, 45_678), 26);
      presented = true;
    }

    /// When the answer with the card was there.
    long answeredNanos() {
      return answeredNanos;
    }

    private SerialLink line() {
      return new SerialLink() {
        @Override
        public int read(byte[] buffer, Duration timeout) {
          Optional<byte[]> answer = poll(answers, timeout);
          answer.ifPresent(bytes -> System.arraycopy(bytes, 0, buffer, 0, bytes.length));
          return answer.map(bytes -> bytes.length).orElse(0);
        }

        @Override
        public void write(byte[] bytes) {
          boolean first = presented;
          device.hear(bytes, bytes.length).ifPresent(answer -> {
            if (first) {
              presented = false;
              answeredNanos = System.nanoTime();
            }
            answers.add(answer);
          });
        }

        @Override
        public void discardInput() {
          answers.clear();
        }

        @Override
        public void close() {
          // nothing to give back
        }
      };
    }

    @Override
    public void close() {
      reader.close();
      bus.close();
    }
  }
}
