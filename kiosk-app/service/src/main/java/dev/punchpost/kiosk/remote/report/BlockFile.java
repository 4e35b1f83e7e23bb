package dev.punchpost.kiosk.remote.report;

import dev.punchpost.kiosk.ledger.LedgerId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hashes of full blocks, kept in the data directory so that no start has to walk the ledger: 40 bytes for each block, at
/// its number: SHA-256, CRC-32 of it, four bytes free. It may be lost, cut or damaged: what does not have its check sum
/// is computed again. So nothing of it is flushed. One thread.
final class BlockFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BlockFile.class);
  private static final int HASH = 32;
  private static final int RECORD = 40;

  private final Optional<FileChannel> channel;

  private BlockFile(Optional<FileChannel> channel) {
    this.channel = channel;
  }

  /// Opens or makes the file of a ledger; works without one if that fails.
  static BlockFile open(Path directory, LedgerId ledger) {
    try {
      return new BlockFile(Optional.of(FileChannel.open(directory.resolve("blocks-" + ledger),
          Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))));
    } catch (IOException e) {
      LOG.warn("the hashes of blocks cannot be kept, they are computed at each start: {}", e.getMessage());
      return new BlockFile(Optional.empty());
    }
  }

  /// The hash of a full block, if it is there and whole.
  Optional<byte[]> read(long number) {
    if (channel.isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.allocate(RECORD);
    try {
      while (bytes.hasRemaining() && channel.get().read(bytes, number * RECORD + bytes.position()) > 0) {
        // Short reads are gone on with.
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    byte[] hash = new byte[HASH];
    bytes.flip();
    if (bytes.remaining() < RECORD) {
      return Optional.empty();
    }
    bytes.get(hash);
    return bytes.getInt() == check(hash) ? Optional.of(hash) : Optional.empty();
  }

  void write(long number, byte[] hash) {
    if (channel.isEmpty()) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.allocate(RECORD).put(hash).putInt(check(hash)).putInt(0).flip();
    try {
      while (bytes.hasRemaining()) {
        channel.get().write(bytes, number * RECORD + bytes.position());
      }
    } catch (IOException e) {
      LOG.debug("a block's hash is not kept: {}", e.getMessage());
    }
  }

  private static int check(byte[] hash) {
    CRC32 crc = new CRC32();
    crc.update(hash);
    return (int) crc.getValue();
  }

  @Override
  public void close() {
    channel.ifPresent(open -> {
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("the file of hashes was not closed: {}", e.getMessage());
      }
    });
  }
}
