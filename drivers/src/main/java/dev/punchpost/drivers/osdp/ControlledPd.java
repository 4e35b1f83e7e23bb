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
  /// A secure channel that fails once may have met noise; twice, it is the reader.
  private static final int HANDSHAKES = 2;
  /// Starts from sequence 0 without one good answer in between, after which the reader is given up.
  private static final int RESTARTS = 6;
  private static final long RETRY_MICROS = 100_000;

  private final ReaderName name;
  private final OsdpOptions line;
  private final OsdpReaderOptions options;
  private final PdOutput output;
  private final Owner owner;
  private final Consumer<OsdpEvent> listener;
  private final Ticker ticker;
  private final RandomGenerator random;

  private Phase phase = Phase.IDENTIFY;
  private int sequence;
  private boolean installing;
  private boolean keyInstalled;
  private OsdpEvent.Doubt doubtOfOwnKey = OsdpEvent.Doubt.WRONG_KEY;
  private byte[] nonce = {};
  private @Nullable SecureSession session;
  private boolean secured;
  private @Nullable OsdpFrame asked;
  private int attempts;
  private int restarts;
  private int failedHandshakes;
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
    this.random = random;
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
    OsdpFrame question = asked;
    if (question == null) {
      question = question();
      asked = question;
      attempts = 0;
    }
    int expected = question.sequence();
    attempts++;
    long damaged = wire.damaged();
    long noise = wire.noise();
    Optional<OsdpFrame> answer = wire.exchange(question, f -> f.address() == options.address()
        && (f.sequence() == expected || f.code() == Osdp.BUSY || f.code() == Osdp.NAK));
    owner.counted(wire.damaged() - damaged, wire.noise() - noise);
    if (answer.isEmpty()) {
      silent();
    } else {
      answered(question, answer.get());
    }
  }

  private OsdpFrame question() {
    return switch (phase) {
      case IDENTIFY -> plain(OsdpFrame.NO_SECURITY, Osdp.ID, new byte[1]);
      case CAPABILITIES -> plain(OsdpFrame.NO_SECURITY, Osdp.CAP, new byte[1]);
      case CHALLENGE -> {
        nonce = new byte[8];
        random.nextBytes(nonce);
        yield plain(new byte[]{3, Osdp.SCS_11, keyNumber()}, Osdp.CHLNG, nonce);
      }
      case CRYPTOGRAM -> plain(new byte[]{3, Osdp.SCS_13, keyNumber()}, Osdp.SCRYPT, session().serverCryptogram());
      case INSTALL_KEY -> {
        // Key type 1 is the SCBK; 16 bytes follow.
        byte[] data = new byte[18];
        data[0] = 1;
        data[1] = 16;
        System.arraycopy(required().key().bytes(), 0, data, 2, 16);
        yield protect(Osdp.KEYSET, data);
      }
      case STATUS -> protect(Osdp.LSTAT, new byte[0]);
      case READY -> readyQuestion();
    };
  }

  private OsdpFrame readyQuestion() {
    long now = ticker.micros();
    if (statusKnown && now >= statusDueMicros) {
      statusDueMicros = now + micros(line.statusInterval());
      return protect(Osdp.LSTAT, new byte[0]);
    }
    // A poll between two outputs, so that a long text keeps no card waiting.
    Optional<PdOutput.Command> command = outputLast ? Optional.empty() : output.next(capabilities);
    outputLast = command.isPresent();
    return command.map(c -> protect(c.code(), c.data())).orElseGet(() -> protect(Osdp.POLL, new byte[0]));
  }

  private OsdpFrame plain(byte[] security, int code, byte[] data) {
    return OsdpFrame.of(options.address(), false, sequence, true, security, body(code, data));
  }

  private OsdpFrame protect(int code, byte[] data) {
    return secured
        ? session().seal(false, options.address(), sequence, true, code, data)
        : plain(OsdpFrame.NO_SECURITY, code, data);
  }

  private static byte[] body(int code, byte[] data) {
    byte[] body = new byte[1 + data.length];
    body[0] = (byte) code;
    System.arraycopy(data, 0, body, 1, data.length);
    return body;
  }

  private void silent() {
    long now = ticker.micros();
    if (now - lastAnswerMicros >= micros(line.offlineAfter())) {
      LOG.warn("OSDP reader {} at address {} does not answer", name, options.address());
      listener.accept(new OsdpEvent.Offline(name));
      fail(HalException.Kind.TIMEOUT, "does not answer");
      return;
    }
    dueMicros = now + (attempts > 1 ? RETRY_MICROS : 0);
    if (attempts > line.retries()) {
      // Perhaps it was restarted and waits for sequence 0.
      fresh();
      dueMicros = now + micros(line.replyTimeout());
    }
  }

  private void answered(OsdpFrame question, OsdpFrame frame) {
    long now = ticker.micros();
    if (frame.code() == Osdp.BUSY && frame.securityType() < Osdp.SCS_15) {
      // It will answer later: the same again. One that is busy for ever is as good as gone.
      attempts = 1;
      dueMicros = now + RETRY_MICROS;
      if (now - lastAnswerMicros >= micros(line.offlineAfter())) {
        listener.accept(new OsdpEvent.Offline(name));
        fail(HalException.Kind.TIMEOUT, "is busy and does nothing else");
      }
      return;
    }
    byte[] message = frame.body();
    boolean plain = frame.securityType() < Osdp.SCS_15;
    if (secured && !plain) {
      Optional<byte[]> opened = session().open(frame);
      if (opened.isEmpty()) {
        LOG.debug("OSDP reader {}: wrong MAC", name);
        restart();
        return;
      }
      message = opened.get();
    } else if (!plain) {
      // Protected, but we have no session: it holds to an old one.
      restart();
      return;
    }
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
    sequence = sequence % 3 + 1;
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
      if (options.security() instanceof OsdpSecurity.None && reason == Osdp.NAK_SECURITY_CONDITIONS) {
        fail(HalException.Kind.PROTOCOL, "wants a secure channel, and no key is configured");
        return;
      }
      restart();
      return;
    }
    // It does not know the command, or not so. We can do without all but one of them.
    LOG.debug("OSDP reader {} refuses command {}: {}", name, question.code(), reason);
    asked = null;
    sequence = sequence % 3 + 1;
    lastAnswerMicros = now;
    dueMicros = now;
    switch (phase) {
      case IDENTIFY -> fail(HalException.Kind.PROTOCOL, "does not say what it is");
      case CAPABILITIES -> phase = options.security() instanceof OsdpSecurity.Required
          ? Phase.CHALLENGE
          : Phase.STATUS;
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
        phase = options.security() instanceof OsdpSecurity.Required ? Phase.CHALLENGE : Phase.STATUS;
      }
      case CHALLENGE -> challenged(frame, code, data);
      case CRYPTOGRAM -> proven(frame, code, data);
      case INSTALL_KEY -> {
        LOG.info("OSDP reader {}: own key installed", name);
        listener.accept(new OsdpEvent.KeyInstalled(name));
        installing = false;
        keyInstalled = true;
        failedHandshakes = 0;
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

  private void challenged(OsdpFrame frame, int code, byte[] data) {
    if (code != Osdp.CCRYPT || data.length != 32 || frame.securityType() != Osdp.SCS_12) {
      doubt(OsdpEvent.Doubt.NO_SECURE_CHANNEL);
      return;
    }
    byte[] readerNonce = java.util.Arrays.copyOfRange(data, 8, 16);
    byte[] proof = java.util.Arrays.copyOfRange(data, 16, 32);
    SecureSession mine = new SecureSession(installing ? OsdpKey.DEFAULT : required().key(), nonce, readerNonce);
    boolean claimsOther = frame.securityData() != keyNumber();
    if (!claimsOther && java.security.MessageDigest.isEqual(proof, mine.clientCryptogram())) {
      session = mine;
      phase = Phase.CRYPTOGRAM;
      return;
    }
    SecureSession open = new SecureSession(OsdpKey.DEFAULT, nonce, readerNonce);
    boolean defaultKey = !installing && (frame.securityData() == 0
        || java.security.MessageDigest.isEqual(proof, open.clientCryptogram()));
    doubt(defaultKey ? OsdpEvent.Doubt.DEFAULT_KEY : OsdpEvent.Doubt.WRONG_KEY);
  }

  private void proven(OsdpFrame frame, int code, byte[] data) {
    // R-MAC_I comes out right only with our keys, whatever the block's status byte says, except "no" (0xFF).
    if (code != Osdp.RMAC_I || frame.securityType() != Osdp.SCS_14 || frame.securityData() == 0xFF
        || !java.security.MessageDigest.isEqual(data, session().initialReplyMac())) {
      doubt(OsdpEvent.Doubt.WRONG_KEY);
      return;
    }
    secured = true;
    failedHandshakes = 0;
    if (installing) {
      LOG.warn("OSDP reader {}: the default key is in use, to bring in our own", name);
      listener.accept(new OsdpEvent.DefaultKeyUsed(name));
    }
    phase = installing ? Phase.INSTALL_KEY : Phase.STATUS;
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
      LOG.info("OSDP reader {} at address {} is on-line, secure channel: {}", name, options.address(), secured);
      listener.accept(new OsdpEvent.Online(name, identity, secured));
      owner.ready();
    }
  }

  /// The handshake failed. Once more, then with the default key if a reader is being installed, then the end.
  private void doubt(OsdpEvent.Doubt doubt) {
    failedHandshakes++;
    if (installing) {
      mistrust(doubtOfOwnKey);
    } else if (installMode()) {
      if (keyInstalled) {
        mistrust(OsdpEvent.Doubt.KEY_REFUSED);
        return;
      }
      doubtOfOwnKey = doubt;
      installing = true;
      fresh();
    } else if (failedHandshakes < HANDSHAKES) {
      fresh();
    } else {
      mistrust(doubt);
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
    sequence = 0;
    session = null;
    secured = false;
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

  private byte keyNumber() {
    return (byte) (installing ? 0 : 1);
  }

  private boolean installMode() {
    return options.security() instanceof OsdpSecurity.Required required && required.installMode();
  }

  private OsdpSecurity.Required required() {
    if (options.security() instanceof OsdpSecurity.Required required) {
      return required;
    }
    throw new IllegalStateException("no secure channel asked for");
  }

  private SecureSession session() {
    SecureSession current = session;
    if (current == null) {
      throw new IllegalStateException("no session");
    }
    return current;
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
