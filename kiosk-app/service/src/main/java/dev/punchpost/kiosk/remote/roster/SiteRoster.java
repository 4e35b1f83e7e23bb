package dev.punchpost.kiosk.remote.roster;

import dev.punchpost.kiosk.forward.MqttLink.Received;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.remote.wire.Outbound;
import dev.punchpost.kiosk.remote.wire.RemoteJson.Malformed;
import dev.punchpost.kiosk.remote.wire.RemoteTopics;
import dev.punchpost.kiosk.roster.RosterFile;
import dev.punchpost.kiosk.roster.RosterMistake;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.store.RosterStore;
import dev.punchpost.kiosk.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches the site's roster when `roster/current` names another one than that in force, and applies it whole or not at
/// all. The remote thread owns it. What is long, unpacking and storing, is done on a thread of its own (`roster`), whose
/// outcome [#step] takes; taps and commands go on meanwhile.
public final class SiteRoster implements AutoCloseable {
  /// Largest roster as it is sent, all chunks together, in bytes.
  static final int LARGEST = RosterFile.LARGEST;
  private static final long PATIENCE_US = Duration.ofSeconds(60).toNanos() / 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(SiteRoster.class);

  /// A roster whose chunks are coming.
  private static final class Fetch {
    final RosterCurrent wanted;
    final TreeMap<Integer, byte[]> chunks = new TreeMap<>();
    long bytes;
    long lastUs;

    Fetch(RosterCurrent wanted, long now) {
      this.wanted = wanted;
      this.lastUs = now;
    }
  }

  /// What became of a roster.
  private sealed interface Outcome {
    record Applied(RosterStore.SiteVersion site, RosterStore.Applied now) implements Outcome {}

    /// @param again whether it may be good at the next try
    record Refused(RosterStore.SiteVersion site, String reason, boolean again) implements Outcome {}
  }

  /// A roster that the thread `roster` has.
  private record Work(RosterStore.SiteVersion site, Future<Outcome> outcome) {}

  private final ExecutorService worker = Executors
      .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("roster").factory());
  private final RosterStore store;
  private final RemoteTopics topics;
  private final Outbound outbound;
  private final Consumer<Content> notes;
  private final Consumer<RosterStore.Applied> applied;
  private @Nullable Fetch fetch;
  private @Nullable Work work;
  /// Has come whole while another one was at work.
  private @Nullable Fetch next;
  private Optional<RosterStore.SiteVersion> refused = Optional.empty();
  private String refusedWhy = "";
  /// Whether what was refused may be good at the next try.
  private boolean worthAgain;
  private Optional<RosterStore.SiteVersion> inForce;

  /// @param notes takes what belongs into the ledger
  /// @param applied hears of a roster that is in force
  public SiteRoster(RosterStore store, RemoteTopics topics, Outbound outbound, Consumer<Content> notes,
      Consumer<RosterStore.Applied> applied) {
    this.store = store;
    this.topics = topics;
    this.outbound = outbound;
    this.notes = notes;
    this.applied = applied;
    // One of which no entry tells was put in force just before a power cut: it is applied again, and told.
    Optional<String> told = store.toldSite();
    this.inForce = store.site().filter(site -> told.equals(Optional.of(site.version())));
  }

  /// Version of the newest roster of the site that was in force here; empty text if there never was one. Any thread.
  public synchronized String version() {
    return inForce.map(RosterStore.SiteVersion::version).orElse("");
  }

  private synchronized void inForce(RosterStore.SiteVersion site) {
    inForce = Optional.of(site);
  }

  private synchronized boolean isInForce(RosterStore.SiteVersion site) {
    return inForce.equals(Optional.of(site));
  }

  /// A new connection: `current` comes again, and with it the chunks.
  public void connected() {
    fetch = null;
  }

  /// A message on `roster/current`.
  public void current(Received message, long now) {
    // Whatever waits: what is named now counts.
    next = null;
    if (message.payload().length == 0) {
      // The site takes its roster back; the one in force stays.
      fetch = null;
      return;
    }
    RosterCurrent wanted;
    try {
      wanted = RosterCurrent.parse(message.payload());
    } catch (Malformed e) {
      refuse(new RosterStore.SiteVersion("", ""), "roster/current: " + e.reason());
      return;
    }
    Work going = work;
    boolean here = going == null ? isInForce(wanted.site()) : going.site().equals(wanted.site());
    if (here || (message.retained() && refused.equals(Optional.of(wanted.site())) && !worthAgain)) {
      fetch = null;
      return;
    }
    LOG.info("the site has roster {}, {} chunks", wanted.version(), wanted.chunks());
    fetch = new Fetch(wanted, now);
    outbound.subscribe(List.of(topics.rosterChunks(wanted.version())));
  }

  /// A message on `roster/{version}/{n}`.
  ///
  /// @param chunk `{version}/{n}`
  public void chunk(String chunk, Received message, long now) {
    Fetch open = fetch;
    int slash = chunk.indexOf('/');
    if (open == null || !chunk.substring(0, slash).equals(open.wanted.version()) || message.payload().length == 0) {
      return;
    }
    int number = number(chunk.substring(slash + 1));
    if (number < 1 || number > open.wanted.chunks()) {
      return;
    }
    byte[] before = open.chunks.put(number, message.payload());
    open.bytes += message.payload().length - (before == null ? 0 : before.length);
    open.lastUs = now;
    if (open.bytes > LARGEST) {
      fetch = null;
      refuse(open.wanted.site(), "more than " + LARGEST + " bytes");
    } else if (open.chunks.size() == open.wanted.chunks()) {
      fetch = null;
      begin(open);
    }
  }

  /// A newer one waits for the one before it.
  private void begin(Fetch open) {
    if (work != null) {
      next = open;
      return;
    }
    work = new Work(open.wanted.site(), worker.submit(() -> whole(open)));
  }

  private void done(Work done) {
    work = null;
    Fetch waiting = next;
    if (waiting != null) {
      next = null;
      begin(waiting);
    }
    take(done.outcome());
  }

  private void take(Future<Outcome> done) {
    Outcome outcome;
    try {
      outcome = done.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException("applying a roster", e.getCause());
    }
    switch (outcome) {
      case Outcome.Applied(var site, var now) -> {
        inForce(site);
        refused = Optional.empty();
        notes.accept(new Content.SiteRosterApplied(site.version(), now.version(), now.workers(), now.credentials()));
        applied.accept(now);
      }
      case Outcome.Refused(var site, var reason, var again) -> {
        refuse(site, reason);
        worthAgain = again;
      }
    }
  }

  private static int number(String text) {
    return text.length() <= 4 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Integer.parseInt(text)
        : 0;
  }

  /// Takes what has become of a roster, and gives up on chunks that do not come. To be called every second or so.
  ///
  /// @return microseconds until it wants to be called again at the latest
  public long step(long now) {
    Work going = work;
    if (going != null && going.outcome().isDone()) {
      done(going);
    }
    Fetch open = fetch;
    if (open == null) {
      return Long.MAX_VALUE;
    }
    if (now - open.lastUs < PATIENCE_US) {
      return open.lastUs + PATIENCE_US - now;
    }
    fetch = null;
    int missing = 1;
    while (open.chunks.containsKey(missing)) {
      missing++;
    }
    refuse(open.wanted.site(), "chunk " + missing + " of " + open.wanted.chunks() + " did not come");
    worthAgain = true;
    return Long.MAX_VALUE;
  }

  /// On the thread `roster`.
  private Outcome whole(Fetch open) {
    ByteArrayOutputStream sent = new ByteArrayOutputStream((int) open.bytes);
    open.chunks.values().forEach(sent::writeBytes);
    byte[] file = sent.toByteArray();
    RosterStore.SiteVersion site = open.wanted.site();
    String found = sha256(file);
    if (!found.equals(site.sha256())) {
      return new Outcome.Refused(site, "SHA-256 of the chunks is " + found, false);
    }
    byte[] csv;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
      csv = in.readNBytes(RosterFile.LARGEST + 1);
    } catch (IOException e) {
      return new Outcome.Refused(site, "not gzip", false);
    }
    return switch (RosterFile.decode(site.version(), csv)) {
      case RosterFile.Decoded.NotText(RosterMistake mistake) -> new Outcome.Refused(site, mistake.toString(), false);
      case RosterFile.Decoded.Text(String text) -> switch (RosterFile.parse(site.version(), text, false)) {
        case RosterFile.Result.Bad(List<RosterMistake> mistakes) ->
          new Outcome.Refused(site, mistakes.size() + (mistakes.size() == 1 ? " mistake: " : " mistakes, the first: ")
              + mistakes.getFirst(), false);
        case RosterFile.Result.Good(List<Worker> workers) -> apply(site, workers);
      };
    };
  }

  private Outcome apply(RosterStore.SiteVersion site, List<Worker> workers) {
    try {
      return new Outcome.Applied(site, store.applyFromSite(workers, site));
    } catch (StoreException e) {
      // Chunks come again with the next connection, or when the site publishes again.
      return new Outcome.Refused(site, "the store failed: " + e.getMessage(), true);
    }
  }

  private void refuse(RosterStore.SiteVersion site, String reason) {
    String words = reason.length() <= 300 ? reason : reason.substring(0, 297) + "...";
    worthAgain = false;
    if (refused.equals(Optional.of(site)) && refusedWhy.equals(words)) {
      return;
    }
    refused = Optional.of(site);
    refusedWhy = words;
    LOG.warn("roster {} of the site is refused: {}", site.version(), words);
    notes.accept(new Content.SiteRosterRefused(site.version(), words));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// What is being applied goes on until the store is closed.
  @Override
  public void close() {
    worker.shutdown();
  }
}
