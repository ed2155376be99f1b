-- How far each pull is: what the next question needs, and what a person asks about it. Rewritten after each round;
-- what was fetched is kept as documents.
CREATE TABLE pull (
  name {text} NOT NULL PRIMARY KEY,
  url {text} NOT NULL,
  tried {text} NOT NULL,
  next_due {text} NOT NULL,
  failures {integer} NOT NULL CHECK (failures >= 0),
  outcome {text} NOT NULL,
  note {text} NOT NULL,
  success {text},
  new_figure {text},
  error {text},
  error_text {text} NOT NULL,
  reached {text} NOT NULL,
  answer_url {text} NOT NULL,
  etag {text} NOT NULL,
  last_modified {text} NOT NULL,
  answer_sha256 {text} NOT NULL,
  refused_sha256 {text} NOT NULL
){strict};
