package dev.punchpost.hal.linux;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.context.ContextBuilder;
import com.pi4j.io.IOType;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalOutputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.i2c.I2CConfigBuilder;
import com.pi4j.io.i2c.I2CProvider;
import com.pi4j.io.spi.Spi;
import com.pi4j.io.spi.SpiConfigBuilder;
import com.pi4j.io.spi.SpiMode;
import com.pi4j.io.spi.SpiProvider;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;
import com.pi4j.plugin.linuxfs.provider.i2c.LinuxFsI2CProvider;
import com.pi4j.plugin.linuxfs.provider.spi.LinuxFsSpiProvider;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.i2c.I2cDevice;
import dev.punchpost.hal.spi.SpiDevice;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// SPI, I²C and pins of the 40-pin header, over Pi4J 3: its `linuxfs` plugin for the buses, its `gpiod` plugin for pins.
///
/// The providers are named one by one, so that nothing else on the class path is picked up. Buses and pins have a Pi4J
/// context each, because Pi4J opens the chip of the pins when its context is made: a display on I²C shall not fail
/// where pins may not be used. They are made at the first use and shut down by [#close()], with every device of theirs.
///
/// What is native: `libpi4j-linuxfs.so` for I²C, `libgpiod.so` and `libpi4j-gpiod.so` for pins, JNA's for SPI; each is
/// unpacked into `java.io.tmpdir`, which must not be mounted noexec. Pins and I²C have native code for ARM only:
/// elsewhere they fail with a [HalException] that says so. Two SPI devices
/// with the same chip select on different buses cannot be open together. Each opening of an SPI device costs a file
/// descriptor (Pi4J reads `bufsiz` of spidev) until the garbage collector has run. Thread-safe.
public final class PiPins implements AutoCloseable {
  /// linux/i2c-dev.h
  private static final long I2C_SLAVE = 0x0703;
  private static final String JNA_FOLDER = "jna.tmpdir";

  private final Path dev;
  private @Nullable Context buses;
  private @Nullable Context pins;
  private final Map<String, AutoCloseable> given = new LinkedHashMap<>();
  private int made;

  public PiPins() {
    this(Path.of("/dev"));
  }

  /// @param dev where device files are looked for
  PiPins(Path dev) {
    this.dev = dev;
  }

  /// Opens `/dev/spidev{bus}.{chipSelect}` in mode 0, most significant bit first.
  ///
  /// @param hertz clock, 10,000 .. 20,000,000
  /// @throws HalException NO_DEVICE, PERMISSION or IO
  public SpiDevice spi(int bus, int chipSelect, int hertz) {
    if (hertz < 10_000 || hertz > 20_000_000) {
      throw new IllegalArgumentException("SPI clock of " + hertz + " Hz, expected 10000 to 20000000");
    }
    String name = "spidev" + bus + "." + chipSelect;
    requireFile(name, "switch SPI on with raspi-config, or dtparam=spi=on");
    return open("/dev/" + name, id -> {
      Context pi4j = buses();
      if (pi4j.registry().exists(IOType.SPI, chipSelect)) {
        // Pi4J opens the file before it looks, and would leave it open.
        throw new HalException(Kind.BUSY,
            "/dev/" + name + " cannot be opened: Pi4J tells SPI devices apart by their chip"
                + " select only, and one with " + chipSelect + " is open");
      }
      Spi spi = pi4j.provider(LinuxFsSpiProvider.ID, SpiProvider.class).create(SpiConfigBuilder.newInstance(pi4j)
          .id(id).bus(bus).address(chipSelect).mode(SpiMode.MODE_0).baud(hertz).build());
      return new Pi4jSpiDevice("/dev/" + name, spi, () -> discardBus(id, spi::close));
    });
  }

  /// Opens `/dev/i2c-{bus}` for one address.
  ///
  /// @param address 7 bits, 0x08 .. 0x77
  /// @throws HalException NO_DEVICE (no such bus; a chip is not looked for), BUSY (a driver of the kernel has the
  ///   address), PERMISSION or IO
  public I2cDevice i2c(int bus, int address) {
    if (address < 0x08 || address > 0x77) {
      throw new IllegalArgumentException("I2C address out of 0x08 to 0x77");
    }
    String name = "i2c-" + bus;
    requireFile(name, "switch I2C on with raspi-config, or dtparam=i2c_arm=on");
    requireFree(dev.resolve(name), bus, address);
    return open("/dev/" + name, id -> {
      Context pi4j = buses();
      I2C i2c = pi4j.provider(LinuxFsI2CProvider.ID, I2CProvider.class)
          .create(I2CConfigBuilder.newInstance(pi4j).id(id).bus(bus).device(address).build());
      return new Pi4jI2cDevice(String.format("/dev/%s address 0x%02x", name, address), i2c,
          () -> discardBus(id, i2c::close));
    });
  }

  /// Asks the kernel for the address first. If a driver of its own has it, Pi4J would say so once only, and then talk to the
  /// address that it used before (`LinuxFsI2CBus` notes the new one before the kernel has agreed).
  private static void requireFree(Path file, int bus, int address) {
    Libc libc = Libc.system();
    int fd = DeviceFile.open(libc, file, Libc.O_RDWR);
    try {
      if (libc.ioctl(fd, I2C_SLAVE, MemorySegment.ofAddress(address)) == -Libc.EBUSY) {
        Path driver = Path.of(String.format(Locale.ROOT, "/sys/bus/i2c/devices/%d-%04x/driver", bus, address));
        throw new HalException(Kind.BUSY, String.format(Locale.ROOT,
            "/dev/i2c-%d address 0x%02x belongs to a driver of the kernel (%s); take its dtoverlay out of config.txt",
            bus,
            address, driverName(driver)));
      }
    } finally {
      libc.close(fd);
    }
  }

  private static String driverName(Path link) {
    try {
      return String.valueOf(link.toRealPath().getFileName());
    } catch (IOException e) {
      return "unknown";
    }
  }

  /// Drives a pin.
  ///
  /// @param gpio BCM number, as in GPIO25 (not the position on the header)
  /// @param high the level from the start; the pin is left so at the end
  /// @throws HalException NO_DEVICE, PERMISSION, BUSY or IO
  public OutputPin output(int gpio, boolean high) {
    String name = "GPIO" + gpio;
    requireFile("gpiochip0", "this machine has no GPIO pins");
    return open(name, id -> {
      Context pi4j = pins();
      DigitalState state = high ? DigitalState.HIGH : DigitalState.LOW;
      var pin = pi4j.provider(GpioDDigitalOutputProvider.ID, DigitalOutputProvider.class)
          .create(DigitalOutputConfigBuilder.newInstance(pi4j).id(id).address(gpio).initial(state).build());
      return new Pi4jOutputPin(name, pin, () -> discardPin(id));
    });
  }

  /// Listens to a pin.
  ///
  /// @param gpio BCM number, as in GPIO24 (not the position on the header)
  /// @throws HalException NO_DEVICE, PERMISSION, BUSY or IO
  public InputPin input(int gpio, Pull pull) {
    String name = "GPIO" + gpio;
    requireFile("gpiochip0", "this machine has no GPIO pins");
    return open(name, id -> {
      Context pi4j = pins();
      PullResistance resistance = switch (pull) {
        case NONE -> PullResistance.OFF;
        case UP -> PullResistance.PULL_UP;
        case DOWN -> PullResistance.PULL_DOWN;
      };
      DigitalInputConfig config = DigitalInputConfigBuilder.newInstance(pi4j).id(id).address(gpio)
          .pull(resistance).debounce(0L).build();
      var pin = pi4j.provider(GpioDDigitalInputProvider.ID, DigitalInputProvider.class).create(config);
      return new Pi4jInputPin(name, pin, () -> discardPin(id));
    });
  }

  /// Shuts the Pi4J context down, and with it every device that came from here. Idempotent; never throws.
  @Override
  public void close() {
    List<AutoCloseable> devices;
    synchronized (this) {
      devices = new ArrayList<>(given.values());
    }
    // Not under our lock: a device locks itself before it comes to us.
    for (AutoCloseable device : devices.reversed()) {
      Pi4jClosing.quietly("device", device);
    }
    List<Context> old = new ArrayList<>();
    synchronized (this) {
      if (buses != null) {
        old.add(buses);
        buses = null;
      }
      if (pins != null) {
        old.add(pins);
        pins = null;
      }
    }
    for (Context context : old) {
      Pi4jClosing.quietly("Pi4J", context::shutdown);
    }
  }

  private synchronized void keep(String id, AutoCloseable device) {
    given.put(id, device);
  }

  private synchronized Context buses() {
    Context made = buses;
    if (made == null) {
      // JNA, which moves SPI's bytes, would unpack its native part into the user's home: that is the data directory, which
      // is mounted noexec where it has a file system of its own.
      if (System.getProperty(JNA_FOLDER) == null) {
        System.setProperty(JNA_FOLDER, System.getProperty("java.io.tmpdir", "/tmp"));
      }
      made = bare().add(LinuxFsSpiProvider.newInstance(), LinuxFsI2CProvider.newInstance()).build();
      buses = made;
    }
    return made;
  }

  private synchronized Context pins() {
    Context made = pins;
    if (made == null) {
      made = bare().add(GpioDDigitalOutputProvider.newInstance(), GpioDDigitalInputProvider.newInstance()).build();
      if (!made.hasProvider(GpioDDigitalOutputProvider.ID) || !made.hasProvider(GpioDDigitalInputProvider.ID)) {
        HalException reason = noPins(made);
        Pi4jClosing.quietly("Pi4J", made::shutdown);
        throw reason;
      }
      pins = made;
    }
    return made;
  }

  /// Pi4J only logs what kept it from the chip of the pins, and its context would be without pins for ever: asked again,
  /// it says why, and the next opening of a pin begins anew.
  private static HalException noPins(Context context) {
    try {
      GpioDDigitalOutputProvider.newInstance().initialize(context);
      return new HalException(Kind.IO, "GPIO: Pi4J could not open the chip a moment ago");
    } catch (RuntimeException e) {
      return failure("GPIO", "cannot be used", e);
    }
  }

  private static ContextBuilder bare() {
    return Pi4J.newContextBuilder().noAutoDetect().noAutoInject().disableShutdownHook();
  }

  /// Pi4J's own shutdown of an SPI device leaves its file open: it is closed by hand first.
  private synchronized void discardBus(String id, Runnable close) {
    close.run();
    discard(id, buses);
  }

  private synchronized void discardPin(String id) {
    discard(id, pins);
  }

  private void discard(String id, @Nullable Context pi4j) {
    given.remove(id);
    if (pi4j != null && pi4j.registry().exists(id)) {
      pi4j.shutdown(id);
    }
  }

  /// Pi4J keeps every id that it ever saw: each device gets its own, so that a supervisor may open one again.
  private synchronized String id(String name) {
    made++;
    return name + "#" + made;
  }

  private void requireFile(String name, String advice) {
    Path file = dev.resolve(name);
    if (!Files.exists(file)) {
      throw new HalException(Kind.NO_DEVICE, "/dev/" + name + " is not there: " + advice);
    }
    if (!Files.isReadable(file) || !Files.isWritable(file)) {
      throw new HalException(Kind.PERMISSION, "/dev/" + name + " may not be opened: add the user to the group that owns"
          + " it (spi, i2c or gpio)");
    }
  }

  private <T extends AutoCloseable> T open(String name, Function<String, T> opening) {
    try {
      String id = id(name);
      T device = opening.apply(id);
      keep(id, device);
      return device;
    } catch (HalException e) {
      throw e;
    } catch (LinkageError e) {
      throw new HalException(Kind.NO_DEVICE, name + ": Pi4J's native code does not load on this machine ("
          + System.getProperty("os.arch") + "); it exists for 32 and 64-bit ARM only", e);
    } catch (RuntimeException e) {
      throw failure(name, "cannot be opened", e);
    }
  }

  /// Pi4J wraps what the kernel said several layers deep; a technician needs the innermost words.
  static HalException failure(String name, String what, Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String said = String.valueOf(cause.getMessage());
    if (said.contains("gpio chip") || said.contains("gpiochip")) {
      return new HalException(Kind.NO_DEVICE,
          name + ": Pi4J does not take this machine for a Raspberry Pi (" + said + ")",
          e);
    }
    Kind kind = said.contains("Remote I/O") || said.contains("No such device")
        ? Kind.NO_DEVICE
        : said.contains("busy") || said.contains("EBUSY")
            ? Kind.BUSY
            : said.contains("Permission denied") ? Kind.PERMISSION : Kind.IO;
    return new HalException(kind, name + " " + what + ": " + said, e);
  }
}
