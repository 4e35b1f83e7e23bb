package dev.punchpost.kiosk.store.derby;

import dev.punchpost.hal.time.Ticker;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;

/// What a store needs to be opened.
///
/// @param directory data directory; made if it is missing, for its owner only
/// @param site `[a-z0-9-]{1,31}`, for the entries' source
/// @param terminal `[a-z0-9-]{1,31}`, for the entries' source
/// @param zone of the terminal, for the offset in the entries' times
/// @param minimumFree bytes that stay free on the file system: below it nothing is written, because a database does not
///   survive a full disk
/// @param ticker limits how often the free space is read and the database is opened again
/// @param wall names what is set aside and dates the ledger
public record StoreOptions(Path directory, String site, String terminal, ZoneId zone, long minimumFree, Ticker ticker,
    InstantSource wall) {
  /// 64 MiB.
  public static final long MINIMUM_FREE = 64L << 20;
}
