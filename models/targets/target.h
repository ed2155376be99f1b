// An announced trade target: an amount that the total of a window of months must reach.
//
// Where an announcement can be read in more than one way (calendar or fiscal year, whose figures), a target carries
// readings: each is the target again with what differs.
//
// The amount is the sum of the target's components, each one flow of one source. The partner's own figures may be
// named as the mirror; they are shown beside the headline and never added to it.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/trade/date.h"
#include "models/trade/flow_key.h"

namespace tradewatch::targets {

// Selects one series. What is not stated matches anything, but must match one series only.
struct Component {
  std::optional<std::string> source;
  trade::Country reporter;
  trade::Country partner;
  trade::Flow flow = trade::Flow::export_;
  std::string commodity = "TOTAL";
  std::optional<trade::Valuation> valuation;
  std::optional<trade::Basis> basis;

  [[nodiscard]] bool matches(const trade::FlowKey& key) const;
};

// Its parts as a key of figures; what is not stated is empty or unstated there.
[[nodiscard]] trade::FlowKey key_of(const Component& component);

// "sbp PAK export KAZ", as far as it is stated.
[[nodiscard]] std::string describe(const Component& component);

struct Announcement {
  std::string text;
  std::string source;  // address
  std::string said_by;
};

enum class PathKind { geometric, linear };
[[nodiscard]] std::string_view name_of(PathKind kind);

// Where the path starts: months whose total is taken from figures, or an amount somebody stated, in US dollars.
using Baseline = std::variant<trade::MonthSpan, double>;

// When an alert on this target enters and leaves; see models/alerts.
struct AlertSettings {
  double probability_below = 0.33;  // off_track holds under this
  double probability_clear = 0.40;  // and leaves at this or more
  double behind_path_by = 0.10;     // share of the path
  int persist = 2;                  // releases before a rule fires or resolves, >= 1
  int stale_after_days = 75;
  int remind_every_days = 28;
};

// Another way to read the announcement. What is absent, or empty, is as in the target.
struct Reading {
  std::string id;
  std::optional<double> amount_usd;
  std::optional<trade::MonthSpan> window;
  std::optional<Baseline> baseline;
  std::vector<Component> components;
  std::vector<Component> mirror;
};

inline constexpr std::string_view kMainReading = "main";  // the target as it stands

struct Target {
  std::string id;
  std::string reading;  // id of the reading that this is; empty: the main one
  std::string title;
  double amount_usd = 0.0;  // > 0
  trade::Date announced{};
  trade::MonthSpan window;
  std::optional<Baseline> baseline;  // default: the twelve months before the month of the announcement
  PathKind path = PathKind::geometric;
  std::vector<Component> components;
  std::vector<Component> mirror;
  std::optional<Announcement> announcement;
  AlertSettings alert;
  std::vector<Reading> readings;  // other ones; their ids differ, and none is kMainReading
};

// The target as `reading` reads it: a target of its own, without further readings.
[[nodiscard]] Target as_read(const Target& target, const Reading& reading);

// FNV-1a of the target's id, and of the reading's where it is not the main one: adding a reading moves no other number.
[[nodiscard]] std::uint64_t seed_of(const Target& target);

// The baseline's months: those of the settings, else the twelve before the month of the announcement.
[[nodiscard]] trade::MonthSpan baseline_months(const Target& target);

}  // namespace tradewatch::targets
