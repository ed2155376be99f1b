#include "service/storage/session.h"

#include <stdexcept>
#include <utility>

namespace tradewatch::storage {

Transaction::Transaction(Store::Impl& impl) : impl_(impl) {
  impl_.sql << (impl_.dialect == Dialect::sqlite ? "BEGIN IMMEDIATE" : "BEGIN ISOLATION LEVEL READ COMMITTED");
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    impl_.sql << "ROLLBACK";
  } catch (const std::exception&) {
    // The fault that led here is the one to report. A full disk or a lost connection has already rolled back; where
    // memory was short the transaction may still be open, and only a new session is rid of it.
    impl_.spoiled = true;
  }
}

void Transaction::commit() {
  impl_.sql << "COMMIT";
  open_ = false;
}

Query::Query(Store::Impl& impl, std::string_view text) : impl_(impl), prepared_(impl.idle.take(text)) {
  if (!prepared_.empty()) return;
  prepared_.push_back({std::string(text), soci::statement(impl.sql)});
  statement().alloc();
  statement().prepare(in_dialect(impl.dialect, text));
}

Query::~Query() {
  if (reusable_) impl_.idle.keep(std::move(prepared_), impl_.dialect);
}

Query& Query::with(std::string_view value) { return bound(texts_.emplace_front(value)); }

Query& Query::with(std::int64_t value) { return bound(integers_.emplace_front(value)); }

Query& Query::with_or_null(const std::optional<double>& value) {
  return bound(reals_.emplace_front(value.value_or(0.0)), indicators_.emplace_front(value ? soci::i_ok : soci::i_null));
}

Query& Query::with_or_null(const std::optional<std::string>& value) {
  return bound(texts_.emplace_front(value.value_or("")), indicators_.emplace_front(value ? soci::i_ok : soci::i_null));
}

bool Query::step() {
  const bool reusable = std::exchange(reusable_, false);  // where anything is thrown here
  if (!bound_) {
    statement().define_and_bind();
    bound_ = true;
  }
  running_ = running_ ? statement().fetch() : statement().execute(true);
  reusable_ = reusable;
  return running_;
}

std::int64_t Query::run() {
  while (step()) {
  }
  return statement().get_affected_rows();
}

std::int64_t take(Store::Impl& impl, std::string_view counter, std::int64_t by) {
  Query(impl, "UPDATE counter SET value = value + :by WHERE name = :name").with(by).with(counter).run();
  long long value = 0;
  Query select(impl, "SELECT value FROM counter WHERE name = :name ORDER BY name");
  select.with(counter).into(value);
  if (!select.step()) throw std::runtime_error("the counter '" + std::string(counter) + "' is missing");
  select.run();
  return value;
}

trade::Instant instant_of(const std::string& text) {
  const auto instant = trade::parse_instant(text);
  if (!instant) throw std::runtime_error("'" + text + "' is no instant that this program wrote");
  return *instant;
}

trade::Date date_of(const std::string& text) {
  const auto date = trade::parse_date(text);
  if (!date) throw std::runtime_error("'" + text + "' is no date that this program wrote");
  return *date;
}

}  // namespace tradewatch::storage
