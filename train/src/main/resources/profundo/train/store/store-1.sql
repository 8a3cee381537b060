CREATE TABLE run (
  number      INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  recipe      TEXT NOT NULL,
  config      TEXT NOT NULL,
  scale       TEXT NOT NULL,
  seed        INTEGER NOT NULL,
  device      TEXT NOT NULL,
  threads     INTEGER NOT NULL,
  data        TEXT NOT NULL,
  data_source TEXT NOT NULL,
  data_samples INTEGER NOT NULL,
  environment TEXT NOT NULL,
  state       TEXT NOT NULL,
  started     INTEGER NOT NULL,
  finished    INTEGER,
  seconds     REAL NOT NULL DEFAULT 0,
  samples     INTEGER NOT NULL DEFAULT 0,
  peak_rss    INTEGER NOT NULL DEFAULT 0,
  note        TEXT NOT NULL DEFAULT '',
  folder      TEXT,
  host        TEXT NOT NULL,
  pid         INTEGER NOT NULL,
  pid_started INTEGER NOT NULL
) STRICT;

CREATE TABLE point (
  run   TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  key   TEXT NOT NULL,
  step  INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  time  INTEGER NOT NULL,
  value REAL
) STRICT;

CREATE INDEX point_by_key ON point (run, key, step);

CREATE TABLE final_metric (
  run   TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  key   TEXT NOT NULL,
  place INTEGER NOT NULL,
  value REAL,
  PRIMARY KEY (run, key, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (
  run      TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  place    INTEGER NOT NULL,
  metric   TEXT NOT NULL,
  paper    REAL,
  location TEXT NOT NULL,
  expected REAL,
  measured REAL,
  met      INTEGER NOT NULL,
  PRIMARY KEY (run, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE artefact (
  run   TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name  TEXT NOT NULL,
  kind  TEXT NOT NULL,
  file  TEXT NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;
