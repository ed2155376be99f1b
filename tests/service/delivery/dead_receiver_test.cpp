// L51: one receiver that takes connections and never answers, for a day, beside others.

#include <algorithm>

#include "service/delivery/dispatcher.h"
#include "service/delivery/email_receiver.h"
#include "service/delivery/file_receiver.h"
#include "service/delivery/webhook_receiver.h"
#include "tests/service/delivery/http_stub.h"
#include "tests/service/delivery/places.h"
#include "tests/service/delivery/smtp_stub.h"

namespace tradewatch::delivery {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

const trade::Instant kNow = at("2026-03-01T09:00:00Z");
constexpr int kNotices = 500;
constexpr int kTargets = 5;

std::ptrdiff_t open_descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator());
}

Dispatcher only(std::unique_ptr<Receiver> receiver) {
  std::vector<std::unique_ptr<Receiver>> one;
  one.push_back(std::move(receiver));
  return Dispatcher(std::move(one));
}

// Under the thread sanitizer an answer may take more than its 20 ms, and that notice is tried again later.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define TRADEWATCH_SLOW_ANSWERS
#endif
#endif
#ifdef TRADEWATCH_SLOW_ANSWERS
constexpr int kLooksAfterwards = 12;
#else
constexpr int kLooksAfterwards = 3;
#endif

TEST(DeadReceiver, L51HoldsBackNobodyAndLosesNothing) {
  Folder folder;
  storage::Store store =
      must(storage::Store::open("sqlite:" + (folder.path() / "store.db").string(), storage::OpenMode::read_write));
  std::vector<storage::NoticeRow> rows;
  for (int i = 0; i < kNotices; ++i) {
    for (const char* receiver : {"dead", "file", "mail"}) {
      const std::string id = std::string(receiver) + std::to_string(1000 + i);
      rows.push_back(notice(id, R"({"text":"x","id":")" + id + "\"}", "t" + std::to_string(i % kTargets), receiver));
    }
  }
  must(store.write_alerts({.notices = rows}));
  std::atomic<bool> dead{true};
  HttpStub hook([&](const HttpRequest&, std::size_t) { return dead ? kHangs : http("200 OK"); });
  SmtpStub server;
  WebhookOptions hook_options;
  hook_options.url = hook.url();
  hook_options.connection.timeout = milliseconds(20);
  EmailOptions mail_options{.url = server.url(), .from = "t@x.example", .to = {"d@x.example"}};
  mail_options.tls = settings::MailTls::never;
  Dispatcher a = only(std::make_unique<WebhookReceiver>("dead", hook_options));
  Dispatcher b = only(std::make_unique<FileReceiver>("file", folder.path() / "notices.jsonl"));
  Dispatcher c = only(std::make_unique<EmailReceiver>("mail", mail_options));

  int failed = 0;
  std::ptrdiff_t descriptors_early = 0;
  trade::Instant now = kNow;
  for (int look = 0; now < kNow + hours(24); ++look) {
    const auto report = a.dispatch(store, now);
    failed += report.failed;
    EXPECT_EQ(report.delivered + report.given_up, 0);
    if (look == 0) {
      EXPECT_EQ(b.dispatch(store, now).delivered, kNotices) << "while the dead one is tried";
      EXPECT_EQ(c.dispatch(store, now).delivered, kNotices);
    }
    if (look == 20) descriptors_early = open_descriptors();
    now = report.next_try ? std::max(*report.next_try, now + seconds(5)) : now + seconds(60);
  }
  EXPECT_GT(failed, 100) << "tried all day";
  EXPECT_LE(open_descriptors(), descriptors_early + 4) << "some are the test's own ends of connections";
  EXPECT_LE(hook.most_open(), 2) << "one request at a time, while the one before is closed";
  const std::string file = read_file(folder.path() / "notices.jsonl");
  EXPECT_EQ(std::ranges::count(file, '\n'), kNotices);
  EXPECT_EQ(server.mails().size(), static_cast<std::size_t>(kNotices));
  EXPECT_EQ(server.connections(), 1);
  auto backlog = must(store.receiver_backlogs());
  EXPECT_EQ(backlog[0].receiver, "dead");
  EXPECT_EQ(backlog[0].queued, kNotices) << "nothing is dropped";
  EXPECT_EQ(backlog[0].oldest, rows[0].queued);
  dead = false;
  int delivered = 0;
  for (int look = 0; look < kLooksAfterwards; ++look, now += hours(1)) delivered += a.dispatch(store, now).delivered;
  EXPECT_EQ(delivered, kNotices);
}

}  // namespace
}  // namespace tradewatch::delivery
