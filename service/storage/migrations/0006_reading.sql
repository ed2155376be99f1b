-- The same bytes may be read again, otherwise than before: by a mapping that was corrected since. Each reading is a
-- document of its own, and their bytes are kept once. The first reading is named by the digest, which raw_document
-- refers to; a later one by its sequence, written with 64 digits.
ALTER TABLE document RENAME COLUMN sha256 TO reading;
ALTER TABLE document ADD COLUMN sha256 {text} NOT NULL
  DEFAULT '0000000000000000000000000000000000000000000000000000000000000000' CHECK (length(sha256) = 64);
UPDATE document SET sha256 = reading;
CREATE INDEX document_of_bytes ON document (sha256, sequence);
