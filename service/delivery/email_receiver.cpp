#include "service/delivery/email_receiver.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "service/charts/png.h"
#include "service/delivery/mail_message.h"
#include "service/delivery/secret_file.h"
#include "service/delivery/smtp_dialogue.h"

namespace tradewatch::delivery {
namespace {

constexpr int kChartWidth = 1520;  // pixels: twice the drawing, for screens that show two a point
constexpr long kGoingAway = 421;   // the server closes the connection (RFC 5321)

// What is left to send.
struct Upload {
  std::string_view rest;
  bool begun = false;
};

std::size_t read_on(char* to, std::size_t size, std::size_t count, void* from) {
  auto& upload = *static_cast<Upload*>(from);
  upload.begun = true;
  const std::size_t taken = std::min(size * count, upload.rest.size());
  std::copy_n(upload.rest.begin(), taken, to);
  upload.rest.remove_prefix(taken);
  return taken;
}

long ssl_of(settings::MailTls tls) {
  switch (tls) {
    case settings::MailTls::required:
      return CURLUSESSL_ALL;
    case settings::MailTls::if_offered:
      return CURLUSESSL_TRY;
    case settings::MailTls::never:
      return CURLUSESSL_NONE;
  }
  return CURLUSESSL_ALL;
}

// A notice without its picture is worth more than none.
std::string picture_of(const storage::NoticeRow& notice) {
  if (notice.chart_svg.empty()) return {};
  auto png = charts::png(notice.chart_svg, kChartWidth);
  if (png) return *std::move(png);
  spdlog::warn("notice {}: the chart is left out: {}", notice.id, png.error());
  return {};
}

}  // namespace

EmailReceiver::EmailReceiver(std::string name, EmailOptions options)
    : name_(std::move(name)), options_(std::move(options)), handle_(options_.connection) {}

void EmailReceiver::set_up(CURL* easy, const std::string& password) const {
  curl_easy_setopt(easy, CURLOPT_USE_SSL, ssl_of(options_.tls));
  curl_easy_setopt(easy, CURLOPT_MAIL_FROM, options_.from.c_str());
  if (!options_.user.empty()) {
    curl_easy_setopt(easy, CURLOPT_USERNAME, options_.user.c_str());
    curl_easy_setopt(easy, CURLOPT_PASSWORD, password.c_str());
  }
  curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, &read_on);
}

EmailReceiver::Try EmailReceiver::send(const std::string& message, const std::vector<std::string>& to,
                                       const std::string& password) {
  const TextList recipients(to);
  for (bool fresh = false;; fresh = true) {
    CURL* easy = handle_.prepare(options_.url, "smtp,smtps", kMaxAnswerBytes);
    set_up(easy, password);
    Upload upload{message};
    SmtpDialogue dialogue;
    dialogue.follow(easy);
    curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(easy, CURLOPT_READDATA, &upload);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(message.size()));
    if (fresh) curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    const CURLcode code = handle_.perform();
    if (code == CURLE_OK) return {Receipt{dialogue.last_answer()}};
    const long status = handle_.status();
    // The server had closed the connection that was kept, and saw nothing of this mail.
    const bool was_dead = handle_.reused() && !upload.begun && (status < 400 || status == kGoingAway);
    if (was_dead && !fresh && !handle_.interrupted()) continue;
    std::string words = handle_.fault_words(code);
    if (status >= 400 && !dialogue.last_answer().empty()) words = dialogue.last_answer();
    const DeliveryFault fault = smtp_fault(dialogue.stage(), status, std::move(words));
    const bool one_refused = fault.permanent && dialogue.stage() == SmtpStage::recipient;
    return {std::unexpected(fault), one_refused ? std::optional(dialogue.recipients() - 1) : std::nullopt};
  }
}

Delivery EmailReceiver::deliver(const storage::NoticeRow& notice, trade::Instant /*now*/) {
  const auto body = parse_notice_body(notice.body);
  if (!body) return std::unexpected(body.error());
  std::string password;
  if (!options_.password_file.empty()) {
    auto secret = read_secret(options_.password_file);
    if (!secret) return std::unexpected(std::move(secret.error()));
    password = *std::move(secret);
  }
  const std::string message = mail_message(notice, *body, {options_.from, options_.to}, picture_of(notice));
  std::vector<std::string> to = options_.to;
  while (true) {
    const Try sent = send(message, to, password);
    if (!sent.refused || to.size() == 1) return sent.delivery;
    const auto refused = to.begin() + static_cast<std::ptrdiff_t>(*sent.refused);
    spdlog::error("receiver {}: notice {} does not reach {}: {}", name_, notice.id, *refused,
                  sent.delivery.error().found);
    to.erase(refused);
  }
}

}  // namespace tradewatch::delivery
