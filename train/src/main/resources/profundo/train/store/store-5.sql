CREATE TABLE description (
  run      TEXT NOT NULL PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
  document TEXT NOT NULL,
  crc      INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TRIGGER description_set AFTER INSERT ON description BEGIN
  UPDATE description SET crc = checksum(run, document) WHERE run = NEW.run;
  UPDATE run SET entries = entries + 1 WHERE id = NEW.run; END;

CREATE TRIGGER description_gone AFTER DELETE ON description BEGIN
  UPDATE run SET entries = entries - 1 WHERE id = OLD.run; END;
