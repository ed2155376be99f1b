#include "service/intake/panel_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "service/intake/amount.h"
#include "service/intake/gunzip.h"
#include "service/intake/limits.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

// Fields in the order in which an identity names them. `partner_code` is no column of the house format, but panels
// that carry it give one name to two partners (Sudan before and after 2011).
constexpr std::array<std::string_view, 14> kNames = {"series", "period",    "value",     "unit",    "published",
                                                     "flag",   "source",    "reporter",  "partner", "partner_code",
                                                     "flow",   "commodity", "valuation", "basis"};
enum Field : std::size_t { kSeries, kPeriod, kValue, kUnit, kPublished, kFlag, kSource, kReporter };

// `text` as a number times 10^`exponent`; exponents are allowed, because programs write panels.
std::optional<double> panel_value(std::string_view text, int exponent, double usd_per_unit) {
  if (const auto exact = parse_amount(text, exponent)) return *exact;
  double value = 0.0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool number = read.ec == std::errc() && read.ptr == text.data() + text.size();
  value *= usd_per_unit;
  if (!number || !std::isfinite(value) || value < 0.0 || value > trade::kMaxValueUsd) return std::nullopt;
  return value;
}

class PanelReader {
 public:
  PanelReader(CsvRows& rows, const PanelOptions& options) : rows_(rows), options_(options) {}

  std::expected<Panel, Refusal> read() {
    if (header()) {
      for (auto step = rows_.next(); step != CsvRows::Step::end && more(); step = rows_.next()) {
        step == CsvRows::Step::row ? row() : faults_.add(rows_.fault());
      }
      for (PanelSeries& series : panel_.series) settle(series);
    }
    if (!faults_.empty()) return std::unexpected(std::move(faults_).refusal(options_.document));
    return std::move(panel_);
  }

 private:
  bool header() {
    const auto step = rows_.next();
    if (step == CsvRows::Step::fault) return faults_.add(rows_.fault()), false;
    if (step == CsvRows::Step::end) {
      faults_.add({1, 0, "", "an empty document", "a header with period and value", ""});
      return false;
    }
    const auto& cells = rows_.cells();
    fields_ = cells.size();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto name = std::find(kNames.begin(), kNames.end(), cells[i].text);
      if (name == kNames.end()) continue;
      std::size_t& position = position_[static_cast<std::size_t>(name - kNames.begin())];
      if (position != 0)
        faults_.add({1, static_cast<int>(i) + 1, std::string(*name), shown(*name), "each column once", ""});
      position = i + 1;
    }
    for (const Field field : {kPeriod, kValue}) {
      if (position_[field] == 0)
        faults_.add({rows_.line(), 0, std::string(kNames[field]), "", "a column of this name", ""});
    }
    if (position_[kSeries] == 0 && position_[kReporter] == 0) {
      faults_.add({rows_.line(), 0, "series", "", "a column series, or reporter, partner and flow", ""});
    }
    return faults_.empty();
  }

  bool more() {
    if (++panel_.rows <= kMaxPanelRows) return true;
    faults_.add({rows_.line(), 0, "", "more rows", "at most " + std::to_string(kMaxPanelRows) + " rows", ""});
    return false;
  }

  [[nodiscard]] std::string_view text(std::size_t field) const {
    return position_[field] == 0 ? std::string_view() : rows_.cells()[position_[field] - 1].text;
  }

  void fault(Field field, std::string expected, std::string hint) {
    faults_.add({rows_.line(), static_cast<int>(position_[field]), std::string(kNames[field]), shown(text(field)),
                 std::move(expected), std::move(hint)});
  }

  void row() {
    if (rows_.cells().size() != fields_) {
      const std::string wanted = std::to_string(fields_) + " fields";
      faults_.add({rows_.line(), 0, "", std::to_string(rows_.cells().size()) + " fields", wanted, ""});
      return;
    }
    PanelSeries* series = series_of_row();
    if (series == nullptr) return;
    const auto span = trade::parse_period(text(kPeriod));
    if (!span) return fault(kPeriod, span.error().expected, span.error().hint);
    if (options_.origin && span->last > *options_.origin) return;
    if (options_.first && span->first < *options_.first) return;
    if (options_.unflagged_only && !text(kFlag).empty()) return;
    if (text(kValue).empty()) return;
    const int exponent = exponent_;
    const auto value = panel_value(text(kValue), exponent, series->usd_per_unit);
    if (!value) return fault(kValue, "a number from 0 to 10^15 USD", odd_character(text(kValue)));
    trade::Date published{};
    if (!text(kPublished).empty()) {
      const auto date = trade::parse_published(text(kPublished));
      if (!date) return fault(kPublished, "a date 2026-02-04 or a month 2026-02", "");
      published = *date;
    }
    series->figures.push_back({*span, *value, published, rows_.line()});
  }

  // The row's series, begun when it is new; nothing when its unit contradicts its earlier rows.
  PanelSeries* series_of_row() {
    name_.clear();
    if (position_[kSeries] != 0) {
      name_ = text(kSeries);
    } else {
      for (std::size_t field = kSource; field < kNames.size(); ++field) {
        if (position_[field] != 0) name_.append(name_.empty() ? "" : "|").append(text(field));
      }
    }
    if (last_ == panel_.series.size() || panel_.series[last_].name != name_) {
      const auto [entry, is_new] = index_.emplace(name_, panel_.series.size());
      last_ = entry->second;
      if (is_new) begin_series();
    }
    PanelSeries& series = panel_.series[last_];
    if (series.unit != text(kUnit)) {
      fault(kUnit, "one unit for a series, here " + shown(series.unit), "");
      return nullptr;
    }
    exponent_ = exponents_[last_];
    return &series;
  }

  void begin_series() {
    const auto unit = parse_unit(text(kUnit));
    exponents_.push_back(unit ? unit->exponent : 0);
    panel_.series.push_back({name_, std::string(text(kUnit)), std::pow(10.0, exponents_.back()), {}});
  }

  // Sorted, the newest vintage of each span alone.
  void settle(PanelSeries& series) {
    auto& figures = series.figures;
    const auto order = [](const PanelFigure& a, const PanelFigure& b) {
      return std::tie(a.span, a.published, a.line) < std::tie(b.span, b.published, b.line);
    };
    if (!std::is_sorted(figures.begin(), figures.end(), order)) std::sort(figures.begin(), figures.end(), order);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < figures.size(); ++i) {
      if (i > 0 && figures[i].span == figures[i - 1].span) {
        const bool same_day = figures[i].published == figures[i - 1].published;
        if (same_day && figures[i].value_usd != figures[i - 1].value_usd)
          two_values(series, figures[i - 1], figures[i]);
        --kept;
      }
      figures[kept++] = figures[i];
    }
    figures.resize(kept);
    figures.shrink_to_fit();
  }

  void two_values(const PanelSeries& series, const PanelFigure& one, const PanelFigure& other) {
    faults_.add({other.line, static_cast<int>(position_[kValue]), "value",
                 shown(series.name) + " " + trade::format_period(other.span), "one value for a period of a series",
                 "line " + std::to_string(one.line) + " says another"});
  }

  CsvRows& rows_;
  const PanelOptions& options_;
  FaultList faults_;
  Panel panel_;
  std::size_t fields_ = 0;
  std::array<std::size_t, kNames.size()> position_{};  // of each field from 1; 0 when the file has none
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<int> exponents_;
  int exponent_ = 0;
  std::size_t last_ = 0;
  std::string name_;
};

}  // namespace

trade::FlowKey PanelSeries::key() const {
  trade::FlowKey key;
  key.source = name;
  return key;
}

std::vector<trade::KeptFigure> PanelSeries::kept() const {
  std::vector<trade::KeptFigure> out(figures.size());
  const trade::FlowKey shared = key();
  for (std::size_t i = 0; i < figures.size(); ++i) {
    trade::Figure& figure = out[i].figure;
    figure.key = shared;
    figure.period = figures[i].span;
    figure.value_usd = figures[i].value_usd;
    figure.published = figures[i].published;
    figure.published_stated = figures[i].published != trade::Date{};
    figure.line = figures[i].line;
    out[i].id = static_cast<std::int64_t>(i);
  }
  return out;
}

std::expected<Panel, Refusal> read_panel(CsvRows::Read read, const PanelOptions& options) {
  std::uint64_t total = 0;
  bool too_large = false;
  CsvRows rows([&](char* into, std::size_t room) -> std::size_t {
    const std::size_t got = read(into, room);
    total += got;
    too_large = total > kMaxPanelBytes;
    return too_large ? 0 : got;
  });
  auto panel = PanelReader(rows, options).read();
  if (!too_large) return panel;
  return std::unexpected(
      Refusal{options.document,
              {{0, 0, "", "more than 4 GiB", "at most " + std::to_string(kMaxPanelBytes) + " bytes", ""}},
              0});
}

std::expected<Panel, Refusal> read_panel(std::string_view bytes, const PanelOptions& options) {
  if (!is_gzip(bytes)) {
    CsvRows rows(bytes);
    return PanelReader(rows, options).read();
  }
  Gunzip stream(bytes);
  auto panel = read_panel([&](char* into, std::size_t room) { return stream.read(into, room); }, options);
  if (stream.damage().empty()) return panel;
  return std::unexpected(
      Refusal{options.document, {{0, 0, "", "a gzip file", "a whole gzip file", stream.damage()}}, 0});
}

}  // namespace tradewatch::intake
