package dev.punchpost.kiosk.store;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// The persistent list of entries that were set aside: undelivered, although the delivery mark has passed them.
///
/// Any thread. Each change is on disk when the call returns; all throw [StoreException].
public interface SetAsideList {
  /// All of them, in order of sequence.
  List<SetAside> list();

  /// Sets an entry aside, or once more if it is on the list already.
  void add(long seq, int reason, int tries, Instant at);

  /// Marks entries to be sent again.
  ///
  /// @param seq one entry; empty for all
  /// @return how many were marked, those that were already included
  int again(OptionalLong seq);

  /// The broker has taken it after all.
  void remove(long seq);
}
