#include "service/intake/document_fault.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "service/intake/limits.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

std::string_view name_of(DocumentReport::Outcome outcome) {
  switch (outcome) {
    case DocumentReport::Outcome::accepted:
      return "accepted";
    case DocumentReport::Outcome::duplicate:
      return "duplicate";
    case DocumentReport::Outcome::refused:
      return "refused";
  }
  return {};
}

boost::json::object to_json(const Fault& fault, const std::string& document) {
  boost::json::object json;
  if (fault.line > 0) json["line"] = fault.line;
  if (fault.column > 0) json["column"] = fault.column;
  if (!fault.place.empty()) json["place"] = fault.place;
  if (!fault.column_name.empty()) json["column_name"] = fault.column_name;
  json["found"] = fault.found;
  json["expected"] = fault.expected;
  if (!fault.hint.empty()) json["hint"] = fault.hint;
  json["text"] = to_text(fault, document);
  return json;
}

std::string more_text(const std::string& document, std::size_t more) {
  if (more == 0) return {};
  return shown(document) + ": " + std::to_string(more) + " more faults behind the first " +
         std::to_string(kMaxFaultsTold) + "\n";
}

// Faults that differ only in where they are and what was found there.
struct Alike {
  std::size_t count = 0;
  const Fault* first_untold = nullptr;
  const Fault* last = nullptr;
};

using AlikeFaults = std::map<std::pair<std::string_view, std::string_view>, Alike>;  // by column and expectation

AlikeFaults alike(const std::vector<Fault>& faults) {
  AlikeFaults kinds;
  for (const Fault& fault : faults) {
    Alike& kind = kinds[{fault.column_name, fault.expected}];
    if (++kind.count == kFaultsToldAlike + 1) kind.first_untold = &fault;
    kind.last = &fault;
  }
  return kinds;
}

// "lines 7 to 144"; places where a document has no lines.
std::string whereabouts(const Fault& first, const Fault& last) {
  const bool has_lines = first.line > 0 && last.line > 0;
  const std::string from = has_lines ? std::to_string(first.line) : first.place;
  const std::string to = has_lines ? std::to_string(last.line) : last.place;
  if (from.empty()) return {};
  if (from == to) return (has_lines ? ", line " : ", ") + from;
  return (has_lines ? ", lines " : ", ") + from + " to " + to;
}

std::string fault_lines(const std::vector<Fault>& faults, const std::string& document) {
  const AlikeFaults kinds = alike(faults);
  AlikeFaults told;
  std::string text;
  for (const Fault& fault : faults) {
    const std::pair<std::string_view, std::string_view> key(fault.column_name, fault.expected);
    const std::size_t count = ++told[key].count;
    if (count <= kFaultsToldAlike) text += to_text(fault, document) + "\n";
    if (count != kFaultsToldAlike) continue;
    const Alike& kind = kinds.at(key);
    if (kind.first_untold == nullptr) continue;
    text += shown(document) + ": " + (fault.column_name.empty() ? "" : fault.column_name + ": ") + "and " +
            std::to_string(kind.count - kFaultsToldAlike) + " more like it" +
            whereabouts(*kind.first_untold, *kind.last) + "\n";
  }
  return text;
}

}  // namespace

std::string to_text(const Fault& fault, const std::string& document) {
  std::string text = shown(document);
  if (!fault.place.empty()) {
    text += ": " + fault.place;
  } else if (fault.line > 0) {
    text += ":" + std::to_string(fault.line);
  }
  if (fault.place.empty() && fault.line > 0 && fault.column > 0) text += ":" + std::to_string(fault.column);
  text += ": ";
  if (!fault.column_name.empty()) text += fault.column_name + ": ";
  text += "found \"" + fault.found + "\", expected " + fault.expected;
  if (!fault.hint.empty()) text += "; " + fault.hint;
  return text;
}

std::string to_text(const Refusal& refusal) {
  return fault_lines(refusal.faults, refusal.document) + more_text(refusal.document, refusal.more);
}

DocumentReport report_of(const Refusal& refusal, std::string digest) {
  DocumentReport report;
  report.document = refusal.document;
  report.digest = std::move(digest);
  report.outcome = DocumentReport::Outcome::refused;
  report.faults = refusal.faults;
  report.more_faults = refusal.more;
  return report;
}

boost::json::object to_json(const DocumentReport& report) {
  boost::json::object json;
  json["document"] = shown(report.document);
  if (!report.digest.empty()) json["digest"] = report.digest;
  json["outcome"] = name_of(report.outcome);
  if (!report.format.empty()) json["format"] = report.format;
  json["figures"] = report.figures;
  json["stored"] = report.stored;
  json["revisions"] = report.revisions;
  json["roundings"] = report.roundings;
  json["withdrawals"] = report.withdrawals;
  json["duplicates"] = report.duplicates;
  boost::json::array notes;
  for (const std::string& note : report.notes) notes.emplace_back(note);
  json["notes"] = std::move(notes);
  boost::json::array faults;
  for (const Fault& fault : report.faults) faults.emplace_back(to_json(fault, report.document));
  json["faults"] = std::move(faults);
  json["more_faults"] = report.more_faults;
  return json;
}

std::string json_line(const DocumentReport& report) { return boost::json::serialize(to_json(report)) + "\n"; }

std::string summary_line(const DocumentReport& report) {
  std::string text = shown(report.document) + ": " + std::string(name_of(report.outcome));
  if (report.outcome != DocumentReport::Outcome::refused) {
    if (!report.format.empty()) text += " as " + report.format;
    text += ", " + std::to_string(report.figures) + " figures read, " + std::to_string(report.stored) +
            (report.dry_run ? " would be stored (" : " stored (") + std::to_string(report.revisions) + " revisions, " +
            std::to_string(report.roundings) + " roundings, " + std::to_string(report.withdrawals) + " withdrawals), " +
            std::to_string(report.duplicates) + " duplicates";
  }
  return text + "\n";
}

std::string note_lines(const DocumentReport& report) {
  std::string text;
  for (const std::string& note : report.notes) text += shown(report.document) + ": " + note + "\n";
  return text;
}

std::string to_text(const DocumentReport& report) {
  return summary_line(report) + note_lines(report) + fault_lines(report.faults, report.document) +
         more_text(report.document, report.more_faults);
}

bool FaultList::is_full() const { return faults_.size() >= kMaxFaultsTold; }

void FaultList::add(Fault fault) {
  if (is_full()) {
    ++more_;
  } else {
    faults_.push_back(std::move(fault));
  }
}

Refusal FaultList::refusal(std::string document) && {
  std::vector<std::tuple<int, int, std::size_t>> places;  // the last keeps faults of one field as they were met
  for (std::size_t i = 0; i < faults_.size(); ++i) places.emplace_back(faults_[i].line, faults_[i].column, i);
  std::sort(places.begin(), places.end());
  std::vector<Fault> sorted;
  for (const auto& place : places) sorted.push_back(std::move(faults_[std::get<2>(place)]));
  return {std::move(document), std::move(sorted), more_};
}

}  // namespace tradewatch::intake
