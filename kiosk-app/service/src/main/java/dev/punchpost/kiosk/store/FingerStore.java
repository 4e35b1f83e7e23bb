package dev.punchpost.kiosk.store;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.ledger.SealedFinger;
import dev.punchpost.kiosk.roster.WorkerId;
import java.util.List;
import java.util.Optional;

/// Reads consents, sealed templates, and what is still to be erased in modules. It is all written with the entries that
/// tell of it, by [LedgerWriter#append]. Any thread but the punch thread; never one that may be interrupted.
public interface FingerStore {
  /// A store that knows no finger.
  FingerStore NONE = new FingerStore() {
    @Override
    public Optional<Consent> consent(WorkerId worker) {
      return Optional.empty();
    }

    @Override
    public List<Stored> all() {
      return List.of();
    }

    @Override
    public List<Owed> owed() {
      return List.of();
    }
  };

  /// A consent in force.
  ///
  /// @param textVersion of the text that the worker agreed to
  /// @param seq of its entry
  record Consent(WorkerId worker, String textVersion, long seq) {}

  /// A template in the store.
  ///
  /// @param place in the library of the reader's module
  /// @param version of the template at this place, from 1
  /// @param seq of the entry of its enrolment
  /// @param active whether the worker is active in the roster in force, and the consent is: only then it belongs into the
  ///   module
  record Stored(WorkerId worker, ReaderName reader, int place, int version, long seq, boolean active,
      SealedFinger sealed) {}

  /// A place of a module that held a template which is gone from the store: it is free once
  /// [dev.punchpost.kiosk.ledger.Content.FingerErased] is recorded.
  record Owed(WorkerId worker, ReaderName reader, int place) {}

  Optional<Consent> consent(WorkerId worker);

  /// By reader and place.
  List<Stored> all();

  /// By reader and place.
  List<Owed> owed();

  /// The templates of one reader.
  default List<Stored> of(ReaderName reader) {
    return all().stream().filter(it -> it.reader().equals(reader)).toList();
  }

  /// What is owed by one reader.
  default List<Owed> owed(ReaderName reader) {
    return owed().stream().filter(it -> it.reader().equals(reader)).toList();
  }
}
