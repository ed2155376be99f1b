#include "service/intake/comtrade_json.h"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "service/intake/comtrade_row.h"
#include "service/intake/json_text.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

namespace json = boost::json;

// What an envelope says, taken out of it and its wrappers.
struct Answer {
  const json::array* records = nullptr;  // absent: `null`, which is none
  bool has_records = false;
  bool is_envelope = false;  // not a list alone
  std::string path;          // of the records: "data", "response.data", ""
  std::optional<std::size_t> count;
  std::string error;  // its words; empty when there is none
};

std::string first_line(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return {};
  return shown(text.substr(start, text.find_first_of("\r\n", start) - start), 160);
}

std::string text_of(const json::value* value) {
  if (value == nullptr) return {};
  if (auto text = scalar_text(*value)) return *std::move(text);
  if (const auto* const inside = value->if_object(); inside != nullptr && inside->contains("message")) {
    return text_of(inside->if_contains("message"));
  }
  return json::serialize(*value);
}

std::optional<std::int64_t> number_of(const json::value* value) {
  if (value == nullptr) return std::nullopt;
  if (const auto* const number = value->if_int64()) return *number;
  return std::nullopt;
}

// `error` of the envelope, a status over 399 with its message, or a validation that is not "Ok".
std::string error_of(const json::object& envelope) {
  const json::value* const error = envelope.if_contains("error");
  if (error != nullptr && error->is_bool()) {
    if (error->get_bool()) return "error, " + text_of(envelope.if_contains("message"));
  } else if (std::string words = text_of(error); !words.empty()) {
    return words;
  }
  for (const char* name : {"statusCode", "status_code", "status"}) {
    const auto status = number_of(envelope.if_contains(name));
    if (!status || *status < 400 || *status > 599) continue;
    std::string words = "status " + std::to_string(*status);
    for (const char* said : {"message", "title"}) {
      if (const json::value* const message = envelope.if_contains(said)) return words + ", " + text_of(message);
    }
    return words;
  }
  const json::value* const validation = envelope.if_contains("validation");
  const json::object* const checks = validation == nullptr ? nullptr : validation->if_object();
  if (checks == nullptr || !checks->contains("status")) return {};
  const json::object* const status = checks->at("status").if_object();
  if (status == nullptr || text_of(status->if_contains("name")) == "Ok") return {};
  std::string words = text_of(status->if_contains("name"));
  for (const json::value* const more : {status->if_contains("description"), checks->if_contains("message")}) {
    if (const std::string said = text_of(more); !said.empty()) words += ", " + said;
  }
  return words;
}

std::optional<std::size_t> count_of(const json::object& envelope) {
  const json::value* count = envelope.if_contains("count");
  if (const json::value* const checks = envelope.if_contains("validation"); checks != nullptr && checks->is_object()) {
    count = checks->get_object().if_contains("count");
    if (count != nullptr && count->is_object()) count = count->get_object().if_contains("value");
  }
  const auto number = number_of(count);
  if (!number || *number < 0) return std::nullopt;
  return static_cast<std::size_t>(*number);
}

bool has_any(const json::object& record, std::initializer_list<const char*> names) {
  return std::ranges::any_of(names, [&](const char* name) { return record.contains(name); });
}

bool has_all(const json::object& record, std::initializer_list<const char*> names) {
  return std::ranges::all_of(names, [&](const char* name) { return record.contains(name); });
}

bool is_legacy(const json::object& record) { return has_all(record, {"rtCode", "ptCode", "rgCode"}); }

bool is_record(const json::object& record) {
  return is_legacy(record) ||
         (has_all(record, {"reporterCode", "flowCode"}) && has_any(record, {"primaryValue", "cmdCode", "partnerCode"}));
}

const json::object* first_record(const Answer& answer) {
  if (answer.records == nullptr || answer.records->empty()) return nullptr;
  return answer.records->front().if_object();
}

void take_records(Answer& answer, const json::value& records) {
  answer.has_records = true;
  answer.records = records.if_array();
}

// Follows `data`, `dataset` and what programs wrap around an answer, down to the records.
Answer find_answer(const json::value& document) {
  constexpr std::array<const char*, 5> kInside = {"data", "dataset", "response", "result", "body"};
  constexpr int kMaxWrappers = 4;
  Answer answer;
  const json::value* at = &document;
  for (int depth = 0; depth <= kMaxWrappers; ++depth) {
    if (at->is_array() || (at->is_null() && depth > 0)) {
      take_records(answer, *at);
      return answer;
    }
    const json::object* const envelope = at->if_object();
    if (envelope == nullptr) return answer;
    if (answer.error.empty()) answer.error = first_line(error_of(*envelope));
    if (const auto count = count_of(*envelope)) answer.count = count;
    answer.is_envelope = answer.is_envelope || has_any(*envelope, {"count", "elapsedTime", "validation", "error"});
    const auto* const inside =
        std::ranges::find_if(kInside, [&](const char* name) { return envelope->contains(name); });
    if (inside == kInside.end()) return answer;
    answer.path += (answer.path.empty() ? "" : ".") + std::string(*inside);
    at = &envelope->at(*inside);
  }
  return answer;
}

std::string names_of(const json::object& record) {
  std::string names;
  std::size_t listed = 0;
  for (const auto& member : record) {
    if (++listed > 8) return names + ", ...";
    names += (names.empty() ? "" : ", ") + shown(std::string_view(member.key()), 30);
  }
  return names;
}

std::unexpected<Refusal> refused(const ReadOptions& options, std::string found, std::string hint = {}) {
  Fault fault{0, 0, "", std::move(found), "figures", std::move(hint)};
  return std::unexpected(Refusal{options.document, {std::move(fault)}, 0});
}

// Texts of one record; those that the document writes as numbers are kept here.
class RecordTexts {
 public:
  explicit RecordTexts(const ComtradeNames& names) : names_(names) {}

  // False, and a fault, when a field holds neither a number nor a text.
  bool read(const json::object& record, const Place& place, ComtradeRows& rows) {
    bool good = true;
    for (std::size_t i = 0; i < kComtradeFields; ++i) {
      row_.texts[i] = {};
      const json::value* const value = names_.names[i].empty() ? nullptr : record.if_contains(names_.names[i]);
      if (value == nullptr || value->is_null()) continue;
      if (const json::string* const text = value->if_string()) {
        row_.texts[i] = std::string_view(*text);
      } else if (auto number = scalar_text(*value)) {
        row_.texts[i] = numbers_[i] = *std::move(number);
      } else {
        rows.fault(place, static_cast<ComtradeField>(i), value->is_object() ? "an object" : "a list",
                   "a number or a text");
        good = false;
      }
    }
    return good;
  }
  [[nodiscard]] const ComtradeRow& row() const { return row_; }

 private:
  const ComtradeNames& names_;
  ComtradeRow row_;
  std::array<std::string, kComtradeFields> numbers_;
};

}  // namespace

bool is_comtrade_json(const json::value& document) {
  const Answer answer = find_answer(document);
  if (const json::object* const record = first_record(answer)) {
    return is_record(*record) || record->contains("fileUrl") ||
           (document.is_object() && document.get_object().contains("elapsedTime"));
  }
  if (!answer.error.empty()) return true;
  return answer.is_envelope && answer.has_records && (answer.records == nullptr || answer.records->empty());
}

std::expected<Document, Refusal> read_comtrade_json(const json::value& document, const ReadOptions& options) {
  const Answer answer = find_answer(document);
  if (!answer.error.empty()) return refused(options, "an error answer: " + answer.error);
  const json::object* const first = first_record(answer);
  if (first != nullptr && first->contains("fileUrl")) {
    return refused(options, "a listing of bulk files", "download the files that it names, and take those");
  }
  if (first != nullptr && !is_record(*first)) {
    return refused(options, "records of another kind, with " + names_of(*first),
                   "ask Comtrade for final or bilateral data");
  }
  const bool legacy = first != nullptr && is_legacy(*first);
  const ComtradeNames& names = legacy ? kComtradeLegacyJsonNames : kComtradeNames;
  ComtradeRows rows(options, legacy ? "comtrade-legacy-json" : "comtrade-json", names);
  if (answer.count) rows.announce(*answer.count);
  RecordTexts texts(names);
  int number = 0;
  static const json::array kNone;
  for (const json::value& record : answer.records == nullptr ? kNone : *answer.records) {
    const Place place{number + 1, 0, answer.path + "[" + std::to_string(number) + "]"};
    ++number;
    if (const json::object* const fields = record.if_object(); fields == nullptr) {
      rows.fault({place.line, 0, "", shown(json::serialize(record), 40), "a record", "", place.place});
    } else if (texts.read(*fields, place, rows)) {
      rows.add(texts.row(), place);
    }
  }
  return std::move(rows).finish();
}

}  // namespace tradewatch::intake
