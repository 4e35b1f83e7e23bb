package dev.punchpost.kiosk.remote.report;

import dev.punchpost.kiosk.ledger.CanonicalJson;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.remote.wire.Outbound;
import dev.punchpost.kiosk.remote.wire.RemoteTopics;
import dev.punchpost.kiosk.store.LedgerReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The retained manifest: the last 200 full blocks and the open tail. Published on each connection, when a block has
/// become full, and, while entries come, every few minutes. One thread.
public final class Manifest implements AutoCloseable {
  /// Full blocks in the retained message.
  static final int BLOCKS = 200;
  /// Most blocks in one answer.
  static final int MOST_ON_REQUEST = 500;
  /// How long a new entry waits for its manifest. `status` names the last sequence within a second.
  private static final long SPACING_US = Duration.ofMinutes(5).toNanos() / 1_000;
  /// An entry that nothing follows is told earlier.
  private static final long QUIET_US = Duration.ofSeconds(20).toNanos() / 1_000;

  private final LedgerId ledger;
  private final Blocks blocks;
  private final BlockFile file;
  private final RemoteTopics topics;
  private final Outbound outbound;
  private boolean due;
  private long toldThrough = -1;
  private long toldAt;
  private long seen;
  private long seenAt;
  private int most = BLOCKS;

  public Manifest(LedgerId ledger, LedgerReader reader, Path directory, RemoteTopics topics, Outbound outbound) {
    this.ledger = ledger;
    this.file = BlockFile.open(directory, ledger);
    this.blocks = new Blocks(reader, file);
    this.topics = topics;
    this.outbound = outbound;
  }

  /// It is to be published now.
  public void refresh() {
    due = true;
    most = BLOCKS;
  }

  /// Publishes it if it is time.
  ///
  /// @return microseconds until it will be
  public long step(long now, long committed) {
    if (committed != seen) {
      seen = committed;
      seenAt = now;
    }
    if (outbound.takeTooLarge(topics.manifest()) && most > 0) {
      // The broker takes small packets only: half as many blocks; the others are given on request.
      most /= 2;
      due = true;
    }
    if (!outbound.isConnected()) {
      // A new connection calls again.
      return Long.MAX_VALUE;
    }
    boolean blockFull = toldThrough >= 0 && committed / Block.SIZE != toldThrough / Block.SIZE;
    boolean news = committed != toldThrough;
    if (due || blockFull || (news && (now - toldAt >= SPACING_US || now - seenAt >= QUIET_US))) {
      outbound.retain(topics.manifest(), message(committed).getBytes(StandardCharsets.UTF_8));
      due = false;
      toldThrough = committed;
      toldAt = now;
      return Long.MAX_VALUE;
    }
    return news ? Math.max(0, Math.min(toldAt + SPACING_US, seenAt + QUIET_US) - now) : Long.MAX_VALUE;
  }

  /// The message, as it is for a ledger up to this sequence.
  String message(long committed) {
    long full = committed / Block.SIZE;
    CanonicalJson.Members json = CanonicalJson.object().put("ledger", ledger.toString()).put("lastSequence", committed)
        .put("blockSize", Block.SIZE).put("blocks", array(blocks.full(Math.max(0, full - most), full - 1)));
    blocks.tail(committed).ifPresent(tail -> json.put("tail", tail.json()));
    return json.build().text();
  }

  /// Full blocks that hold a range of sequences, at most 500 of them, oldest first.
  public CanonicalJson blocks(long first, long last, long committed) {
    long from = Block.numberOf(Math.max(1, first));
    long to = Math.min(Block.numberOf(last), committed / Block.SIZE - 1);
    return array(blocks.full(from, Math.min(to, from + MOST_ON_REQUEST - 1)));
  }

  private static CanonicalJson array(List<Block> blocks) {
    return CanonicalJson.array(blocks.stream().map(Block::json).toList());
  }

  @Override
  public void close() {
    file.close();
  }
}
