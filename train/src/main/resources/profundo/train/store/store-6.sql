CREATE TABLE study (
  number  INTEGER PRIMARY KEY,
  id      TEXT NOT NULL UNIQUE,
  recipe  TEXT NOT NULL,
  plan    TEXT NOT NULL,
  hash    TEXT NOT NULL,
  planned INTEGER NOT NULL,
  crc     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE job (
  study       TEXT NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  place       INTEGER NOT NULL,
  arm         TEXT NOT NULL,
  seed        INTEGER NOT NULL,
  state       TEXT NOT NULL DEFAULT 'waiting',
  run         TEXT NOT NULL DEFAULT '',
  tries       INTEGER NOT NULL DEFAULT 0,
  note        TEXT NOT NULL DEFAULT '',
  progress    REAL NOT NULL DEFAULT 0,
  renewed     INTEGER NOT NULL DEFAULT 0,
  host        TEXT NOT NULL DEFAULT '',
  pid         INTEGER NOT NULL DEFAULT 0,
  pid_started INTEGER NOT NULL DEFAULT 0,
  crc         INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (study, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE study_event (
  number INTEGER PRIMARY KEY,
  study  TEXT NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  time   INTEGER NOT NULL,
  event  TEXT NOT NULL,
  detail TEXT NOT NULL,
  crc    INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TRIGGER study_planned AFTER INSERT ON study BEGIN
  UPDATE study SET crc = checksum(id, recipe, plan, hash, planned) WHERE number = NEW.number; END;

CREATE TRIGGER job_entered AFTER INSERT ON job BEGIN
  UPDATE job SET renewed = renewed WHERE study = NEW.study AND place = NEW.place; END;

CREATE TRIGGER job_changed AFTER UPDATE ON job BEGIN
  UPDATE job SET crc = checksum(study, place, arm, seed, state, run, tries, note, progress, renewed, host, pid,
    pid_started)
  WHERE study = NEW.study AND place = NEW.place; END;

CREATE TRIGGER study_event_told AFTER INSERT ON study_event BEGIN
  UPDATE study_event SET crc = checksum(study, time, event, detail) WHERE number = NEW.number; END;
