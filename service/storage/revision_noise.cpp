#include "models/trade/revision_noise.h"

#include <set>

#include "service/storage/session.h"
#include "service/storage/withdrawal.h"

namespace tradewatch::storage {
namespace {

constexpr int kRevisionMonths = 120;         // periods older than that teach nothing about revisions to come
constexpr std::size_t kNoisesInMemory = 64;  // a target asks for one or two

std::string question(const trade::FlowKey& key, const AsOf& as_of, std::int64_t sequence) {
  std::string text = key.source + "\n" + std::string(key.reporter.alpha3()) + "\n" + key.commodity + "\n" +
                     std::to_string(sequence) + "\n";
  if (as_of.taken) text += trade::format_instant(*as_of.taken);
  text += "\n";
  if (as_of.published) text += trade::format_date(*as_of.published);
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

}  // namespace

Store::Result<trade::RevisionNoise> Store::revision_noise(const trade::FlowKey& key, const AsOf& as_of) {
  std::int64_t newest = as_of.sequence.value_or(0);
  if (!as_of.sequence) {
    const auto now = sequence();
    if (!now) return std::unexpected(now.error());
    newest = *now;
  }
  const std::string asked = question(key, as_of, newest);
  if (const auto known = impl_->noises.find(asked); known != impl_->noises.end()) return known->second;
  const auto last = attempt(*impl_, "read the newest month", [&] { return newest_month(*impl_, key, newest); });
  if (!last) return std::unexpected(last.error());
  FigureFilter filter{.source = key.source, .reporter = key.reporter, .commodity = key.commodity};
  if (*last) filter.first = **last - (kRevisionMonths - 1);
  AsOf bounded = as_of;
  bounded.sequence = newest;  // what comes in meanwhile belongs to another question
  const auto read = vintages(filter, bounded);
  if (!read) return std::unexpected(read.error());
  const auto documents = documents_after(0);
  if (!documents) return std::unexpected(documents.error());
  const std::set<std::int64_t> silent = silent_documents(*documents, newest);
  std::vector<trade::KeptFigure> kept;
  kept.reserve(read->size());
  for (const Vintage& v : *read) {
    if (!silent.contains(v.kept.sequence)) kept.push_back(v.kept);
  }
  trade::RevisionNoise noise = trade::learn_revision_noise(key.source, kept);
  if (impl_->noises.size() >= kNoisesInMemory) impl_->noises.clear();
  impl_->noises.emplace(asked, noise);
  return noise;
}

}  // namespace tradewatch::storage
