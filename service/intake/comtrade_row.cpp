#include "service/intake/comtrade_row.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "models/trade/letters.h"
#include "models/trade/partner.h"
#include "service/intake/comtrade_notes.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

using Field = ComtradeField;

// What marks a total in the fields that break it down.
struct PartField {
  Field field;
  std::string_view total;
};
constexpr std::array<PartField, 4> kPartFields = {
    {{Field::partner2, "0"}, {Field::customs, "C00"}, {Field::supply, "0"}, {Field::transport, "0"}}};

// How many rows one answer holds at most: without a key, with one, and with a premium one.
constexpr std::size_t kPreviewRows = 500;
constexpr std::array<std::size_t, 3> kAnswerRows = {kPreviewRows, 100'000, 250'000};

// Flows that are parts of exports and imports, or goods that only pass through: no list of ours has a place for them.
constexpr std::array<std::string_view, 9> kOtherFlows = {"DX", "FM", "MIP", "MIF", "MOP", "XIP", "XIF", "XOP", "TR"};

std::string_view flow_of(std::string_view text, bool is_legacy) {
  static constexpr std::array<std::string_view, 4> kNumbered = {"M", "X", "RX", "RM"};
  if (!is_legacy || text.size() != 1 || text[0] < '1' || text[0] > '4') return text;
  return kNumbered[static_cast<std::size_t>(text[0] - '1')];
}

unsigned parts_of(const ComtradeRow& row) {
  unsigned fields = 0;
  for (const PartField& part : kPartFields) {
    const std::string_view text = row[part.field];
    if (!text.empty() && text != part.total) fields |= 1U << static_cast<unsigned>(part.field);
  }
  return fields;
}

std::string_view first_of(std::string_view code, std::string_view letters) { return code.empty() ? letters : code; }

// The value, or what stands for it. A zero there is the source's word for nothing.
std::string_view value_of(const ComtradeRow& row, std::string_view flow) {
  if (!row[Field::value].empty()) return row[Field::value];
  const std::string_view other = flow == "M" ? row[Field::cif] : flow == "X" ? row[Field::fob] : std::string_view();
  return other.find_first_not_of("0.") == std::string_view::npos ? std::string_view() : other;
}

}  // namespace

constexpr ComtradeNames kComtradeNames = {{"typeCode", "freqCode", "period", "refMonth", "reporterCode", "reporterISO",
                                           "partnerCode", "partnerISO", "partnerDesc", "flowCode", "classificationCode",
                                           "cmdCode", "partner2Code", "customsCode", "mosCode", "motCode",
                                           "primaryValue", "cifvalue", "fobvalue"}};

constexpr ComtradeNames kComtradeLegacyJsonNames = {
    {"", "", "period", "", "rtCode", "rt3ISO", "ptCode", "pt3ISO", "ptTitle", "rgCode", "pfCode", "cmdCode", "ptCode2",
     "cstCode", "", "motCode", "TradeValue", "CIFValue", "FOBValue"},
    true};

constexpr ComtradeNames kComtradeLegacyCsvNames = {
    {"", "", "Period", "", "Reporter Code", "Reporter ISO", "Partner Code", "Partner ISO", "Partner", "Trade Flow Code",
     "Classification", "Commodity Code", "2nd Partner Code", "Customs Proc. Code", "", "Mode of Transport Code",
     "Trade Value (US$)", "CIF Trade Value (US$)", "FOB Trade Value (US$)"},
    true};

ComtradeRows::ComtradeRows(const ReadOptions& options, std::string format, const ComtradeNames& names,
                           const std::array<int, kComtradeFields>& columns)
    : options_(options),
      names_(names),
      columns_(columns),
      collector_(options, std::move(format), "comtrade", trade::CodeList::un) {}

void ComtradeRows::fault(const Place& place, Field field, std::string_view found, std::string expected,
                         std::string hint) {
  Fault fault{
      place.line, columns_[static_cast<std::size_t>(field)], "", shown(found), std::move(expected), std::move(hint),
      place.place};
  if (place.place.empty()) {
    fault.column_name = names_.of(field);
  } else {
    fault.place += "." + std::string(names_.of(field));
  }
  collector_.fault(std::move(fault));
}

bool ComtradeRows::is_wanted_commodity(const ComtradeRow& row, const Place& place) {
  const std::string_view code = row[Field::commodity];
  if (code.empty()) {
    fault(place, Field::commodity, "", "TOTAL or an HS code");
    return false;
  }
  if (code == "TOTAL") return true;
  if (!trade::all_digits(code)) {
    collector_.leave_out("commodities that are no HS codes, " + shown(code, 20));
    return false;
  }
  const std::string_view list = row[Field::classification];
  if (!list.empty() && !list.starts_with('H')) {
    collector_.leave_out("classification " + shown(list, 20) + ", which is not HS");
    return false;
  }
  if (code.size() % 2 != 0 || code.size() > 10) {
    fault(place, Field::commodity, code, "TOTAL or an HS code of 2, 4, 6, 8 or 10 digits",
          code.size() < 10 ? "a zero lost at the front? write 0" + std::string(code) : "");
    return false;
  }
  return true;
}

bool ComtradeRows::is_wanted(const ComtradeRow& row, const Place& place) {
  const std::string_view type = row[Field::type];
  if (type == "S" || row[Field::classification].starts_with("EB")) {
    collector_.leave_out("services");
    return false;
  }
  if (!type.empty() && type != "C") {
    fault(place, Field::type, type, "C (goods) or S (services)");
    return false;
  }
  if (const std::string_view flow = row[Field::flow]; std::ranges::find(kOtherFlows, flow) != kOtherFlows.end()) {
    collector_.leave_out("flow " + std::string(flow));
    return false;
  }
  return is_wanted_commodity(row, place);
}

// A period of six digits is a month and one of four a year; frequency and month must say the same.
bool ComtradeRows::agrees_on_period(const ComtradeRow& row, const Place& place) {
  const std::string_view period = row[Field::period];
  const std::string_view frequency = row[Field::frequency];
  const std::string_view month = row[Field::month];
  if (!frequency.empty() && frequency != "A" && frequency != "M") {
    fault(place, Field::frequency, frequency, "A (years) or M (months)");
    return false;
  }
  const bool monthly = frequency.empty() ? period.size() == 6 : frequency == "M";
  if (!trade::all_digits(period) || period.size() != (monthly ? 6U : 4U)) {
    const std::string said =
        frequency.empty() ? ""
                          : ", since " + std::string(names_.of(Field::frequency)) + " is " + std::string(frequency);
    const char* expected = monthly ? "a month such as 202601" : "a year such as 2026";
    fault(place, Field::period, period,
          frequency.empty() ? "a year such as 2026 or a month such as 202601" : expected + said);
    return false;
  }
  if (month.empty()) return true;
  int said = 0;
  std::from_chars(month.data(), month.data() + month.size(), said);
  int meant = 52;
  if (monthly) std::from_chars(period.data() + 4, period.data() + 6, meant);
  if (trade::all_digits(month) && said == meant) return true;
  fault(place, Field::month, month, std::to_string(meant) + ", since the period is " + std::string(period));
  return false;
}

void ComtradeRows::add(const ComtradeRow& row, const Place& place) {
  ++rows_;
  if (!is_wanted(row, place) || !agrees_on_period(row, place)) return;
  const std::string_view reporter = first_of(row[Field::reporter], row[Field::reporter_letters]);
  const std::string_view partner = first_of(row[Field::partner], row[Field::partner_letters]);
  const std::string_view flow = flow_of(row[Field::flow], names_.is_legacy);
  if (reporter.empty()) return fault(place, Field::reporter, "", "who reports");
  if (partner.empty()) return fault(place, Field::partner, "", "with whom was traded");

  std::string key;
  for (const std::string_view part : {reporter, partner, flow, row[Field::period], row[Field::commodity]}) {
    key.append(part).push_back('\n');
  }
  Parts& parts = parts_[std::move(key)];
  if (const unsigned fields = parts_of(row); fields != 0) {
    if (parts.rows++ == 0) {
      parts.first = place;
      parts.reporter = reporter;
      parts.partner = partner;
    }
    parts.fields |= fields;
    return;
  }
  parts.has_total = true;
  collector_.add({.reporter = reporter,
                  .partner = partner,
                  .partner_name = row[Field::partner_name],
                  .flow = flow,
                  .period = row[Field::period],
                  .value = value_of(row, flow),
                  .unit = "USD",
                  .commodity = row[Field::commodity],
                  .published = {},
                  .reference = {}},
                 place);
}

std::string ComtradeRows::listed(unsigned fields) const {
  std::string names;
  for (const PartField& part : kPartFields) {
    if ((fields & (1U << static_cast<unsigned>(part.field))) == 0) continue;
    names += (names.empty() ? "" : ", ") + std::string(names_.of(part.field));
  }
  return names;
}

void ComtradeRows::check_parts() {
  std::size_t rows = 0;
  unsigned fields = 0;
  std::vector<Fault> faults;
  for (const auto& [key, parts] : parts_) {
    rows += parts.rows;
    fields |= parts.fields;
    if (parts.rows == 0 || parts.has_total) continue;
    const trade::Partner with = trade::known_partner(parts.partner);
    if (!with.group.empty() || parts.partner == parts.reporter) continue;  // its total would not be taken either
    faults.push_back({parts.first.line, 0, "", "only breakdown rows (" + listed(parts.fields) + "): no total",
                      "a row for the total", "ask the source for totals (partner2Code=0, customsCode=C00, motCode=0)",
                      parts.first.place});
  }
  std::ranges::sort(faults, {}, &Fault::line);
  for (Fault& fault : faults) collector_.fault(std::move(fault));
  if (rows > 0) {
    collector_.note(std::to_string(rows) + (rows == 1 ? " breakdown row" : " breakdown rows") + " not taken (" +
                    listed(fields) + ")");
  }
}

void ComtradeRows::check_complete() {
  const bool at_limit = std::ranges::find(kAnswerRows, rows_) != kAnswerRows.end();
  if (announced_.value_or(rows_) == rows_ && !at_limit) return;
  const std::size_t count = announced_.value_or(rows_);
  std::string found = "count " + std::to_string(count) + ", " + std::to_string(rows_) + (rows_ == 1 ? " row" : " rows");
  if (count == rows_) found = std::to_string(rows_) + " rows, the most that one answer holds";
  const char* hint = count > kPreviewRows && count == rows_ ? "incomplete, ask for less at once"
                                                            : "incomplete, ask with a key or for less at once";
  collector_.fault({0, 0, "", std::move(found), "a complete answer", hint});
}

// The collector knows fields by the names of the house format; a report says what the document calls them.
void ComtradeRows::name_fields(Refusal& refusal) const {
  static constexpr std::array<std::pair<std::string_view, Field>, 5> kNamed = {{{"reporter", Field::reporter},
                                                                                {"partner", Field::partner},
                                                                                {"flow", Field::flow},
                                                                                {"period", Field::period},
                                                                                {"value", Field::value}}};
  for (Fault& fault : refusal.faults) {
    const auto* const named =
        std::ranges::find(kNamed, std::string_view(fault.column_name), &std::pair<std::string_view, Field>::first);
    if (named == kNamed.end()) continue;
    const std::string name(names_.of(named->second));
    if (fault.place.empty()) {
      fault.column_name = name;
      fault.column = columns_[static_cast<std::size_t>(named->second)];
    } else {
      fault.column_name.clear();
      fault.place += "." + name;
    }
  }
}

std::expected<Document, Refusal> ComtradeRows::finish() && {
  check_complete();
  check_parts();
  auto document = std::move(collector_).finish();
  if (document) {
    add_reexport_notes(*document);
  } else {
    name_fields(document.error());
  }
  return document;
}

}  // namespace tradewatch::intake
