-- What every file has, whatever the domain. The domain's own tables are made from the schema that the program hands in
-- and are remembered in schema_table.

-- WITHOUT ROWID is kept from every table with bodies: a long body in a tree of keys makes the tree deep.
CREATE TABLE schema_table (
  position INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  columns TEXT NOT NULL  -- separated by commas
) STRICT;

CREATE TABLE log (
  sequence INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,  -- this and every other time: milliseconds since 1970, UTC
  actor TEXT NOT NULL,
  command TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE outbox (
  arrival INTEGER PRIMARY KEY,  -- keeps the order of entries that are due at the same instant
  id TEXT NOT NULL UNIQUE,
  not_before INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX outbox_by_not_before ON outbox (not_before, arrival);

CREATE TABLE request (
  caller TEXT NOT NULL,
  id TEXT NOT NULL,
  body_hash BLOB NOT NULL,
  answer BLOB NOT NULL,
  time INTEGER NOT NULL,
  PRIMARY KEY (caller, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_by_time ON request (time);

CREATE TABLE vault (
  id TEXT NOT NULL PRIMARY KEY,
  owner TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

CREATE TABLE read_log (
  arrival INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  reader TEXT NOT NULL,
  resource TEXT NOT NULL,
  fields TEXT NOT NULL
) STRICT;
CREATE INDEX read_log_by_resource ON read_log (resource, arrival);
