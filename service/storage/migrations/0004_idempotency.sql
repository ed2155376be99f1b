-- What was answered to a request that carried a key of its sender's, so that the same request gets the same answer.
CREATE TABLE answered (
  key {text} NOT NULL PRIMARY KEY,
  sha256 {text} NOT NULL,
  status {integer} NOT NULL,
  body {text} NOT NULL,
  at {text} NOT NULL
){strict};
