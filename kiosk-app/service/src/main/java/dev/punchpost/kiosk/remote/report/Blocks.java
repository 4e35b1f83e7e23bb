package dev.punchpost.kiosk.remote.report;

import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.LedgerReader;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The ledger in blocks. Full ones are computed once and kept; the open tail's hash grows with the ledger. One thread.
final class Blocks {
  private final LedgerReader reader;
  private final BlockFile file;
  private MessageDigest tail = Block.digest();
  /// First sequence of the block that is open now, and the last one in its hash.
  private long tailFirst = 1;
  private long tailLast;
  /// Whether every entry of the open block was there to be read: retention may have removed its beginning.
  private boolean tailWhole = true;

  Blocks(LedgerReader reader, BlockFile file) {
    this.reader = reader;
    this.file = file;
  }

  /// Full blocks, oldest first, of the range of numbers from 0; a block whose entries are no longer there and whose hash
  /// was never kept is left out.
  List<Block> full(long fromNumber, long toNumber) {
    List<Block> blocks = new ArrayList<>();
    for (long number = fromNumber; number <= toNumber; number++) {
      hash(number).ifPresent(blocks::add);
    }
    return blocks;
  }

  private Optional<Block> hash(long number) {
    long first = number * Block.SIZE + 1;
    long last = first + Block.SIZE - 1;
    Optional<byte[]> kept = file.read(number);
    if (kept.isEmpty()) {
      List<StoredEntry> entries = reader.range(first, last);
      if (entries.size() < Block.SIZE) {
        return Optional.empty();
      }
      MessageDigest digest = Block.digest();
      entries.forEach(entry -> Block.add(digest, entry));
      byte[] hash = digest.digest();
      file.write(number, hash);
      kept = Optional.of(hash);
    }
    return Optional.of(new Block(first, last, Block.hex(kept.get())));
  }

  /// The block that is not full, if there is anything in it, and all of it is still there.
  ///
  /// @param committed the newest committed sequence; never less than at the call before
  Optional<Block> tail(long committed) {
    long first = committed / Block.SIZE * Block.SIZE + 1;
    if (first != tailFirst) {
      tail = Block.digest();
      tailFirst = first;
      tailLast = first - 1;
      tailWhole = true;
    }
    if (committed > tailLast) {
      List<StoredEntry> more = reader.range(tailLast + 1, committed);
      more.forEach(entry -> Block.add(tail, entry));
      tailWhole &= more.size() == committed - tailLast;
      tailLast = committed;
    }
    if (tailLast < tailFirst || !tailWhole) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Block(tailFirst, tailLast, Block.hex(((MessageDigest) tail.clone()).digest())));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of every Java platform can be cloned", e);
    }
  }
}
