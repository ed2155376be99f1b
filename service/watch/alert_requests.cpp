#include "service/watch/alert_requests.h"

#include <algorithm>

#include "models/alerts/rule.h"
#include "service/intake/digest.h"
#include "service/runtime/time_zone.h"

namespace tradewatch::watch {
namespace {

constexpr std::size_t kSilenceIdDigits = 12;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

class Checks {
 public:
  explicit Checks(const settings::Settings& settings) : settings_(settings) {}

  void words(const std::string& field, const std::string& text, const char* expected) {
    if (text.empty() || text.size() > kMaxWords || std::ranges::any_of(text, is_control)) {
      faults_.push_back({field, shown(text), std::string(expected) + ", up to 500 bytes on one line"});
    }
  }

  // Empty, or one of `known`.
  void name(const std::string& field, const std::string& text, const std::vector<std::string>& known) {
    if (text.empty() || std::ranges::find(known, text) != known.end()) return;
    std::string names;
    for (const std::string& name : known) names += (names.empty() ? "" : ", ") + name;
    faults_.push_back({field, shown(text), names.empty() ? "nothing: the settings name none" : "one of " + names});
  }

  std::optional<trade::Instant> moment(const std::string& field, const std::string& text) {
    std::optional<trade::Instant> instant = trade::parse_instant(text);
    if (const auto date = trade::parse_date(text); date && !instant) {
      const auto zone = runtime::TimeZone::find(settings_.service.time_zone);
      if (!zone) {
        faults_.push_back({field, shown(text) + " in the time zone " + zone.error().found,
                           zone.error().expected + ", or an instant; " + zone.error().what_to_do});
        return instant;
      }
      instant = zone->end_of(*date);
    }
    if (!instant)
      faults_.push_back({field, shown(text),
                         "a day that exists, 2026-03-01, or an instant, "
                         "2026-03-01T09:00:00Z"});
    return instant;
  }

  void fault(std::string field, const std::string& found, std::string expected) {
    faults_.push_back({std::move(field), shown(found), std::move(expected)});
  }
  [[nodiscard]] RequestFaults& faults() { return faults_; }

 private:
  static std::string shown(const std::string& text) {
    if (text.empty()) return "nothing";
    std::string out = text.substr(0, 80);
    std::ranges::replace_if(out, is_control, ' ');
    return "\"" + out + "\"";
  }

  const settings::Settings& settings_;
  RequestFaults faults_;
};

template <typename T, typename Name>
std::vector<std::string> names_of(const std::vector<T>& all, Name name) {
  std::vector<std::string> out;
  for (const T& item : all) out.push_back(item.*name);
  return out;
}

std::vector<std::string> rule_names() {
  std::vector<std::string> out;
  for (const alerts::Rule rule : alerts::kRules) out.emplace_back(alerts::name_of(rule));
  return out;
}

}  // namespace

std::optional<RequestFault> fault_of_name(const std::string& by) {
  const settings::Settings none;
  Checks checks(none);
  checks.words("by", by, "a name");
  return checks.faults().empty() ? std::nullopt : std::optional(checks.faults().front());
}

std::expected<storage::Acknowledgement, RequestFaults> checked(const AcknowledgeRequest& request,
                                                               const settings::Settings& settings, trade::Instant now) {
  Checks checks(settings);
  checks.words("by", request.by, "a name");
  checks.words("note", request.note, "why");
  storage::Acknowledgement out{request.alert_id, request.by, request.note, now, std::nullopt};
  if (!request.until.empty()) {
    out.until = checks.moment("until", request.until);
    if (out.until && *out.until <= now) checks.fault("until", request.until, "a moment that is to come");
  }
  if (!checks.faults().empty()) return std::unexpected(std::move(checks.faults()));
  return out;
}

std::expected<storage::Silence, RequestFaults> checked(const SilenceRequest& request,
                                                       const settings::Settings& settings, trade::Instant now) {
  Checks checks(settings);
  checks.name("target", request.target, names_of(settings.targets, &targets::Target::id));
  checks.name("rule", request.rule, rule_names());
  checks.name("receiver", request.receiver, names_of(settings.receivers, &settings::Receiver::name));
  checks.words("by", request.by, "a name");
  checks.words("reason", request.reason, "why");
  const auto from = request.from.empty() ? std::optional(now) : checks.moment("from", request.from);
  const auto until = checks.moment("until", request.until);
  if (from && until) {
    if (*until <= *from) {
      checks.fault("until", request.until, "a moment after the silence begins");
    } else if (*until <= now) {
      checks.fault("until", request.until, "a moment that is to come");
    } else if (*until - std::max(*from, now) > kLongestSilence) {
      checks.fault("until", request.until, "at most 366 days; a receiver that never wants something has settings");
    }
  }
  if (!checks.faults().empty()) return std::unexpected(std::move(checks.faults()));
  storage::Silence out{"",         request.target, request.rule, request.receiver, *from, *until,
                       request.by, request.reason, now};
  out.id = intake::sha256_hex(trade::format_instant(now) + "|" + out.target + "|" + out.rule + "|" + out.receiver +
                              "|" + trade::format_instant(out.starts) + "|" + trade::format_instant(out.ends) + "|" +
                              out.author + "|" + out.reason)
               .substr(0, kSilenceIdDigits);
  return out;
}

}  // namespace tradewatch::watch
