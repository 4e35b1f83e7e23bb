package dev.punchpost.drivers.osdp;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.panel.Indicator;
import dev.punchpost.hal.panel.TextDisplay;
import dev.punchpost.hal.serial.SerialPort;
import dev.punchpost.hal.time.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An RS-485 line with one or more OSDP readers; this end is the control panel. It has a thread of its own, which
/// alone touches the line: opened with the first reader, closed with the last, opened anew after it broke.
///
/// [#open], [#indicator], [#display] and [#close] may be called from any thread.
public final class OsdpBus implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OsdpBus.class);

  private sealed interface Message {
    record Attach(OsdpReader reader) implements Message {}

    record Detach(OsdpReader reader) implements Message {}

    record Stop() implements Message {}
  }

  private final SerialPort port;
  private final Ticker ticker;
  private final OsdpOptions options;
  private final Consumer<OsdpEvent> listener;
  private final RandomGenerator random;
  private final BlockingQueue<Message> mailbox = new LinkedBlockingQueue<>();
  private final Map<Integer, PdOutput> outputs = new ConcurrentHashMap<>();
  private final Thread thread;

  private final OsdpPolling polling;
  private final Map<OsdpReader, ControlledPd> attached = new HashMap<>();
  private @Nullable OsdpLine line;

  private OsdpBus(SerialPort port, Ticker ticker, OsdpOptions options, Consumer<OsdpEvent> listener,
      RandomGenerator random) {
    this.port = port;
    this.ticker = ticker;
    this.options = options;
    this.listener = listener;
    this.random = random;
    polling = new OsdpPolling(ticker);
    thread = Thread.ofPlatform().daemon().name("osdp " + port.name()).unstarted(this::run);
  }

  /// Starts the line's thread; the port is opened with the first reader.
  ///
  /// @param port set to the speed of the options, 8 data bits, no parity, 1 stop bit
  /// @param listener told on the line's thread; must return at once
  public static OsdpBus start(SerialPort port, Ticker ticker, OsdpOptions options, Consumer<OsdpEvent> listener) {
    return start(port, ticker, options, listener, new SecureRandom());
  }

  static OsdpBus start(SerialPort port, Ticker ticker, OsdpOptions options, Consumer<OsdpEvent> listener,
      RandomGenerator random) {
    OsdpBus bus = new OsdpBus(port, ticker, options, listener, random);
    bus.thread.start();
    return bus;
  }

  /// Finds a reader, makes it prove its key, and hands it over; waits for that at most
  /// [OsdpReaderOptions#openTimeout].
  ///
  /// @throws HalException NO_DEVICE, PERMISSION, BUSY or IO if the port cannot be opened or another reader has this
  ///     address; TIMEOUT if it does not answer; PROTOCOL if it is not trusted, with the reason in the message
  public OsdpReader open(ReaderName name, OsdpReaderOptions readerOptions) {
    if (!thread.isAlive()) {
      throw new HalException(HalException.Kind.IO, "OSDP line " + port.name() + " is closed");
    }
    OsdpReader reader = new OsdpReader(name, readerOptions, ticker, r -> mailbox.add(new Message.Detach(r)));
    mailbox.add(new Message.Attach(reader));
    try {
      reader.awaitReady();
      return reader;
    } catch (HalException e) {
      reader.close();
      throw e;
    }
  }

  /// Light and tone of the reader at an address, whether or not it is open now: a signal that nobody can show within
  /// 2 s is dropped. OSDP knows no pitch: every tone is the reader's own.
  public Indicator indicator(int address) {
    return output(address).indicator();
  }

  /// Display of the reader at an address: 16 columns. Shown again when the reader comes back.
  ///
  /// @param rows 1, 2 or 4
  public TextDisplay display(int address, int rows) {
    return output(address).display(rows);
  }

  private PdOutput output(int address) {
    return outputs.computeIfAbsent(address, a -> new PdOutput(ticker));
  }

  private void run() {
    try {
      boolean go = true;
      while (go) {
        Optional<Duration> idle = turn();
        go = message(idle).map(this::handle).orElse(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      breakDown(new HalException(HalException.Kind.IO, "OSDP line " + port.name() + " is closed"));
    }
  }

  private Optional<Message> message(Optional<Duration> idle) throws InterruptedException {
    if (idle.isEmpty()) {
      closeLine();
      return Optional.of(mailbox.take());
    }
    return idle.get().isZero()
        ? Optional.ofNullable(mailbox.poll())
        : Optional.ofNullable(mailbox.poll(idle.get().toNanos(), TimeUnit.NANOSECONDS));
  }

  private Optional<Duration> turn() {
    OsdpLine open = line;
    if (open == null) {
      return Optional.empty();
    }
    try {
      return polling.turn(open);
    } catch (HalException e) {
      breakDown(e);
    } catch (RuntimeException e) {
      LOG.error("OSDP line {}", port.name(), e);
      breakDown(new HalException(HalException.Kind.IO, "OSDP line " + port.name() + ": " + e, e));
    }
    return Optional.empty();
  }

  private boolean handle(Message message) {
    switch (message) {
      case Message.Attach attach -> attach(attach.reader());
      case Message.Detach detach -> {
        ControlledPd gone = attached.remove(detach.reader());
        if (gone != null) {
          polling.remove(gone);
        }
      }
      case Message.Stop() -> {
        return false;
      }
    }
    return true;
  }

  private void attach(OsdpReader reader) {
    int address = reader.options().address();
    if (polling.readers().stream().anyMatch(r -> !r.done() && r.address() == address)) {
      reader.owner().failed(new HalException(HalException.Kind.BUSY,
          "OSDP line " + port.name() + " has a reader at address " + address + " already"));
      return;
    }
    try {
      if (line == null) {
        line = new OsdpLine(port.open(), ticker, options);
      }
    } catch (HalException e) {
      reader.owner().failed(e);
      return;
    }
    ControlledPd controlled = new ControlledPd(reader.name(), options, reader.options(), output(address),
        reader.owner(), this::tell, ticker, random);
    attached.put(reader, controlled);
    polling.add(controlled);
  }

  private void tell(OsdpEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.error("listener of OSDP line {}", port.name(), e);
    }
  }

  private void breakDown(HalException reason) {
    for (ControlledPd reader : polling.readers()) {
      if (!reader.done()) {
        reader.fail(reason);
      }
      polling.remove(reader);
    }
    attached.clear();
    closeLine();
  }

  private void closeLine() {
    OsdpLine open = line;
    line = null;
    if (open != null) {
      open.close();
    }
  }

  /// Ends the thread and gives the port back. Idempotent; waits at most 3 s for a question under way.
  @Override
  public void close() {
    mailbox.add(new Message.Stop());
    try {
      thread.join(Duration.ofSeconds(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
