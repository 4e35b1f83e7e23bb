-- One ledger per database. Its id is new with every new database, because sequences start again there.
CREATE TABLE ledger_meta (
  ledger CHAR(36) NOT NULL PRIMARY KEY,
  created TIMESTAMP NOT NULL,
  -- 1 from the entry that the service has started to the one that it has stopped
  running SMALLINT DEFAULT 0 NOT NULL,
  -- every entry up to it was given up by an entry of type ...ledger.retired.v1, and is or will be removed
  retired_through BIGINT DEFAULT 0 NOT NULL
);

-- Append-only. The body is the CloudEvents text in RFC 8785 form, stored as it is published.
-- at_us: wall time of the event, microseconds since 1970.
-- Hashes and signatures are in the body (docs/ledger-format.md); id, type and at_us are copies out of it.
CREATE TABLE ledger (
  seq BIGINT NOT NULL CONSTRAINT ledger_pk PRIMARY KEY,
  id CHAR(36) NOT NULL,
  type VARCHAR(80) NOT NULL,
  at_us BIGINT NOT NULL,
  body VARCHAR(8000) NOT NULL
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
  monotonic_us BIGINT NOT NULL,
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
