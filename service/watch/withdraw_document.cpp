#include "service/watch/withdraw_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <optional>
#include <vector>

#include "service/intake/digest.h"
#include "service/storage/withdrawal.h"

namespace tradewatch::watch {
namespace {

using storage::DocumentRow;

std::optional<std::int64_t> sequence_in(std::string_view text) {
  std::int64_t sequence = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), sequence);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(sequence) : std::nullopt;
}

bool begins_digest(const DocumentRow& document, std::string_view text) {
  return text.size() >= kLeastDigestDigits && document.sha256.starts_with(text);
}

std::string listed(const std::vector<DocumentRow>& documents) {
  std::string list;
  for (const DocumentRow& d : documents) {
    list += fmt::format("{}{} '{}' of {}", list.empty() ? "" : ", ", d.sequence, d.name,
                        trade::format_date(std::chrono::floor<std::chrono::days>(d.taken)));
  }
  return list;
}

std::string bytes_of(const Order& order, trade::Instant now) {
  boost::json::object o;
  o["withdraws"] = order.document.sequence;
  o["sha256"] = order.document.sha256;
  o["name"] = order.document.name;
  o["by"] = order.by;
  o["note"] = order.note;
  o["at"] = trade::format_instant(now);
  return boost::json::serialize(o) + "\n";
}

}  // namespace

std::expected<DocumentRow, std::string> document_meant(std::span<const DocumentRow> documents, std::string_view name) {
  if (const auto sequence = sequence_in(name)) {
    const auto it = std::ranges::find(documents, *sequence, &DocumentRow::sequence);
    if (it != documents.end()) return *it;
  }
  std::vector<DocumentRow> meant;
  std::ranges::copy_if(documents, std::back_inserter(meant),
                       [&](const DocumentRow& d) { return begins_digest(d, name) || d.name == name; });
  if (meant.size() == 1) return meant.front();
  constexpr std::string_view kExpected = "a sequence, 8 or more digits of a SHA-256, or a name that one document has";
  if (meant.empty()) return std::unexpected(fmt::format("document: found \"{}\", expected {}", name, kExpected));
  return std::unexpected(fmt::format("document: found \"{}\", which means {} documents: {}; expected {}", name,
                                     meant.size(), listed(meant), kExpected));
}

std::expected<storage::WithdrawReport, storage::StoreFault> withdraw_document(storage::Store& store, const Order& order,
                                                                              trade::Instant now, Dry dry) {
  const DocumentRow& document = order.document;
  storage::WithdrawOrder written;
  written.sequence = document.sequence;
  written.why =
      fmt::format("document {} '{}' withdrawn by {}: {}", document.sequence, document.name, order.by, order.note);
  written.raw.name = fmt::format("withdrawal of {} {}", document.sequence, document.name);
  written.raw.bytes = bytes_of(order, now);
  written.raw.sha256 = intake::sha256_hex(written.raw.bytes);
  written.raw.format = storage::kWithdrawalFormat;
  written.raw.media = storage::media_of_withdrawal(document.sequence);
  return dry == Dry::yes ? store.preview_withdrawal(written, now) : store.withdraw(written, now);
}

}  // namespace tradewatch::watch
