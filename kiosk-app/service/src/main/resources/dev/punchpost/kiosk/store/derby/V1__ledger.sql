-- One ledger per database. Its id is new with every new database, because sequences start again there.
CREATE TABLE ledger_meta (
  ledger CHAR(36) NOT NULL PRIMARY KEY,
  created TIMESTAMP NOT NULL,
  -- 1 from the entry that the service has started to the one that it has stopped
  running SMALLINT DEFAULT 0 NOT NULL
);

-- Append-only. The body is the CloudEvents text in RFC 8785 form, stored as it is published.
-- at_us: wall time of the event, microseconds since 1970.
-- prev_hash, hash: SHA-256; signature: over the hash. Empty until the ledger is chained.
CREATE TABLE ledger (
  seq BIGINT NOT NULL CONSTRAINT ledger_pk PRIMARY KEY,
  id CHAR(36) NOT NULL,
  type VARCHAR(80) NOT NULL,
  at_us BIGINT NOT NULL,
  body VARCHAR(8000) NOT NULL,
  prev_hash CHAR(32) FOR BIT DATA,
  hash CHAR(32) FOR BIT DATA,
  signature VARCHAR(128) FOR BIT DATA
);

-- With the sequence, so that a range of time is turned into a range of sequences without touching a row.
CREATE INDEX ledger_at ON ledger (at_us, seq);

-- Numbers of badges that nobody owned. Beside the ledger, because they are personal data that can be erased.
CREATE TABLE unidentified (
  seq BIGINT NOT NULL PRIMARY KEY,
  badge VARCHAR(160) NOT NULL
);

-- Each worker's newest punch, written in the transaction of the punch.
CREATE TABLE last_punch (
  worker VARCHAR(32) NOT NULL CONSTRAINT last_punch_pk PRIMARY KEY,
  seq BIGINT NOT NULL,
  id CHAR(36) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  wall_us BIGINT NOT NULL,
  boot_id VARCHAR(64) NOT NULL,
  monotonic_us BIGINT NOT NULL
);

-- Rosters side by side, by version; roster.version says which one is in force.
CREATE TABLE roster (
  version BIGINT NOT NULL
);
INSERT INTO roster VALUES (0);

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

-- Every entry up to the mark has been acknowledged by the broker.
CREATE TABLE delivery (
  mark BIGINT NOT NULL
);
INSERT INTO delivery VALUES (0);

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

-- One row that is written over and over until the transaction log begins a new file, so that the old one, with what was
-- erased, can be removed.
CREATE TABLE log_filler (
  filler VARCHAR(32000) FOR BIT DATA NOT NULL
);
INSERT INTO log_filler VALUES (X'00');
