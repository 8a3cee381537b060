ALTER TABLE run ADD COLUMN entries INTEGER NOT NULL DEFAULT 0;

ALTER TABLE run ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;

ALTER TABLE point ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;

ALTER TABLE final_metric ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;

ALTER TABLE claim ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;

ALTER TABLE artefact ADD COLUMN content TEXT NOT NULL DEFAULT '';

ALTER TABLE artefact ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER run_changed AFTER UPDATE ON run BEGIN
  UPDATE run SET crc = checksum(number, id, recipe, config, scale, seed, device, threads, data, data_source,
    data_samples, environment, state, started, finished, seconds, samples, peak_rss, note, folder, host, pid,
    pid_started, unjudged, unjudged_detail, entries)
  WHERE number = NEW.number; END;

CREATE TRIGGER run_begun AFTER INSERT ON run BEGIN
  UPDATE run SET entries = 0 WHERE number = NEW.number; END;

CREATE TRIGGER metric_set AFTER INSERT ON final_metric BEGIN
  UPDATE final_metric SET crc = checksum(run, key, place, value)
  WHERE run = NEW.run AND key = NEW.key AND place = NEW.place;
  UPDATE run SET entries = entries + 1 WHERE id = NEW.run; END;

CREATE TRIGGER metric_gone AFTER DELETE ON final_metric BEGIN
  UPDATE run SET entries = entries - 1 WHERE id = OLD.run; END;

CREATE TRIGGER claim_set AFTER INSERT ON claim BEGIN
  UPDATE claim SET crc = checksum(run, place, metric, paper, location, expected, measured, met, source,
    seeds, verdict)
  WHERE run = NEW.run AND place = NEW.place;
  UPDATE run SET entries = entries + 1 WHERE id = NEW.run; END;

CREATE TRIGGER claim_gone AFTER DELETE ON claim BEGIN
  UPDATE run SET entries = entries - 1 WHERE id = OLD.run; END;

CREATE TRIGGER artefact_set AFTER INSERT ON artefact BEGIN
  UPDATE artefact SET crc = checksum(run, name, seed, kind, file, title, content)
  WHERE run = NEW.run AND name = NEW.name AND seed = NEW.seed;
  UPDATE run SET entries = entries + 1 WHERE id = NEW.run; END;

CREATE TRIGGER artefact_gone AFTER DELETE ON artefact BEGIN
  UPDATE run SET entries = entries - 1 WHERE id = OLD.run; END;

UPDATE point SET crc = checksum(run, key, seed, step, total, epoch, time, value);

UPDATE final_metric SET crc = checksum(run, key, place, value);

UPDATE claim SET crc = checksum(run, place, metric, paper, location, expected, measured, met, source,
    seeds, verdict);

UPDATE artefact SET crc = checksum(run, name, seed, kind, file, title, content);

UPDATE run SET entries =
  (SELECT count(*) FROM point t WHERE t.run = run.id)
  + (SELECT count(*) FROM final_metric t WHERE t.run = run.id)
  + (SELECT count(*) FROM claim t WHERE t.run = run.id)
  + (SELECT count(*) FROM artefact t WHERE t.run = run.id);
