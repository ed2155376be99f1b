// How far each pull is, one row a pull.

#include "service/storage/session.h"

namespace tradewatch::storage {
namespace {

std::optional<std::string> text_of(const std::optional<trade::Instant>& instant) {
  return instant ? std::optional(trade::format_instant(*instant)) : std::nullopt;
}

std::optional<trade::Instant> optional_instant(const std::string& text, soci::indicator is_null) {
  return is_null == soci::i_ok ? std::optional(instant_of(text)) : std::nullopt;
}

}  // namespace

Store::Result<std::vector<PullRow>> Store::pulls() {
  return attempt(*impl_, "read the pulls", [&] {
    PullRow row;
    std::string tried;
    std::string next_due;
    std::string success;
    std::string new_figure;
    std::string error;
    soci::indicator no_success = soci::i_ok;
    soci::indicator no_new_figure = soci::i_ok;
    soci::indicator no_error = soci::i_ok;
    Query query(*impl_,
                "SELECT name, url, tried, next_due, failures, outcome, note, success, new_figure, error, error_text, "
                "reached, answer_url, etag, last_modified, answer_sha256, refused_sha256 FROM pull ORDER BY name");
    query.into(row.name).into(row.url).into(tried).into(next_due).into(row.failures).into(row.outcome).into(row.note);
    query.into(success, no_success).into(new_figure, no_new_figure).into(error, no_error).into(row.error_text);
    query.into(row.reached).into(row.answer_url).into(row.etag).into(row.last_modified);
    query.into(row.answer_sha256).into(row.refused_sha256);
    std::vector<PullRow> rows;
    while (query.step()) {
      row.tried = instant_of(tried);
      row.next_due = instant_of(next_due);
      row.success = optional_instant(success, no_success);
      row.new_figure = optional_instant(new_figure, no_new_figure);
      row.error = optional_instant(error, no_error);
      rows.push_back(row);
    }
    return rows;
  });
}

namespace {

void put_pull(Store::Impl& impl, const PullRow& row) {
  Query query(impl,
              "INSERT INTO pull (name, url, tried, next_due, failures, outcome, note, success, new_figure, error, "
              "error_text, reached, answer_url, etag, last_modified, answer_sha256, refused_sha256) VALUES (:name, "
              ":url, :tried, :next_due, :failures, :outcome, :note, :success, :new_figure, :error, :error_text, "
              ":reached, :answer_url, :etag, :last_modified, :answer_sha256, :refused_sha256)");
  query.with(row.name).with(row.url).with(row.tried).with(row.next_due).with(row.failures).with(row.outcome);
  query.with(row.note).with_or_null(text_of(row.success)).with_or_null(text_of(row.new_figure));
  query.with_or_null(text_of(row.error)).with(row.error_text).with(row.reached).with(row.answer_url);
  query.with(row.etag).with(row.last_modified).with(row.answer_sha256).with(row.refused_sha256).run();
}

}  // namespace

Store::Result<void> Store::write_pull(const PullRow& row) {
  return attempt(*impl_, "note how far a pull is", [&] {
    Transaction transaction(*impl_);
    Query(*impl_, "DELETE FROM pull WHERE name = :name").with(row.name).run();
    put_pull(*impl_, row);
    transaction.commit();
  });
}

// Of two that delete one row the second waits, and then finds none. Two that find none meet at the insert.
Store::Result<bool> Store::begin_pull(const PullRow& beginning, const std::optional<PullRow>& before) {
  return attempt(*impl_, "begin a round of a pull", [&] {
    Transaction transaction(*impl_);
    if (before) {
      Query mine(*impl_, "DELETE FROM pull WHERE name = :name AND tried = :tried AND next_due = :due");
      if (mine.with(before->name).with(before->tried).with(before->next_due).run() != 1) return false;
      put_pull(*impl_, beginning);
    } else {
      Query first(*impl_,
                  "INSERT INTO pull (name, url, tried, next_due, failures, outcome, note, error_text, reached, "
                  "answer_url, etag, last_modified, answer_sha256, refused_sha256) VALUES (:name, :url, :tried, :due, "
                  "0, '', '', '', '', '', '', '', '', '') ON CONFLICT (name) DO NOTHING");
      first.with(beginning.name).with(beginning.url).with(beginning.tried).with(beginning.next_due);
      if (first.run() != 1) return false;
    }
    transaction.commit();
    return true;
  });
}

Store::Result<bool> Store::end_pull(const PullRow& row, trade::Instant began) {
  return attempt(*impl_, "note how far a pull is", [&] {
    Transaction transaction(*impl_);
    Query mine(*impl_, "DELETE FROM pull WHERE name = :name AND tried = :began");
    if (mine.with(row.name).with(began).run() != 1) return false;
    put_pull(*impl_, row);
    transaction.commit();
    return true;
  });
}

}  // namespace tradewatch::storage
