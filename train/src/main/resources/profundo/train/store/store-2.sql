ALTER TABLE point ADD COLUMN seed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE point ADD COLUMN total INTEGER NOT NULL DEFAULT 0;

UPDATE point SET
  total = step,
  seed = CASE instr(key, '@')
    WHEN 0 THEN (SELECT seed FROM run WHERE id = point.run)
    ELSE CAST(substr(key, instr(key, '@') + 1) AS INTEGER) END;

CREATE TEMP TABLE first_point AS
  SELECT run, key, min(total) AS total FROM point GROUP BY run, key;

CREATE TEMP TABLE began AS
  SELECT f.run, f.key,
    coalesce((SELECT max(p.total) FROM point p WHERE p.run = f.run AND p.total < f.total), 0) AS total
  FROM first_point f;

UPDATE point SET step = total - (SELECT b.total FROM began b WHERE b.run = point.run AND b.key = point.key);

UPDATE point SET key = substr(key, 1, instr(key, '@') - 1) WHERE instr(key, '@') > 0;

DROP TABLE began;

DROP TABLE first_point;

DROP INDEX point_by_key;

CREATE INDEX point_by_key ON point (run, key, seed, step);

CREATE TABLE artefact_of_seed (
  run   TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name  TEXT NOT NULL,
  seed  INTEGER NOT NULL,
  kind  TEXT NOT NULL,
  file  TEXT NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (run, name, seed)
) STRICT, WITHOUT ROWID;

INSERT INTO artefact_of_seed
  SELECT a.run, a.name,
    r.seed + CASE json_valid(r.config) WHEN 1 THEN coalesce(json_extract(r.config, '$.seeds'), 1) - 1 ELSE 0 END,
    a.kind, a.file, a.title
  FROM artefact a JOIN run r ON r.id = a.run;

DROP TABLE artefact;

ALTER TABLE artefact_of_seed RENAME TO artefact;
