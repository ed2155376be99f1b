-- The first schema. Rows of figure, document, raw_document, transition and assessment are only ever added.
-- A column that may be NULL says so; an absent number is never 0.

-- Numbers are taken here, inside the transaction that uses them, so their order is the order of commits.
CREATE TABLE counter (
  name {text} NOT NULL PRIMARY KEY,
  value {integer} NOT NULL
){strict};

INSERT INTO counter (name, value) VALUES
  ('document', 0), ('series', 0), ('figure', 0), ('assessment', 0), ('transition', 0), ('notice', 0);

CREATE TABLE document (
  sequence {integer} NOT NULL PRIMARY KEY,
  sha256 {text} NOT NULL UNIQUE CHECK (length(sha256) = 64),
  name {text} NOT NULL,
  format {text} NOT NULL,
  media {text} NOT NULL,
  taken {text} NOT NULL,
  size_bytes {integer} NOT NULL CHECK (size_bytes >= 0),
  stored {integer} NOT NULL,
  duplicates {integer} NOT NULL,
  revisions {integer} NOT NULL,
  roundings {integer} NOT NULL,
  withdrawals {integer} NOT NULL,
  chain {text} NOT NULL
){strict};

-- Apart from document, so that listing documents never reads their bytes.
CREATE TABLE raw_document (
  sha256 {text} NOT NULL PRIMARY KEY REFERENCES document (sha256),
  bytes {bytes} NOT NULL
){strict};

CREATE TABLE series (
  id {integer} NOT NULL PRIMARY KEY,
  source {text} NOT NULL,
  reporter {text} NOT NULL CHECK (length(reporter) = 3),
  partner {text} NOT NULL CHECK (length(partner) = 3),
  flow {text} NOT NULL,
  commodity {text} NOT NULL,
  valuation {text} NOT NULL,
  basis {text} NOT NULL,
  UNIQUE (reporter, partner, flow, source, commodity, valuation, basis)
){strict};

-- One row is one vintage. Months count from January of year 0. The checks of status and change_kind are no IN (...):
-- SQLite builds a table in memory for each list of three or more with every row that is inserted.
CREATE TABLE figure (
  id {integer} NOT NULL PRIMARY KEY,
  series_id {integer} NOT NULL REFERENCES series (id),
  first_month {integer} NOT NULL,
  last_month {integer} NOT NULL,
  published {text} NOT NULL CHECK (length(published) = 10),
  published_stated {integer} NOT NULL CHECK (published_stated IN (0, 1)),
  sequence {integer} NOT NULL REFERENCES document (sequence),
  value_usd {real} CHECK (value_usd >= 0 AND value_usd <= 1e15),
  value_text {text} NOT NULL,
  unit {text} NOT NULL,
  status {text} NOT NULL CHECK (status = 'final' OR status = 'provisional' OR status = 'estimated' OR
    status = 'withdrawn'),
  reference {text} NOT NULL,
  line {integer} NOT NULL,
  change_kind {text} NOT NULL CHECK (change_kind = 'first' OR change_kind = 'rounding' OR change_kind = 'revision' OR
    change_kind = 'withdrawal'),
  previous_id {integer} REFERENCES figure (id),
  CHECK (first_month <= last_month),
  CHECK ((status = 'withdrawn') = (value_usd IS NULL))
){strict};

CREATE UNIQUE INDEX figure_vintages ON figure (series_id, first_month, last_month, published, sequence, id);
CREATE INDEX figure_of_document ON figure (sequence, id);

CREATE TABLE assessment (
  number {integer} NOT NULL PRIMARY KEY,
  target {text} NOT NULL,
  sequence {integer} NOT NULL,
  settings_digest {text} NOT NULL,
  at {text} NOT NULL,
  verdict {text} NOT NULL,
  probability {real},
  release {text},
  json {text} NOT NULL,
  UNIQUE (target, sequence, settings_digest)
){strict};

CREATE INDEX assessment_of_target ON assessment (target, number);

-- The present state of each alert; its past is in transition.
CREATE TABLE alert (
  id {text} NOT NULL PRIMARY KEY,
  target {text} NOT NULL,
  rule {text} NOT NULL,
  state {text} NOT NULL,
  severity {text} NOT NULL,
  since {text} NOT NULL,
  opened {text} NOT NULL,
  steps {integer} NOT NULL,
  value {real},
  threshold {real},
  acknowledged_by {text} NOT NULL,
  reason_json {text} NOT NULL
){strict};

CREATE INDEX alert_of_target ON alert (target, rule, id);

CREATE TABLE transition (
  number {integer} NOT NULL PRIMARY KEY,
  alert_id {text} NOT NULL REFERENCES alert (id),
  target {text} NOT NULL,
  rule {text} NOT NULL,
  state_from {text} NOT NULL,
  state_to {text} NOT NULL,
  at {text} NOT NULL,
  sequence {integer} NOT NULL,
  value {real},
  threshold {real},
  reason_json {text} NOT NULL
){strict};

CREATE INDEX transition_of_target ON transition (target, number);

-- The outbox. `state` goes from queued to delivered or given_up, and the row stays.
CREATE TABLE notice (
  number {integer} NOT NULL PRIMARY KEY,
  id {text} NOT NULL UNIQUE,
  target {text} NOT NULL,
  alert_id {text} NOT NULL,
  kind {text} NOT NULL,
  receiver {text} NOT NULL,
  body {text} NOT NULL,
  queued {text} NOT NULL,
  state {text} NOT NULL CHECK (state IN ('queued', 'delivered', 'given_up')),
  attempts {integer} NOT NULL,
  next_try {text} NOT NULL,
  claimed_until {text},
  ended {text},
  last_error {text} NOT NULL
){strict};

CREATE INDEX notice_queue ON notice (state, receiver, target, number);
