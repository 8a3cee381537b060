ALTER TABLE run ADD COLUMN unjudged TEXT;
ALTER TABLE run ADD COLUMN unjudged_detail TEXT NOT NULL DEFAULT '';
ALTER TABLE claim ADD COLUMN source TEXT NOT NULL DEFAULT 'memory';
ALTER TABLE claim ADD COLUMN seeds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claim ADD COLUMN verdict TEXT NOT NULL DEFAULT 'missed';

UPDATE claim SET verdict = 'met' WHERE met;

UPDATE claim SET source = 'ours', paper = NULL WHERE
  metric IN ('test.modes', 'test.bitsPerSequence', 'test.lstm.bitsPerSequence', 'validation.gainOverNgrams')
  OR run IN (SELECT id FROM run WHERE recipe = 'perceptron');
