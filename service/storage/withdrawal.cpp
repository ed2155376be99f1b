// A figure after a withdrawal is what the other documents make it, at every published date: for each vintage of the
// document, the newest that others had published by that day is written again under that very day, where the later
// sequence wins. So no release is made up, and `--as-published` answers as if the document had never been.

#include "service/storage/withdrawal.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ranges>
#include <set>
#include <utility>

#include "service/storage/keeping.h"
#include "service/storage/vintages.h"

namespace tradewatch::storage {
namespace {

constexpr std::string_view kMedia = "withdraws ";

constexpr std::string_view kOfItsFigures =
    "(f.series_id, f.first_month, f.last_month) IN (SELECT w.series_id, w.first_month, w.last_month FROM document o "
    "JOIN figure w ON w.id BETWEEN o.first_figure AND o.last_figure WHERE o.sequence = :withdrawn OR "
    "o.sequence = :undone)";
constexpr std::string_view kByFigure = "f.series_id, f.first_month, f.last_month, f.published, f.sequence, f.id";

// Which documents count, once the withdrawal is in force.
struct Standing {
  std::int64_t withdrawn = 0;
  std::int64_t undone = 0;        // what `withdrawn` withdrew, where it is itself a withdrawal; else 0
  std::set<std::int64_t> silent;  // documents out of force, and withdrawals, which only repeat others

  [[nodiscard]] bool is_touched(std::int64_t sequence) const { return sequence == withdrawn || sequence == undone; }
};

StoreFault refused(const Store::Impl& impl, std::string found, std::string expected, std::string todo) {
  StoreFault fault{impl.where, std::move(found), std::move(expected), std::move(todo)};
  fault.refused = true;
  return fault;
}

std::expected<Standing, StoreFault> standing_after(const Store::Impl& impl, std::span<const DocumentRow> documents,
                                                   std::int64_t withdrawn) {
  const auto it = std::ranges::find(documents, withdrawn, &DocumentRow::sequence);
  if (it == documents.end()) {
    return std::unexpected(refused(impl, fmt::format("no document {}", withdrawn), "a document of this store",
                                   "name it by sequence, digest or name"));
  }
  const auto before = out_of_force(documents);
  if (const auto already = before.find(withdrawn); already != before.end()) {
    return std::unexpected(
        refused(impl, fmt::format("document {} '{}', which document {} withdrew", withdrawn, it->name, already->second),
                "a document in force", fmt::format("to undo that, withdraw document {}", already->second)));
  }
  Standing standing{withdrawn, withdrawn_by(*it).value_or(0), {}};
  const auto undone = std::ranges::find(documents, standing.undone, &DocumentRow::sequence);
  if (const auto back = undone == documents.end() ? std::nullopt : withdrawn_by(*undone)) {
    const auto brought = std::ranges::find(documents, *back, &DocumentRow::sequence);
    return std::unexpected(refused(impl,
                                   fmt::format("document {}, which brought document {} '{}' back", withdrawn, *back,
                                               brought == documents.end() ? "" : brought->name),
                                   "a document of figures, or a withdrawal of one",
                                   fmt::format("to take that out of force again, withdraw document {}", *back)));
  }
  standing.silent = silent_documents(documents, documents.back().sequence);
  standing.silent.insert(withdrawn);
  standing.silent.erase(standing.undone);
  return standing;
}

// The vintages of one figure, ordered by (published, sequence).
using Lineage = std::vector<Vintage>;

std::vector<Lineage> lineages_of(Store::Impl& impl, const Standing& standing) {
  std::vector<Lineage> lineages;
  read_vintages(
      impl, kOfItsFigures, kByFigure, [&](Query& query) { query.with(standing.withdrawn).with(standing.undone); },
      [&](ReadVintage&& read) {
        const trade::Figure& figure = read.vintage.kept.figure;
        const bool same = !lineages.empty() && lineages.back().front().kept.figure.key == figure.key &&
                          lineages.back().front().kept.figure.period == figure.period;
        if (!same) lineages.emplace_back();
        lineages.back().push_back(std::move(read.vintage));
      });
  return lineages;
}

// What stands in for a vintage: a copy of what others published last by its day, or a withdrawn figure.
trade::Figure replacement(const trade::Figure& of, const Vintage* stands, const std::string& why) {
  trade::Figure figure = stands != nullptr ? stands->kept.figure : of;
  figure.published = of.published;
  figure.published_stated = false;  // nobody published anything that day on account of this
  figure.line = 0;
  figure.reference = why;
  if (stands != nullptr) {
    figure.reference += fmt::format("; as in document {} '{}'", stands->kept.sequence, stands->kept.document_name);
  } else {
    figure.status = trade::Status::withdrawn;
    figure.value_usd.reset();
    figure.value_text.clear();
  }
  return figure;
}

// Whether what stands without the document differs from what is in force, `newest`.
bool differs(const Vintage& newest, const Vintage* stands) {
  const trade::Figure& now = newest.kept.figure;
  if (stands == nullptr) return now.status != trade::Status::withdrawn;
  return now.value_usd != stands->kept.figure.value_usd || now.status != stands->kept.figure.status;
}

// Every date is looked at and not the document's own alone: an earlier withdrawal may have written a copy of its figure
// under a later one.
void replace(const Lineage& lineage, const Standing& standing, const std::string& why,
             std::vector<trade::Figure>& figures, WithdrawReport& report) {
  const Vintage* stands = nullptr;
  for (std::size_t i = 0; i < lineage.size();) {
    const trade::Date published = lineage[i].kept.figure.published;
    bool touched = false;
    for (; i < lineage.size() && lineage[i].kept.figure.published == published; ++i) {
      touched = touched || standing.is_touched(lineage[i].kept.sequence);
      if (!standing.silent.contains(lineage[i].kept.sequence)) stands = &lineage[i];
    }
    const Vintage& newest = lineage[i - 1];
    if (!differs(newest, stands)) {
      report.replaced_before += touched ? 1 : 0;
      continue;
    }
    figures.push_back(replacement(newest.kept.figure, stands, why));
    ++(figures.back().status == trade::Status::withdrawn ? report.withdrawn : report.restored);
  }
}

std::expected<WithdrawReport, StoreFault> withdraw_document(Store& store, Store::Impl& impl, const WithdrawOrder& order,
                                                            trade::Instant now, Outcome outcome) {
  const auto done = attempt(
      impl, fmt::format("withdraw document {}", order.sequence), [&]() -> std::expected<WithdrawReport, StoreFault> {
        Transaction transaction(impl);
        Keeping keeping(impl, order.raw, now);  // takes the sequence: nobody else adds a document from here on
        const auto documents = store.documents_after(0);
        if (!documents) return std::unexpected(documents.error());
        const auto standing = standing_after(impl, *documents, order.sequence);
        if (!standing) return std::unexpected(standing.error());
        WithdrawReport report;
        std::vector<trade::Figure> figures;
        for (const Lineage& lineage : lineages_of(impl, *standing)) {
          replace(lineage, *standing, order.why, figures, report);
        }
        std::ranges::copy_if(*documents, std::back_inserter(report.repeating), [&](const DocumentRow& document) {
          return document.sequence > order.sequence && document.duplicates > 0 &&
                 !standing->silent.contains(document.sequence);
        });
        const KeepReport kept = keeping.keep(figures, outcome);
        if (outcome == Outcome::preview) return report;
        wake_others(impl);
        transaction.commit();
        report.sequence = kept.sequence;
        return report;
      });
  if (!done) return std::unexpected(done.error());
  return *done;
}

}  // namespace

std::string media_of_withdrawal(std::int64_t withdrawn) { return std::string(kMedia) + std::to_string(withdrawn); }

std::optional<std::int64_t> withdrawn_by(const DocumentRow& document) {
  if (document.format != kWithdrawalFormat || !document.media.starts_with(kMedia)) return std::nullopt;
  std::int64_t sequence = 0;
  const char* end = document.media.data() + document.media.size();
  const auto read = std::from_chars(document.media.data() + kMedia.size(), end, sequence);
  return read.ec == std::errc() && read.ptr == end ? std::optional(sequence) : std::nullopt;
}

// A withdrawal comes after what it withdraws, so the newest is in force for certain, and settles the older ones.
std::map<std::int64_t, std::int64_t> out_of_force(std::span<const DocumentRow> documents) {
  std::map<std::int64_t, std::int64_t> out;
  for (const DocumentRow& document : documents | std::views::reverse) {
    const auto withdrawn = withdrawn_by(document);
    if (withdrawn && !out.contains(document.sequence)) out.emplace(*withdrawn, document.sequence);
  }
  return out;
}

std::set<std::int64_t> silent_documents(std::span<const DocumentRow> documents, std::int64_t last) {
  const auto later = std::ranges::upper_bound(documents, last, {}, &DocumentRow::sequence);
  const std::span known(documents.begin(), later);
  std::set<std::int64_t> silent;
  for (const auto sequence : out_of_force(known) | std::views::keys) silent.insert(sequence);
  for (const DocumentRow& document : known) {
    if (withdrawn_by(document)) silent.insert(document.sequence);
  }
  return silent;
}

Store::Result<WithdrawReport> Store::withdraw(const WithdrawOrder& order, trade::Instant now) {
  return withdraw_document(*this, *impl_, order, now, Outcome::keep);
}

Store::Result<WithdrawReport> Store::preview_withdrawal(const WithdrawOrder& order, trade::Instant now) {
  return withdraw_document(*this, *impl_, order, now, Outcome::preview);
}

}  // namespace tradewatch::storage
