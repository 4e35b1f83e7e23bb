-- One ledger per database. Its id is new with every new database, because sequences start again there.
CREATE TABLE ledger_meta (
  ledger CHAR(36) NOT NULL PRIMARY KEY,
  created TIMESTAMP NOT NULL,
  -- 1 from the entry that the service has started to the one that it has stopped
  running SMALLINT DEFAULT 0 NOT NULL,
  -- every entry up to it was given up by an entry of type ...ledger.retired.v1, and is or will be removed
  retired_through BIGINT DEFAULT 0 NOT NULL
);

-- Append-only. The body is the CloudEvents text in RFC 8785 form, in UTF-8, stored as it is published.
-- at_us: wall time of the event, microseconds since 1970.
-- Hashes and signatures are in the body (docs/ledger-format.md); id, type and at_us are copies out of it.
CREATE TABLE ledger (
  seq BIGINT NOT NULL CONSTRAINT ledger_pk PRIMARY KEY,
  id CHAR(36) NOT NULL,
  type VARCHAR(80) NOT NULL,
  at_us BIGINT NOT NULL,
  body VARCHAR(16000) FOR BIT DATA NOT NULL
);

-- Of each full thousand of entries the earliest and the latest at_us, so that a range of time is found without an
-- index that every tap would have to wait for.
CREATE TABLE ledger_span (
  last_seq BIGINT NOT NULL CONSTRAINT ledger_span_pk PRIMARY KEY,
  from_us BIGINT NOT NULL,
  to_us BIGINT NOT NULL
);

-- Numbers of badges that nobody owned. Beside the ledger, because they are personal data that can be erased.
CREATE TABLE unidentified (
  seq BIGINT NOT NULL PRIMARY KEY,
  badge VARCHAR(160) NOT NULL
);

-- Each worker's newest punch, written with the next unit after the punch (OwedRows).
CREATE TABLE last_punch (
  worker VARCHAR(32) NOT NULL CONSTRAINT last_punch_pk PRIMARY KEY,
  seq BIGINT NOT NULL,
  id CHAR(36) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  wall_us BIGINT NOT NULL,
  boot_id VARCHAR(64) NOT NULL,
  monotonic_us BIGINT NOT NULL,
  -- what wall_us is worth; a time correction changes both
  clock VARCHAR(16) NOT NULL
);

-- Rosters side by side, by version; roster.version says which one is in force.
-- site_version, site_sha256: the newest one that came from the site, which stays known when a local one replaces it.
CREATE TABLE roster (
  version BIGINT NOT NULL,
  site_version VARCHAR(64),
  site_sha256 CHAR(64)
);
INSERT INTO roster (version) VALUES (0);

-- The newest roster of the site that a ledger entry tells of, written with that entry.
CREATE TABLE roster_told (
  site_version VARCHAR(64)
);
INSERT INTO roster_told (site_version) VALUES (CAST(NULL AS VARCHAR(64)));

CREATE TABLE workers (
  version BIGINT NOT NULL,
  worker VARCHAR(32) NOT NULL,
  name VARCHAR(320) NOT NULL,
  language VARCHAR(80) NOT NULL,
  roles VARCHAR(2000) NOT NULL,
  active SMALLINT NOT NULL,
  CONSTRAINT workers_pk PRIMARY KEY (version, worker)
);

CREATE TABLE credentials (
  version BIGINT NOT NULL,
  badge VARCHAR(160) NOT NULL,
  worker VARCHAR(32) NOT NULL,
  CONSTRAINT credentials_pk PRIMARY KEY (version, badge)
);

-- Every entry up to the mark has been acknowledged, or is in outbox_set_aside. Nothing beyond the sequence sent has been
-- sent without a gap.
CREATE TABLE delivery (
  mark BIGINT NOT NULL,
  sent BIGINT DEFAULT 0 NOT NULL
);
INSERT INTO delivery (mark) VALUES (0);

-- Entries that the broker would not take: undelivered, whatever the mark says.
-- reason: MQTT 5 reason code. at_us: microseconds since 1970. again: 1 when it is to be sent again.
CREATE TABLE outbox_set_aside (
  seq BIGINT NOT NULL CONSTRAINT outbox_set_aside_pk PRIMARY KEY,
  reason INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  at_us BIGINT NOT NULL,
  again SMALLINT DEFAULT 0 NOT NULL
);

-- Which entries share a boot, a state of the clock and its offset (wall less monotonic time). A row is written with the
-- first entry of each; the next row ends it. Can be made anew from the ledger.
CREATE TABLE time_stretch (
  first_seq BIGINT NOT NULL CONSTRAINT time_stretch_pk PRIMARY KEY,
  boot BIGINT NOT NULL,
  boot_id VARCHAR(64) NOT NULL,
  monotonic_us BIGINT NOT NULL,
  offset_us BIGINT NOT NULL,
  clock VARCHAR(16) NOT NULL,
  uncertainty_ms BIGINT
);

-- The time-correction entries, to be found without reading the ledger.
CREATE TABLE time_correction (
  seq BIGINT NOT NULL CONSTRAINT time_correction_pk PRIMARY KEY,
  first_seq BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  offset_us BIGINT NOT NULL,
  uncertainty_ms BIGINT,
  monotonic_us BIGINT NOT NULL,
  boot_id VARCHAR(64) NOT NULL
);

-- Where a worker's punches and their corrections are found, written in the transaction of the entry. A correction has a
-- row for the punch as it stands after it and, where worker or time were others, one for the place it stood at before.
-- kind: empty for an entry that is no punch itself, but concerns one here.
CREATE TABLE punch_of (
  worker VARCHAR(32) NOT NULL,
  at_us BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  kind VARCHAR(32) NOT NULL
);
CREATE UNIQUE INDEX punch_of_worker ON punch_of (worker, at_us DESC, seq DESC);

-- Which entry corrected which: at most one each.
CREATE TABLE corrected (
  target BIGINT NOT NULL CONSTRAINT corrected_pk PRIMARY KEY,
  seq BIGINT NOT NULL
);

CREATE UNIQUE INDEX corrected_by ON corrected (seq);

-- So that a badge's number can be erased wherever it was tapped.
CREATE INDEX unidentified_badge ON unidentified (badge);

-- PINs (bcrypt), wrong tries in a row and until when no PIN is taken: by the clock of a boot, and by wall time.
CREATE TABLE pins (
  worker VARCHAR(32) NOT NULL CONSTRAINT pins_pk PRIMARY KEY,
  hash VARCHAR(200) NOT NULL,
  tries INT NOT NULL,
  lock_boot VARCHAR(64),
  locked_until_us BIGINT,
  locked_until_wall_us BIGINT
);

-- Roles by hand, which hold whatever the roster says. given: 1 the worker has it, 0 has it not.
CREATE TABLE roles_by_hand (
  worker VARCHAR(32) NOT NULL,
  role VARCHAR(80) NOT NULL,
  given SMALLINT NOT NULL,
  CONSTRAINT roles_by_hand_pk PRIMARY KEY (worker, role)
);

-- Consents to the capture of a finger that are in force; seq is the entry's.
CREATE TABLE consents (
  worker VARCHAR(32) NOT NULL CONSTRAINT consents_pk PRIMARY KEY,
  text_version VARCHAR(64) NOT NULL,
  seq BIGINT NOT NULL
);

-- Templates of fingers, sealed (AES-GCM); the key is not in the database. finger: the canonical credential.
CREATE TABLE fingers (
  reader VARCHAR(31) NOT NULL,
  place INT NOT NULL,
  worker VARCHAR(32) NOT NULL,
  version INT NOT NULL,
  finger VARCHAR(80) NOT NULL,
  seq BIGINT NOT NULL,
  sealed VARCHAR(10000) FOR BIT DATA NOT NULL,
  CONSTRAINT fingers_pk PRIMARY KEY (reader, place)
);
CREATE UNIQUE INDEX fingers_finger ON fingers (finger);
CREATE INDEX fingers_worker ON fingers (worker);

-- Places of modules whose template has left the store and is still to be erased in the module, and proved.
CREATE TABLE finger_erasures (
  reader VARCHAR(31) NOT NULL,
  place INT NOT NULL,
  worker VARCHAR(32) NOT NULL,
  CONSTRAINT finger_erasures_pk PRIMARY KEY (reader, place)
);

-- One row that is written over and over until the transaction log begins a new file, so that the old one, with what was
-- erased, can be removed.
CREATE TABLE log_filler (
  filler VARCHAR(32000) FOR BIT DATA NOT NULL
);
INSERT INTO log_filler VALUES (X'00');
