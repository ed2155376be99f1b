#include "models/trade/revision_noise.h"

#include <set>

#include "service/storage/vintages.h"
#include "service/storage/withdrawal.h"

namespace tradewatch::storage {
namespace {

constexpr int kRevisionMonths = 120;  // periods older than that teach nothing about revisions to come

std::string question(const trade::FlowKey& key, const AsOf& as_of, std::int64_t sequence,
                     std::optional<trade::Date> release) {
  std::string text = key.source + "\n" + std::string(key.reporter.alpha3()) + "\n" + key.commodity + "\n" +
                     std::to_string(sequence) + "\n";
  if (as_of.taken) text += trade::format_instant(*as_of.taken);
  text += "\n";
  if (as_of.published) text += trade::format_date(*as_of.published);
  text += "\n";
  if (release) text += trade::format_date(*release);
  return text;
}

// The newest month of any of these figures; nothing when there is none.
std::optional<trade::Month> newest_month(Store::Impl& impl, const trade::FlowKey& key, std::int64_t sequence) {
  Query query(impl,
              "SELECT MAX(f.last_month) FROM figure f JOIN series s ON s.id = f.series_id WHERE s.source = :source AND "
              "s.reporter = :reporter AND s.commodity = :commodity AND f.sequence <= :sequence");
  query.with(key.source).with(key.reporter.alpha3()).with(key.commodity).with(sequence);
  long long month = 0;
  soci::indicator none = soci::i_ok;
  query.into(month, none);
  bool found = false;
  while (query.step()) found = none == soci::i_ok;
  return found ? std::optional(trade::Month::from_index(static_cast<int>(month))) : std::nullopt;
}

// `as_of` has a sequence: what comes in meanwhile belongs to another question.
Store::Result<RevisionNoises> learn(Store::Impl& impl, const trade::FlowKey& key, const AsOf& as_of,
                                    std::optional<trade::Date> release) {
  const auto last = attempt(impl, "read the newest month", [&] { return newest_month(impl, key, *as_of.sequence); });
  if (!last) return std::unexpected(last.error());
  FigureFilter filter{.source = key.source, .reporter = key.reporter, .commodity = key.commodity};
  if (*last) filter.first = **last - (kRevisionMonths - 1);
  auto read = attempt(impl, "read what was revised", [&] { return read_values(impl, filter, as_of); });
  if (!read) return std::unexpected(read.error());
  const auto orders = attempt(impl, "read the withdrawals", [&] { return withdrawals(impl); });
  if (!orders) return std::unexpected(orders.error());
  const std::set<std::int64_t> silent = silent_documents(*orders, *as_of.sequence);
  std::vector<trade::KeptFigure> kept = *std::move(read);
  std::erase_if(kept, [&](const trade::KeptFigure& f) { return silent.contains(f.sequence); });
  RevisionNoises noises{trade::learn_revision_noise(key.source, kept), {}};
  if (!release) return noises;
  std::erase_if(kept, [&](const trade::KeptFigure& f) { return f.figure.published >= *release; });
  noises.before = trade::learn_revision_noise(key.source, kept);
  return noises;
}

}  // namespace

Store::Result<RevisionNoises> Store::revision_noises(const trade::FlowKey& key, const AsOf& as_of,
                                                     std::optional<trade::Date> release) {
  AsOf bounded = as_of;
  if (!bounded.sequence) {
    const auto now = sequence();
    if (!now) return std::unexpected(now.error());
    bounded.sequence = *now;
  }
  return impl_->noises->answer(question(key, as_of, *bounded.sequence, release),
                               [&] { return learn(*impl_, key, bounded, release); });
}

Store::Result<trade::RevisionNoise> Store::revision_noise(const trade::FlowKey& key, const AsOf& as_of) {
  auto noises = revision_noises(key, as_of, std::nullopt);
  if (!noises) return std::unexpected(noises.error());
  return std::move(noises->now);
}

}  // namespace tradewatch::storage
