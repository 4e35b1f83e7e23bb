package dev.punchpost.drivers.mfrc522;

import dev.punchpost.drivers.contactless.FieldPolling;
import dev.punchpost.drivers.contactless.FieldView;
import dev.punchpost.drivers.contactless.Identity;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.spi.SpiDevice;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An RC522 module: reads the UID of ISO 14443 type A cards. One thread owns it; [#close()] may come from any thread.
///
/// A chip that was reset by a dip of its supply is set up again without being reported; a chip that is gone is
/// [Kind#NO_DEVICE].
public final class Mfrc522 implements BadgeReader {
  private static final Logger LOG = LoggerFactory.getLogger(Mfrc522.class);

  private final ReaderName name;
  private final SpiDevice spi;
  private final OutputPin reset;
  private final @Nullable InputPin irq;
  private final Mfrc522Chip chip;
  private final Activation activation;
  private final FieldPolling polling;
  private final String chipName;
  private long rejected;
  private long resets;

  /// Takes the handles over and identifies the chip.
  ///
  /// @throws HalException NO_DEVICE if no MFRC522 answers, IO if the bus is broken; the handles are closed then
  public Mfrc522(ReaderName name, SpiDevice spi, OutputPin reset, Ticker ticker, Pause pause,
      Mfrc522Options options) {
    this(name, spi, reset, ticker, pause, options, null);
  }

  /// As above, with the chip's IRQ line (active low), which saves looking at its registers while a card answers.
  public Mfrc522(ReaderName name, SpiDevice spi, OutputPin reset, InputPin irq, Ticker ticker, Pause pause,
      Mfrc522Options options) {
    this(name, spi, reset, ticker, pause, options, irq);
  }

  private Mfrc522(ReaderName name, SpiDevice spi, OutputPin reset, Ticker ticker, Pause pause, Mfrc522Options options,
      @Nullable InputPin irq) {
    this.name = name;
    this.spi = spi;
    this.reset = reset;
    this.irq = irq;
    chip = new Mfrc522Chip(spi, reset, irq, pause, options.gain());
    activation = new Activation(chip);
    polling = new FieldPolling(name, ticker, pause, options.interval(), Identity::byUid);
    try {
      chip.start();
      chipName = identify();
      if (!chip.isSetUp()) {
        throw new HalException(Kind.NO_DEVICE, "reader " + name + ": the MFRC522 does not keep what is written to it:"
            + " check MOSI, the chip select and the length of the wires");
      }
    } catch (HalException e) {
      close();
      throw e;
    }
    LOG.info("reader {}: {}", name, chipName);
  }

  /// What answered, such as `MFRC522 version 2.0`, for `doctor`.
  public String chip() {
    return chipName;
  }

  /// How often the chip was found reset and was set up again.
  public long resets() {
    return resets;
  }

  @Override
  public Optional<ReaderEvent> next(Duration timeout) {
    return polling.next(timeout, this::look);
  }

  private FieldView look() {
    ensureSetUp();
    FieldView view = activation.look();
    if (view instanceof FieldView.Unclear) {
      rejected++;
    }
    return view;
  }

  @Override
  public ReaderCounts counts() {
    return new ReaderCounts(polling.presented(), rejected, 0);
  }

  @Override
  public void close() {
    if (polling.isClosed()) {
      return;
    }
    polling.close();
    spi.close();
    // Held in reset the chip draws 10 µA and its antenna is off.
    try {
      reset.set(false);
    } catch (HalException e) {
      LOG.debug("reader {}: the reset pin could not be driven at closing", name, e);
    }
    reset.close();
    if (irq != null) {
      irq.close();
    }
  }

  private void ensureSetUp() {
    if (chip.isSetUp()) {
      return;
    }
    identify();
    LOG.warn("reader {}: the MFRC522 was reset, as a dip of its supply does; it is set up again", name);
    resets++;
    chip.start();
    if (!chip.isSetUp()) {
      throw new HalException(Kind.IO, "reader " + name + ": the MFRC522 cannot be set up again: check its supply");
    }
  }

  private String identify() {
    int version = chip.version();
    return switch (version) {
      case 0x00, 0xFF ->
        throw new HalException(Kind.NO_DEVICE, "reader " + name + ": no MFRC522 answers (VersionReg reads "
            + (version == 0 ? "0x00" : "0xFF") + "): check 3.3 V, MISO, MOSI, SCK, the chip select (SDA) and RST");
      case 0x91 -> "MFRC522 version 1.0";
      case 0x92 -> "MFRC522 version 2.0";
      case 0x88 -> "clone of the MFRC522 (FM17522, version 0x88)";
      case 0x12, 0xB2 -> String.format("clone of the MFRC522 (version 0x%02X)", version);
      default -> String.format("unknown relative of the MFRC522 (version 0x%02X)", version);
    };
  }
}
