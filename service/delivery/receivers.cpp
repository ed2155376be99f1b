#include "service/delivery/receivers.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "service/delivery/alertmanager_receiver.h"
#include "service/delivery/email_receiver.h"
#include "service/delivery/file_receiver.h"
#include "service/delivery/log_receiver.h"
#include "service/delivery/webhook_receiver.h"

namespace tradewatch::delivery {
namespace {

constexpr std::size_t kMaxHostName = 256;

Connection connection_of(const settings::Receiver& r) {
  return {std::chrono::seconds(r.timeout_s), r.allow_private, r.ca_file};
}

std::string machine_name() {
  std::array<char, kMaxHostName> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "tradewatch";
}

std::unique_ptr<Receiver> make_alertmanager(const settings::Receiver& r) {
  AlertmanagerOptions options{r.url, r.instance.empty() ? machine_name() : r.instance,
                              std::chrono::seconds(r.resend_every_s), connection_of(r)};
  return std::make_unique<AlertmanagerReceiver>(r.name, std::move(options));
}

}  // namespace

std::unique_ptr<Receiver> make_receiver(const settings::Receiver& r) {
  switch (r.type) {
    case settings::ReceiverType::log:
      return std::make_unique<LogReceiver>(r.name, *spdlog::default_logger_raw());
    case settings::ReceiverType::file:
      return std::make_unique<FileReceiver>(r.name, r.path);
    case settings::ReceiverType::webhook:
      return std::make_unique<WebhookReceiver>(
          r.name, WebhookOptions{r.url, r.url_file, r.key_file, r.old_key_file, connection_of(r)});
    case settings::ReceiverType::alertmanager:
      return make_alertmanager(r);
    case settings::ReceiverType::email:
      return std::make_unique<EmailReceiver>(
          r.name, EmailOptions{r.url, r.from, r.to, r.user, r.password_file, r.tls, connection_of(r)});
  }
  return nullptr;
}

std::string sentence_of(const DeliveryFault& fault) {
  return fmt::format("{}; expected {}; {}", fault.found, fault.expected, fault.todo);
}

int severity_rank(std::string_view severity) { return severity == "critical" ? 2 : severity == "warning" ? 1 : 0; }

bool wants(const settings::Receiver& settings, const storage::AlertRow& alert) {
  const auto is_rule = [&](alerts::Rule rule) { return alerts::name_of(rule) == alert.rule; };
  const bool rule = settings.rules.empty() || std::ranges::any_of(settings.rules, is_rule);
  const bool target =
      settings.targets.empty() || std::ranges::find(settings.targets, alert.target) != settings.targets.end();
  return rule && target && severity_rank(alert.severity) >= severity_rank(settings::name_of(settings.severity));
}

}  // namespace tradewatch::delivery
