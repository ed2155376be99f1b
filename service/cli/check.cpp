// check: reads the settings and says every fault at once, or what would run.

#include <fmt/format.h>

#include <boost/json.hpp>

#include "service/cli/command.h"
#include "service/cli/rates.h"
#include "service/cli/reading_aids.h"

namespace tradewatch::cli {
namespace {

boost::json::object summary_json(const settings::Settings& s) {
  boost::json::object out;
  out["settings"] = s.file;
  out["store"] = s.store.url;
  out["inbox"] = s.intake.inbox.string();
  out["listen"] = fmt::format("{}:{}", s.service.listen.address, s.service.listen.port);
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
  out["receivers"] = std::move(receivers);
  return out;
}

void print_summary(const settings::Settings& s) {
  fmt::print("settings   {}\nstore      {}\ninbox      {}\nlisten     http://{}:{}/\n", s.file, s.store.url,
             s.intake.inbox.string(), s.service.listen.address, s.service.listen.port);
  for (const targets::Target& t : s.targets) {
    fmt::print("target     {}: {:.0f} USD in {}/{}, {} component{}\n", t.id, t.amount_usd,
               trade::format_month(t.window.first), trade::format_month(t.window.last), t.components.size(),
               t.components.size() == 1 ? "" : "s");
    for (const targets::Reading& r : t.readings) fmt::print("reading    {} of {}\n", r.id, t.id);
  }
  for (const auto& file : s.rates.files) fmt::print("rates      {}\n", file.string());
  for (const settings::Receiver& r : s.receivers) fmt::print("receiver   {}\n", r.name);
  for (const auto& file : s.intake.mappings) fmt::print("mapping    {}\n", file.string());
}

OrStop<int> check(const Shared& shared, const runtime::Clock& clock) {
  const auto settings = load(shared, clock);
  if (!settings) return std::unexpected(settings.error());
  const auto aids = reading_aids(*settings);
  if (!aids) return std::unexpected(aids.error());
  if (const auto rates = load_rates(settings->rates.files); !rates) {
    return std::unexpected(Stop{rates.error().message, kWrongUsage});
  }
  if (shared.json) {
    print_json(summary_json(*settings));
  } else {
    print_summary(*settings);
  }
  return kDone;
}

}  // namespace

void add_check(const Program& program) {
  auto* command = program.app.add_subcommand("check", "Read the settings and say what is wrong, or what would run");
  add_shared(*command, program.shared);
  command->callback([=] { program.chosen = [=] { return check(program.shared, program.clock); }; });
}

}  // namespace tradewatch::cli
