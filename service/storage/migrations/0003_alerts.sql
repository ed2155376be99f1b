-- What people do about alerts, and what each receiver was told of each: acknowledgements, silences, reminders.

-- Every write of alert states of a target takes its number one further; who read an older one writes nothing.
CREATE TABLE alert_book (
  target {text} NOT NULL PRIMARY KEY,
  number {integer} NOT NULL
){strict};

-- The one in force of each alert. It goes when the alert resolves; that it was there stays in alert_event.
CREATE TABLE acknowledgement (
  alert_id {text} NOT NULL PRIMARY KEY REFERENCES alert (id),
  author {text} NOT NULL,
  note {text} NOT NULL,
  at {text} NOT NULL,
  until {text}
){strict};

-- An empty target, rule or receiver matches all. What has ended stays.
CREATE TABLE silence (
  id {text} NOT NULL PRIMARY KEY,
  target {text} NOT NULL,
  rule {text} NOT NULL,
  receiver {text} NOT NULL,
  starts {text} NOT NULL,
  ends {text} NOT NULL,
  author {text} NOT NULL,
  reason {text} NOT NULL,
  created {text} NOT NULL,
  ended {text},
  ended_by {text} NOT NULL,
  confirmed {integer} NOT NULL CHECK (confirmed IN (0, 1)),
  CHECK (starts < ends)
){strict};

-- The last word of an alert to a receiver, and the one that a silence kept back since; empty: none.
CREATE TABLE told (
  alert_id {text} NOT NULL REFERENCES alert (id),
  receiver {text} NOT NULL,
  kind {text} NOT NULL,
  at {text} NOT NULL,
  notice_id {text} NOT NULL,
  withheld {text} NOT NULL,
  withheld_by {text} NOT NULL,
  PRIMARY KEY (alert_id, receiver)
){strict};

-- What happened to alerts beside their transitions. Rows are only ever added.
CREATE TABLE alert_event (
  number {integer} NOT NULL PRIMARY KEY,
  at {text} NOT NULL,
  target {text} NOT NULL,
  alert_id {text} NOT NULL,
  kind {text} NOT NULL,
  receiver {text} NOT NULL,
  author {text} NOT NULL,
  note {text} NOT NULL,
  reference {text} NOT NULL
){strict};

CREATE INDEX alert_event_of_target ON alert_event (target, number);

INSERT INTO counter (name, value) VALUES ('alert_event', 0);

INSERT INTO told (alert_id, receiver, kind, at, notice_id, withheld, withheld_by)
  SELECT n.alert_id, n.receiver, n.kind, n.queued, n.id, '', '' FROM notice n
  WHERE n.alert_id <> '' AND n.number =
    (SELECT max(o.number) FROM notice o WHERE o.alert_id = n.alert_id AND o.receiver = n.receiver);

ALTER TABLE alert DROP COLUMN acknowledged_by;

-- The chart that an e-mail shows, as it was when the notice was queued.
ALTER TABLE notice ADD COLUMN chart_svg {text} NOT NULL DEFAULT '';
