package dev.punchpost.drivers.osdp;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One reader as the control panel sees it: who it is, whether it proved its key, which sequence number is next, what
/// was asked and not yet answered. One [#turn] is one question.
///
/// Used by the line's thread only.
final class ControlledPd {
  /// Where its cards go, and its end. Called on the line's thread.
  interface Owner {
    /// The reader may be used from now on.
    void ready();

    /// @return false if it has no room for it
    boolean card(Credential credential, long atMicros);

    /// What was wrong since the last turn.
    ///
    /// @param rejected messages or cards that failed a check
    /// @param noiseBytes bytes that belonged to no message
    void counted(long rejected, long noiseBytes);

    /// It is not used any more: broken, gone or not trusted.
    void failed(HalException reason);
  }

  private enum Phase {
    IDENTIFY,
    CAPABILITIES,
    CHALLENGE,
    CRYPTOGRAM,
    INSTALL_KEY,
    STATUS,
    READY
  }

  private static final Logger LOG = LoggerFactory.getLogger(ControlledPd.class);
  /// Starts from sequence 0 without one good answer in between, after which the reader is given up.
  private static final int RESTARTS = 6;
  private static final long RETRY_MICROS = 100_000;
  /// Pause between two questions to a reader that is not there: each costs the others a reply time.
  private static final long ABSENT_MICROS = 400_000;

  private final ReaderName name;
  private final OsdpOptions line;
  private final OsdpReaderOptions options;
  private final PdOutput output;
  private final Owner owner;
  private final Consumer<OsdpEvent> listener;
  private final Ticker ticker;
  private final PdChannel channel;
  private final Optional<Handshake> handshake;

  private Phase phase = Phase.IDENTIFY;
  private @Nullable OsdpFrame asked;
  private int attempts;
  private int restarts;
  private long lastAnswerMicros;
  private long dueMicros;
  private long statusDueMicros;
  private PdIdentity identity = new PdIdentity("000000", 0, 0, 0, "0.0.0");
  private PdCapabilities capabilities = PdCapabilities.UNKNOWN;
  private boolean statusKnown = true;
  private boolean powerFault;
  private boolean outputLast;
  private boolean told;
  private boolean done;

  ControlledPd(ReaderName name, OsdpOptions line, OsdpReaderOptions options, PdOutput output, Owner owner,
      Consumer<OsdpEvent> listener, Ticker ticker, RandomGenerator random) {
    this.name = name;
    this.line = line;
    this.options = options;
    this.output = output;
    this.owner = owner;
    this.listener = listener;
    this.ticker = ticker;
    channel = new PdChannel(options.address());
    handshake = options.security() instanceof OsdpSecurity.Required required
        ? Optional.of(new Handshake(required, random))
        : Optional.empty();
    lastAnswerMicros = ticker.micros();
    dueMicros = lastAnswerMicros;
  }

  /// When it wants its next turn.
  long dueMicros() {
    if (phase == Phase.READY && asked == null) {
      return Math.min(dueMicros, output.dueMicros().orElse(dueMicros));
    }
    return dueMicros;
  }

  /// Whether it failed and wants no more turns.
  boolean done() {
    return done;
  }

  int address() {
    return options.address();
  }

  /// Asks one question and takes its answer.
  ///
  /// @throws HalException if the line is broken
  void turn(OsdpLine wire) {
    if (asked == null) {
      asked = question();
      attempts = 0;
    }
    OsdpFrame command = asked;
    attempts++;
    long damaged = wire.damaged();
    long noise = wire.noise();
    Optional<OsdpFrame> answer = wire.exchange(command, f -> channel.answers(command, f));
    owner.counted(wire.damaged() - damaged, wire.noise() - noise);
    if (answer.isEmpty()) {
      silent();
    } else {
      answered(command, answer.get());
    }
  }

  private OsdpFrame question() {
    return switch (phase) {
      case IDENTIFY -> channel.command(Osdp.ID, new byte[1]);
      case CAPABILITIES -> channel.command(Osdp.CAP, new byte[1]);
      case CHALLENGE -> handshake().challenge(channel);
      case CRYPTOGRAM -> handshake().cryptogram(channel);
      case INSTALL_KEY -> handshake().keySet(channel);
      case STATUS -> channel.command(Osdp.LSTAT, new byte[0]);
      case READY -> readyQuestion();
    };
  }

  private OsdpFrame readyQuestion() {
    long now = ticker.micros();
    if (statusKnown && now >= statusDueMicros) {
      statusDueMicros = now + micros(line.statusInterval());
      return channel.command(Osdp.LSTAT, new byte[0]);
    }
    // A poll between two outputs, so that a long text keeps no card waiting.
    Optional<PdOutput.Command> command = outputLast ? Optional.empty() : output.next(capabilities);
    outputLast = command.isPresent();
    return command.map(c -> channel.command(c.code(), c.data()))
        .orElseGet(() -> channel.command(Osdp.POLL, new byte[0]));
  }

  private void silent() {
    long now = ticker.micros();
    if (now - lastAnswerMicros >= micros(line.offlineAfter())) {
      LOG.warn("OSDP reader {} at address {} does not answer", name, options.address());
      listener.accept(new OsdpEvent.Offline(name));
      fail(HalException.Kind.TIMEOUT, "does not answer");
      return;
    }
    if (phase == Phase.IDENTIFY) {
      dueMicros = now + ABSENT_MICROS;
    } else if (attempts > line.retries()) {
      // Perhaps it was restarted and waits for sequence 0.
      fresh();
    } else {
      dueMicros = now + (attempts > 1 ? RETRY_MICROS : 0);
    }
  }

  private void answered(OsdpFrame question, OsdpFrame frame) {
    long now = ticker.micros();
    if (frame.code() == Osdp.BUSY && !PdChannel.isProtected(frame)) {
      // It will answer later: the same again. One that is busy for ever is as good as gone.
      attempts = 1;
      dueMicros = now + RETRY_MICROS;
      if (now - lastAnswerMicros >= micros(line.offlineAfter())) {
        listener.accept(new OsdpEvent.Offline(name));
        fail(HalException.Kind.TIMEOUT, "is busy and does nothing else");
      }
      return;
    }
    boolean plain = !PdChannel.isProtected(frame);
    boolean secured = channel.secured();
    Optional<byte[]> read = channel.read(frame);
    if (read.isEmpty()) {
      LOG.debug("OSDP reader {}: wrong MAC", name);
      restart();
      return;
    }
    byte[] message = read.get();
    int code = message[0] & 0xFF;
    byte[] data = java.util.Arrays.copyOfRange(message, 1, message.length);
    if (code == Osdp.NAK) {
      refused(question, data.length == 0 ? 0 : data[0], secured && plain);
      return;
    }
    boolean keySet = phase == Phase.INSTALL_KEY && code == Osdp.ACK;
    if (secured && plain && !keySet) {
      // Within a session nothing else may come unprotected: not from our reader, then.
      LOG.debug("OSDP reader {}: unprotected reply within a secure channel", name);
      restart();
      return;
    }
    asked = null;
    channel.advance();
    lastAnswerMicros = now;
    dueMicros = now;
    understood(question, frame, code, data);
  }

  private void refused(OsdpFrame question, int reason, boolean outsideSession) {
    long now = ticker.micros();
    if (reason == Osdp.NAK_CHECK && !outsideSession && attempts <= line.retries()) {
      dueMicros = now;
      return;
    }
    if (phase == Phase.CHALLENGE || phase == Phase.CRYPTOGRAM) {
      if (reason == Osdp.NAK_SEQUENCE || reason == Osdp.NAK_CHECK) {
        restart();
      } else {
        doubt(OsdpEvent.Doubt.NO_SECURE_CHANNEL);
      }
      return;
    }
    if (phase == Phase.INSTALL_KEY && !outsideSession && reason != Osdp.NAK_SEQUENCE) {
      mistrust(OsdpEvent.Doubt.KEY_REFUSED);
      return;
    }
    if (outsideSession || reason == Osdp.NAK_CHECK || reason == Osdp.NAK_SEQUENCE
        || reason == Osdp.NAK_SECURITY_CONDITIONS || reason == Osdp.NAK_NO_SECURITY) {
      if (handshake.isEmpty() && reason == Osdp.NAK_SECURITY_CONDITIONS) {
        fail(HalException.Kind.PROTOCOL, "wants a secure channel, and no key is configured");
        return;
      }
      restart();
      return;
    }
    // It does not know the command, or not so. We can do without all but one of them.
    LOG.debug("OSDP reader {} refuses command {}: {}", name, question.code(), reason);
    asked = null;
    channel.advance();
    lastAnswerMicros = now;
    dueMicros = now;
    switch (phase) {
      case IDENTIFY -> fail(HalException.Kind.PROTOCOL, "does not say what it is");
      case CAPABILITIES -> phase = afterCapabilities();
      case STATUS -> {
        statusKnown = false;
        ready();
      }
      case CHALLENGE, CRYPTOGRAM, INSTALL_KEY -> throw new IllegalStateException("handled above");
      case READY -> dueMicros = now + micros(line.pollInterval());
    }
  }

  private void understood(OsdpFrame question, OsdpFrame frame, int code, byte[] data) {
    switch (phase) {
      case IDENTIFY -> {
        Optional<PdIdentity> read = code == Osdp.PDID ? PdIdentity.decode(data) : Optional.empty();
        if (read.isEmpty()) {
          fail(HalException.Kind.PROTOCOL, "does not say what it is");
          return;
        }
        identity = read.get();
        phase = Phase.CAPABILITIES;
      }
      case CAPABILITIES -> {
        capabilities = code == Osdp.PDCAP ? PdCapabilities.decode(data) : PdCapabilities.UNKNOWN;
        phase = afterCapabilities();
      }
      case CHALLENGE -> handshake().challenged(channel, frame, code, data).ifPresentOrElse(this::doubt,
          () -> phase = Phase.CRYPTOGRAM);
      case CRYPTOGRAM -> handshake().proven(channel, frame, code, data).ifPresentOrElse(this::doubt, this::proven);
      case INSTALL_KEY -> {
        LOG.info("OSDP reader {}: own key installed", name);
        listener.accept(new OsdpEvent.KeyInstalled(name));
        handshake().keyTaken();
        fresh();
      }
      case STATUS -> {
        if (status(code, data)) {
          statusDueMicros = ticker.micros() + micros(line.statusInterval());
          ready();
        }
      }
      case READY -> report(question, code, data);
    }
  }

  private void proven() {
    if (handshake().installing()) {
      LOG.warn("OSDP reader {}: the default key is in use, to bring in our own", name);
      listener.accept(new OsdpEvent.DefaultKeyUsed(name));
      phase = Phase.INSTALL_KEY;
    } else {
      phase = Phase.STATUS;
    }
  }

  private Phase afterCapabilities() {
    return handshake.isPresent() ? Phase.CHALLENGE : Phase.STATUS;
  }

  private void report(OsdpFrame question, int code, byte[] data) {
    restarts = 0;
    if (code == Osdp.ACK && question.body()[0] == Osdp.POLL) {
      dueMicros = ticker.micros() + micros(line.pollInterval());
    }
    switch (code) {
      case Osdp.RAW -> card(CardData.raw(data, options));
      case Osdp.FMT -> card(CardData.formatted(data));
      case Osdp.KEYPAD -> CardData.keys(data).ifPresent(k -> listener.accept(new OsdpEvent.KeysPressed(name, k)));
      case Osdp.LSTATR, Osdp.RSTATR -> {
        status(code, data);
      }
      default -> {
        // ACK, and reports that mean nothing to us.
      }
    }
  }

  private void card(CardData data) {
    switch (data) {
      case CardData.Badge badge -> {
        if (!owner.card(badge.credential(), ticker.micros())) {
          unreadable(OsdpEvent.Fault.OVERFLOW, 0);
        }
      }
      case CardData.Nothing nothing -> unreadable(nothing.fault(), nothing.bits());
    }
  }

  private void unreadable(OsdpEvent.Fault fault, int bits) {
    owner.counted(1, 0);
    listener.accept(new OsdpEvent.Unreadable(name, fault, bits));
  }

  /// LSTATR: tamper, power. RSTATR: 0 normal, 1 not connected, 2 tamper, one byte for each attached reader.
  ///
  /// @return false if the reader is not trusted any more
  private boolean status(int code, byte[] data) {
    boolean tamper = false;
    if (code == Osdp.LSTATR && data.length >= 2) {
      tamper = data[0] != 0;
      if (powerFault != (data[1] != 0)) {
        powerFault = data[1] != 0;
        listener.accept(new OsdpEvent.PowerFault(name, powerFault));
      }
    } else if (code == Osdp.RSTATR) {
      for (byte reader : data) {
        tamper |= reader == 2;
      }
    }
    if (tamper && !options.trustTampered()) {
      mistrust(OsdpEvent.Doubt.TAMPER);
      return false;
    }
    return true;
  }

  private void ready() {
    phase = Phase.READY;
    output.reset();
    if (!told) {
      told = true;
      LOG.info("OSDP reader {} at address {} is on-line, secure channel: {}", name, options.address(),
          channel.secured());
      listener.accept(new OsdpEvent.Online(name, identity, channel.secured()));
      owner.ready();
    }
  }

  private void doubt(OsdpEvent.Doubt doubt) {
    switch (handshake().failed(doubt)) {
      case Handshake.Next.Again() -> fresh();
      case Handshake.Next.GiveUp giveUp -> mistrust(giveUp.doubt());
    }
  }

  private void mistrust(OsdpEvent.Doubt doubt) {
    LOG.warn("OSDP reader {} at address {} is not trusted: {}", name, options.address(), doubt);
    listener.accept(new OsdpEvent.NotTrusted(name, doubt));
    fail(HalException.Kind.PROTOCOL, switch (doubt) {
      case NO_SECURE_CHANNEL -> "offers no secure channel";
      case DEFAULT_KEY -> "has the default key: switch install-mode on to give it the own key";
      case WRONG_KEY -> "does not have our key";
      case KEY_REFUSED -> "did not take our key";
      case TAMPER -> "reports tamper";
    });
  }

  /// The conversation got out of step; from sequence 0, unless it never gets better.
  private void restart() {
    restarts++;
    if (restarts > RESTARTS) {
      fail(HalException.Kind.PROTOCOL, "does not keep to the protocol");
      return;
    }
    fresh();
  }

  private void fresh() {
    phase = Phase.IDENTIFY;
    channel.reset();
    asked = null;
    outputLast = false;
    dueMicros = ticker.micros();
  }

  /// The line broke under it.
  void fail(HalException reason) {
    done = true;
    owner.failed(reason);
  }

  private void fail(HalException.Kind kind, String what) {
    fail(new HalException(kind, "OSDP reader " + name + " at address " + options.address() + " " + what));
  }

  private Handshake handshake() {
    return handshake.orElseThrow(() -> new IllegalStateException("no secure channel asked for"));
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
