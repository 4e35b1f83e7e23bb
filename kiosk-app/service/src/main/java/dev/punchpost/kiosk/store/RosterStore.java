package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import java.util.List;
import java.util.Optional;

/// The roster as a whole. Any thread but the punch thread, one call at a time.
public interface RosterStore {
  /// Every worker with credentials, ordered by id; inactive ones too.
  List<Worker> workers();

  /// How many workers are active, without reading them all.
  int activeWorkers();

  /// Removes some of what an import left that was cut off, or a roster before this one, in one small transaction. Nobody
  /// reads these rows; [#apply] removes them too.
  ///
  /// @return rows removed; 0 when nothing is left
  int removeSomeLeftovers();

  /// One worker of the roster in force, active or not; with or without credentials.
  default Optional<Worker> worker(WorkerId id) {
    return workers().stream().filter(worker -> worker.id().equals(id)).findFirst();
  }

  /// Prepares a new roster beside the one in force, in small transactions that do not hold up the punch thread, then
  /// puts it in force in one. After a power cut the old or the new one is in force, never a mixture.
  ///
  /// @param workers all active workers with their credentials; no credential twice
  /// @param merge whether workers and badges that are not in the list stay (else those workers become inactive)
  /// @return the version in force now and what it holds
  Applied apply(List<Worker> workers, boolean merge);

  /// As [#apply] without merge, for a roster that comes from the site: its version there is known from the same moment
  /// on at which it is in force. Takes its time, so that taps meanwhile are answered as quickly as ever: some 50 s for
  /// 50,000 workers. [PunchStore#close] ends it.
  Applied applyFromSite(List<Worker> workers, SiteVersion site);

  /// The newest roster of the site that was in force here, even if a local one has replaced it since.
  Optional<SiteVersion> site();

  /// The newest roster of the site that a ledger entry tells of. Another one than [#site] was put in force just before
  /// a power cut, and nobody was told.
  Optional<String> toldSite();

  /// @param version `[A-Za-z0-9._-]{1,64}`
  /// @param sha256 of its file as it was sent, lower-case hex
  record SiteVersion(String version, String sha256) {}

  /// @param version grows by one with each roster
  /// @param workers active workers in force
  /// @param credentials their credentials
  record Applied(long version, int workers, int credentials) {}

  /// Writes anew what held rows that were removed, and lets go of the transaction log, so that no file has anything of
  /// them. After an erasure; taps may wait for as long as it takes to copy the roster.
  void scrub();

  /// Version of the roster in force, 0 if there never was one.
  long version();
}
