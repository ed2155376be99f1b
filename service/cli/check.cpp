// check: reads the settings and says every fault at once, or what would run.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <system_error>

#include "service/cli/command.h"
#include "service/cli/entrance.h"
#include "service/cli/rates.h"
#include "service/cli/reading_aids.h"
#include "service/cli/send_test.h"
#include "service/cli/zone.h"
#include "service/settings/address.h"

namespace tradewatch::cli {
namespace {

// In the largest unit that leaves no rest.
std::string in_words(std::chrono::seconds interval) {
  const auto whole = [&](std::chrono::seconds unit, std::string_view name) {
    const auto count = interval / unit;
    return fmt::format("{} {}{}", count, name, count == 1 ? "" : "s");
  };
  if (interval % std::chrono::days(1) == std::chrono::seconds(0)) return whole(std::chrono::days(1), "day");
  if (interval % std::chrono::hours(1) == std::chrono::seconds(0)) return whole(std::chrono::hours(1), "hour");
  if (interval % std::chrono::minutes(1) == std::chrono::seconds(0)) return whole(std::chrono::minutes(1), "minute");
  return whole(std::chrono::seconds(1), "second");
}

// When the next report is due, to the second.
std::string in_words(trade::Instant moment) {
  return trade::format_instant(moment).substr(0, std::string_view("2026-11-30T04:00:00").size()) + "Z";
}

// Why no document could be taken from the inbox, which `serve` makes where there is none; empty when it could.
std::string inbox_trouble(const std::filesystem::path& inbox) {
  std::filesystem::path there = inbox;
  std::error_code unknown;
  while (!std::filesystem::exists(there, unknown) && there.has_relative_path()) there = there.parent_path();
  if (!std::filesystem::is_directory(there, unknown)) {
    return fmt::format("the inbox {} can be no folder, since {} is a file: no document would be taken", inbox.string(),
                       there.string());
  }
  if (access(there.c_str(), W_OK | X_OK) == 0) return {};
  return fmt::format(
      "the inbox {}: this account may not write to {}; whoever runs `serve` has to, since documents are moved "
      "from there (try it as the service does: sudo -u tradewatch tradewatch check)",
      inbox.string(), there.string());
}

// What is no fault, and not what anybody wants.
std::vector<std::string> warnings_of(const settings::Settings& s) {
  std::vector<std::string> warnings;
  const auto is_mirror = [](const auto& r) { return r.type == settings::ReceiverType::alertmanager; };
  if (!s.receivers.empty() && std::ranges::all_of(s.receivers, is_mirror)) {
    warnings.emplace_back(
        "an Alertmanager is a mirror, never the only one: it forgets on a crash; add a receiver of another type");
  }
  if (std::string trouble = inbox_trouble(s.intake.inbox); !trouble.empty()) warnings.push_back(std::move(trouble));
  return warnings;
}

// What kind of receiver it is and where it leads, without what may be a secret.
std::string receiver_words(const settings::Receiver& r) {
  std::string where = r.path.string();
  if (const auto address = settings::parse_address(r.url, {"http", "https", "smtp", "smtps"})) {
    where = address->url.substr(0, address->path);
  } else if (!r.url_file.empty()) {
    where = "the address in " + r.url_file.string();
  }
  const bool unsigned_posts = r.type == settings::ReceiverType::webhook && r.key_file.empty();
  return fmt::format("{}: {}{}{}{}", r.name, name_of(r.type), where.empty() ? "" : " to ", where,
                     unsigned_posts ? ", unsigned" : "");
}

boost::json::object summary_json(const settings::Settings& s, trade::Instant next_report,
                                 const std::vector<std::string>& said) {
  boost::json::object out;
  out["settings"] = s.file;
  out["store"] = s.store.url;
  out["inbox"] = s.intake.inbox.string();
  out["listen"] = fmt::format("{}:{}", s.service.listen.address, s.service.listen.port);
  out["time_zone"] = s.service.time_zone;
  out["zone_data"] = runtime::zone_data_release();
  out["next_report"] = in_words(next_report);
  boost::json::array list;
  for (const targets::Target& t : s.targets) {
    boost::json::object o;
    o["id"] = t.id;
    o["title"] = t.title;
    o["amount_usd"] = t.amount_usd;
    o["window"] = trade::format_month(t.window.first) + "/" + trade::format_month(t.window.last);
    o["components"] = t.components.size();
    o["readings"] = t.readings.size() + 1;
    list.push_back(std::move(o));
  }
  out["targets"] = std::move(list);
  boost::json::array rates;
  for (const auto& file : s.rates.files) rates.push_back(boost::json::string(file.string()));
  out["rates"] = std::move(rates);
  boost::json::array receivers;
  for (const settings::Receiver& r : s.receivers) receivers.push_back(boost::json::string(r.name));
  boost::json::array pulls;
  for (const settings::Pull& p : s.intake.pulls) {
    pulls.push_back({{"name", p.name}, {"url", p.url}, {"every_s", p.every_s}});
  }
  out["pulls"] = std::move(pulls);
  out["receivers"] = std::move(receivers);
  boost::json::array warnings;
  for (const std::string& warning : said) warnings.push_back(boost::json::string(warning));
  out["warnings"] = std::move(warnings);
  return out;
}

void print_summary(const settings::Settings& s, trade::Instant next_report) {
  fmt::print("settings   {}\nstore      {}\ninbox      {}\nlisten     {}{}\n", s.file, s.store.url,
             s.intake.inbox.string(), address_of(s, s.service.listen.port),
             s.web.tokens_file.empty() ? "" : ", with tokens");
  const std::string release = runtime::zone_data_release();
  fmt::print("time zone  {}{}\nreport     next at {}\n", s.service.time_zone,
             release.empty() ? "" : fmt::format(", by zone data {}", release), in_words(next_report));
  for (const targets::Target& t : s.targets) {
    fmt::print("target     {}: {:.0f} USD in {}/{}, {} component{}\n", t.id, t.amount_usd,
               trade::format_month(t.window.first), trade::format_month(t.window.last), t.components.size(),
               t.components.size() == 1 ? "" : "s");
    for (const targets::Reading& r : t.readings) fmt::print("reading    {} of {}\n", r.id, t.id);
  }
  for (const auto& file : s.rates.files) fmt::print("rates      {}\n", file.string());
  for (const settings::Receiver& r : s.receivers) fmt::print("receiver   {}\n", receiver_words(r));
  for (const settings::Pull& p : s.intake.pulls) {
    fmt::print("pull       {}: every {} from {}\n", p.name, in_words(std::chrono::seconds(p.every_s)), p.url);
  }
  for (const auto& file : s.intake.mappings) fmt::print("mapping    {}\n", file.string());
}

int exit_code(const std::vector<SentTest>& tests) {
  return std::ranges::all_of(tests, &SentTest::delivered) ? kDone : kFailed;
}

boost::json::array tests_json(const std::vector<SentTest>& tests) {
  boost::json::array list;
  for (const SentTest& test : tests) {
    list.push_back({{"receiver", test.receiver}, {"delivered", test.delivered}, {"said", test.said}});
  }
  return list;
}

void print_tests(const std::vector<SentTest>& tests) {
  for (const SentTest& test : tests) {
    fmt::print("test       {}: {}{}{}\n", test.receiver, test.delivered ? "delivered" : "NOT delivered",
               test.said.empty() ? "" : ": ", test.said);
  }
}

OrStop<int> check(const Shared& shared, bool send_test, const runtime::Clock& clock) {
  const auto settings = load(shared, clock);
  if (!settings) return std::unexpected(settings.error());
  const auto aids = reading_aids(*settings);
  if (!aids) return std::unexpected(aids.error());
  if (const auto rates = load_rates(settings->rates.files); !rates) {
    return std::unexpected(Stop{rates.error().message, kWrongUsage});
  }
  if (const auto entrance = entrance_of(settings->web); !entrance) return std::unexpected(entrance.error());
  const auto schedule = report_schedule(*settings);
  if (!schedule) return std::unexpected(schedule.error());
  const trade::Instant next_report = schedule->next(clock.now());
  const auto warnings = warnings_of(*settings);
  for (const std::string& warning : warnings) {
    fmt::print(stderr, "{}: warning: {}\n", settings->file, warning);
  }
  const auto tests = send_test ? send_tests(settings->receivers, clock) : std::vector<SentTest>();
  if (shared.json) {
    boost::json::object summary = summary_json(*settings, next_report, warnings);
    if (send_test) summary["tests"] = tests_json(tests);
    print_json(summary);
  } else {
    print_summary(*settings, next_report);
    print_tests(tests);
  }
  return exit_code(tests);
}

}  // namespace

void add_check(const Program& program) {
  auto* command = program.app.add_subcommand("check", "Read the settings and say what is wrong, or what would run");
  add_shared(*command, program.shared);
  auto send_test = std::make_shared<bool>(false);
  command->add_flag("--send-test", *send_test, "Deliver a test notice to every receiver, and say what each answered");
  command->callback([=] { program.chosen = [=] { return check(program.shared, *send_test, program.clock); }; });
}

}  // namespace tradewatch::cli
