package dev.punchpost.kiosk.forward;

import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.Outbox;
import dev.punchpost.kiosk.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides what goes out next over a connection, and what the broker's answers mean for it. One thread.
final class Outflow {
  private static final Logger LOG = LoggerFactory.getLogger(Outflow.class);
  private static final String CONTENT_TYPE = "application/cloudevents+json";
  /// No busy loop while the queue is held and the store gives nothing.
  private static final long SHORTEST_HOLD_US = 100_000;
  /// A new connection's chance to bring a retained acknowledgement before things are sent again.
  private static final long GRACE_US = 10_000_000;

  private final Outbox outbox;
  private final Topics topics;
  private final long resendAfterMicros;
  private final Correspondent correspondent;
  private final Quarantine quarantine;
  private final Progress progress;
  private final Lanes lanes;
  private final SentMark sentMark;
  private final Refusals refusals;
  private final Suspects suspects = new Suspects();
  /// Messages of the correspondent that have no answer yet.
  private final Set<Long> letters = new HashSet<>();
  /// Whether an entry that is to be sent lies behind where the lanes are.
  private boolean behind;
  /// Since when the consumer has said nothing new although it could.
  private long silentSince;
  private long connectedAt;

  Outflow(Outbox outbox, ForwarderOptions options, Correspondent correspondent, Quarantine quarantine,
      Progress progress, Backoff backoff, Executor reader) {
    this.outbox = outbox;
    this.topics = Topics.of(options.site(), options.terminal());
    this.resendAfterMicros = options.resendAfter().toNanos() / 1_000;
    this.correspondent = correspondent;
    this.quarantine = quarantine;
    this.progress = progress;
    this.lanes = new Lanes(outbox, progress, reader);
    this.sentMark = new SentMark(outbox);
    this.refusals = new Refusals(backoff);
  }

  /// There may be new entries in the outbox.
  void more() {
    lanes.more();
  }

  void connected(long now) {
    connectedAt = now;
    lanes.restart();
    behind = false;
  }

  /// @param code of the broker's DISCONNECT, 0 if there was none
  void connectionLost(int code, long now) {
    OptionalLong culprit = suspects.connectionEnded(code, progress.onTheirWay());
    progress.connectionLost();
    letters.clear();
    refusals.connectionLost();
    if (culprit.isPresent()) {
      long seq = culprit.getAsLong();
      if (quarantine.add(seq, code, suspects.ends(seq))) {
        suspects.clear(seq);
        refusals.setAside(seq, now);
        progress.setAside(seq);
      }
    }
  }

  /// The consumer has confirmed something.
  void confirmed(long now) {
    silentSince = now;
  }

  /// What PUBACK said.
  ///
  /// @return empty if delivery works; else what is wrong, in words, or an empty text if nothing new is
  Optional<String> answered(long seq, int code, long now) {
    if (seq <= 0) {
      if (letters.remove(seq)) {
        correspondent.answered(seq, code);
      }
      return Optional.of("");
    }
    if (code >= 0x80) {
      return refused(seq, code, now);
    }
    if (!progress.taken(seq)) {
      return Optional.of("");
    }
    suspects.taken(seq);
    quarantine.taken(seq);
    return refusals.accepted(seq, now) ? Optional.empty() : Optional.of("");
  }

  private Optional<String> refused(long seq, int code, long now) {
    if (!progress.isOnItsWay(seq)) {
      return Optional.of("");
    }
    progress.refused(seq);
    boolean held = refusals.holding() && !refusals.isProbing();
    Refusals.Verdict verdict = refusals.refused(seq, code, now);
    if (verdict == Refusals.Verdict.SET_ASIDE && quarantine.add(seq, code, refusals.tries(seq))) {
      refusals.setAside(seq, now);
      suspects.clear(seq);
      progress.setAside(seq);
      return refusals.holding() ? Optional.of("") : Optional.empty();
    }
    behind |= !refusals.waits(seq);
    return Optional.of(held
        ? ""
        : "the broker refuses entry " + seq + ": " + RefusalCode.words(code) + "; it is kept and sent again");
  }

  /// Sends what there is room for.
  ///
  /// @param window largest number of publications in flight
  /// @return microseconds until there may be more to send, if nothing wakes us before
  /// @throws LinkException if the connection is gone
  long send(MqttLink.Session session, int window, long now) {
    quarantine.due(now).forEach(seq -> refusals.again(seq, now));
    long wait = Math.min(resendIfSilent(now), quarantine.dueIn(now));
    while (inFlight() < window && sendLetter(session)) {
      continue;
    }
    if (refusals.holding()) {
      if (progress.inFlight() == 0 && refusals.dueIn(now) == 0) {
        probe(session, now);
      }
      if (refusals.holding() && progress.inFlight() == 0) {
        return Math.min(wait, Math.max(refusals.dueIn(now), SHORTEST_HOLD_US));
      }
      return wait;
    }
    if (behind) {
      behind = false;
      lanes.restart();
    }
    while (hasRoom(window) && !refusals.holding()) {
      Optional<StoredEntry> next = next(now);
      if (next.isEmpty()) {
        break;
      }
      send(session, next.get(), now);
    }
    lanes.readAhead(now);
    return Math.min(wait, Math.min(lanes.retryIn(now), refusals.nextTryIn(now, progress)));
  }

  private boolean hasRoom(int window) {
    return inFlight() < window && (progress.inFlight() == 0 || !suspects.any());
  }

  private boolean sendLetter(MqttLink.Session session) {
    Optional<MqttLink.Publication> letter = correspondent.next();
    if (letter.isEmpty()) {
      return false;
    }
    if (letter.get().largestPacket() > session.maximumPacketSize()) {
      correspondent.answered(letter.get().seq(), RefusalCode.PACKET_TOO_LARGE);
      return true;
    }
    letters.add(letter.get().seq());
    session.publish(letter.get());
    return true;
  }

  /// One entry: the first that was not taken, or, when entries are refused but maybe not all, one that was never
  /// refused.
  private void probe(MqttLink.Session session, long now) {
    lanes.restart();
    behind = false;
    Optional<StoredEntry> next = lanes.nextWaiting(now, seq -> progress.wants(seq)
        && (!refusals.suspicious() || !refusals.waits(seq)));
    if (next.isEmpty()) {
      next = refusedBefore(now);
    }
    if (next.isPresent()) {
      refusals.probing();
      send(session, next.get(), now);
      behind = true;
    }
  }

  private Optional<StoredEntry> next(long now) {
    if (suspects.any() && !suspects.needsProof()) {
      return suspect(now);
    }
    Optional<StoredEntry> next = lanes.nextFresh(now, this::wants);
    if (next.isEmpty()) {
      next = refusedBefore(now);
    }
    if (next.isEmpty()) {
      next = lanes.nextWaiting(now, this::wants);
    }
    return next.isEmpty() && suspects.any() ? suspect(now) : next;
  }

  private Optional<StoredEntry> refusedBefore(long now) {
    OptionalLong due = refusals.due(now, progress);
    if (due.isEmpty()) {
      return Optional.empty();
    }
    Optional<StoredEntry> entry = read(due.getAsLong());
    if (entry.isEmpty()) {
      refusals.postpone(due.getAsLong(), now);
    }
    return entry;
  }

  private boolean wants(long seq) {
    return progress.wants(seq) && !refusals.waits(seq) && !suspects.is(seq);
  }

  private Optional<StoredEntry> suspect(long now) {
    while (suspects.next() instanceof OptionalLong seq && seq.isPresent()) {
      if (progress.wants(seq.getAsLong()) || refusals.waits(seq.getAsLong())) {
        return read(seq.getAsLong());
      }
      suspects.clear(seq.getAsLong());
    }
    return next(now);
  }

  private Optional<StoredEntry> read(long seq) {
    try {
      return outbox.after(seq - 1, 1).stream().findFirst();
    } catch (StoreException e) {
      LOG.warn("entry {} cannot be read: {}", seq, e.getMessage());
      return Optional.empty();
    }
  }

  private void send(MqttLink.Session session, StoredEntry entry, long now) {
    MqttLink.Publication publication = new MqttLink.Publication(entry.seq(), topics.of(entry),
        entry.body().getBytes(StandardCharsets.UTF_8), CONTENT_TYPE);
    sentMark.reach(progress.sentThroughWith(entry.seq()), now);
    progress.sent(entry.seq());
    if (publication.largestPacket() > session.maximumPacketSize()) {
      refused(entry.seq(), RefusalCode.PACKET_TOO_LARGE, now);
      return;
    }
    session.publish(publication);
  }

  private long resendIfSilent(long now) {
    if (!progress.unconfirmed() || !lanes.caughtUp()) {
      silentSince = now;
      return Long.MAX_VALUE;
    }
    long left = Math.max(silentSince + resendAfterMicros, connectedAt + Math.min(GRACE_US, resendAfterMicros)) - now;
    if (left > 0) {
      return left;
    }
    LOG.warn("the consumer has confirmed nothing for {} s; what is after entry {} is sent again",
        resendAfterMicros / 1_000_000, progress.mark());
    progress.resend();
    lanes.restart();
    silentSince = now;
    return resendAfterMicros;
  }

  int inFlight() {
    return progress.inFlight() + letters.size();
  }

  /// Whether all was taken that the store has.
  boolean idle() {
    return inFlight() == 0 && lanes.empty();
  }

  boolean holding() {
    return refusals.holding();
  }

  long refusals() {
    return refusals.count();
  }

  /// Nothing more will be sent.
  void settle(long now) {
    sentMark.settle(Math.min(progress.sentThrough(), outbox.committedThrough()), now);
  }
}
