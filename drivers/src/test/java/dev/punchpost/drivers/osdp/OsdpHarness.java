package dev.punchpost.drivers.osdp;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Runs readers on a simulated line in simulated time, one question after the other, on the test's thread.
final class OsdpHarness {
  static final OsdpKey OWN = OsdpKey.parse("00112233445566778899AABBCCDDEEFF");

  /// One reader as the panel has it, and what came of it.
  static final class Panel implements ControlledPd.Owner {
    final List<Credential> cards = new ArrayList<>();
    final List<OsdpEvent> events = new ArrayList<>();
    boolean ready;
    @Nullable
    HalException failure;
    long rejected;
    long noise;

    @Override
    public void ready() {
      ready = true;
    }

    @Override
    public boolean card(Credential credential, long atMicros) {
      return cards.add(credential);
    }

    @Override
    public void counted(long moreRejected, long moreNoise) {
      rejected += moreRejected;
      noise += moreNoise;
    }

    @Override
    public void failed(HalException reason) {
      failure = reason;
    }

    <E extends OsdpEvent> List<E> events(Class<E> kind) {
      return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    Optional<OsdpEvent.Doubt> doubt() {
      return events(OsdpEvent.NotTrusted.class).stream().map(OsdpEvent.NotTrusted::doubt).findFirst();
    }
  }

  final AtomicLong micros = new AtomicLong(1_000_000);
  final OsdpOptions options = OsdpOptions.defaults();
  final OsdpSimulatorLine wire;
  final PdOutput output = new PdOutput(micros::get);
  private final Random random = new Random(7);
  private final OsdpPolling polling = new OsdpPolling(micros::get);
  private final OsdpLine line;

  OsdpHarness(OsdpSimulator... readers) {
    wire = new OsdpSimulatorLine(List.of(readers), this::advance);
    line = new OsdpLine(wire.open(), micros::get, options);
  }

  void advance(Duration duration) {
    micros.addAndGet(duration.toNanos() / 1000);
  }

  Panel add(OsdpReaderOptions reader) {
    Panel panel = new Panel();
    polling.add(new ControlledPd(new ReaderName("pd-" + reader.address()), options, reader, output, panel,
        panel.events::add, micros::get, random));
    return panel;
  }

  /// Simulated time goes by.
  void run(Duration duration) {
    long end = micros.get() + duration.toNanos() / 1000;
    while (micros.get() < end) {
      Optional<Duration> idle = polling.turn(line);
      if (idle.isEmpty()) {
        return;
      }
      // A question takes time even if it is answered at once.
      advance(idle.get().isZero() ? Duration.ofMillis(2) : idle.get());
    }
  }

  static OsdpReaderOptions secure(int address) {
    return OsdpReaderOptions.defaults(address, new OsdpSecurity.Required(OWN, false));
  }

  static OsdpReaderOptions installing(int address) {
    return OsdpReaderOptions.defaults(address, new OsdpSecurity.Required(OWN, true));
  }

  static OsdpReaderOptions open(int address) {
    return OsdpReaderOptions.defaults(address, new OsdpSecurity.None());
  }

  static OsdpSimulator simulator(int address, OsdpKey key) {
    return new OsdpSimulator(address, key, new Random(address));
  }
}
