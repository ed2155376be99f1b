// Webhooks: signed by the Standard Webhooks scheme, and taken for delivered only when they were.

#include "service/delivery/webhook_receiver.h"

#include "service/delivery/dispatcher.h"
#include "service/delivery/http_post.h"
#include "service/delivery/retry_delay.h"
#include "service/delivery/webhook_signature.h"
#include "tests/service/delivery/http_stub.h"
#include "tests/service/delivery/places.h"

namespace tradewatch::delivery {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const trade::Instant kNow = at("2026-03-01T09:00:00Z");
constexpr std::string_view kKey = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr std::string_view kOtherKey = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

TEST(WebhookSignature, IsThatOfTheSchemesOwnExample) {
  EXPECT_EQ(
      webhook_signature(parse_webhook_key(kKey), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})"),
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookKey, IsAPrefixAndEnoughBytesInBase64) {
  EXPECT_THAT(parse_webhook_key(kKey), SizeIs(24));
  for (const char* bad : {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8G", "whsec_MfKQ9r8GKYqrTwj*",
                          "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS"}) {
    EXPECT_THAT(parse_webhook_key(bad), testing::IsEmpty()) << bad;
  }
}

TEST(RetryAfter, IsSecondsOrADate) {
  EXPECT_EQ(parse_retry_after("120", kNow), seconds(120));
  EXPECT_EQ(parse_retry_after("0", kNow), seconds(0));
  EXPECT_EQ(parse_retry_after("Sun, 01 Mar 2026 09:02:00 GMT", kNow), seconds(120));
  EXPECT_FALSE(parse_retry_after("Sun, 01 Mar 2026 08:00:00 GMT", kNow)) << "a date that is past";
  EXPECT_FALSE(parse_retry_after("soon", kNow));
  EXPECT_FALSE(parse_retry_after("-5", kNow));
  EXPECT_GT(parse_retry_after("99999999999999999999999", kNow).value(), kMaxRetryAfter) << "absurd, and no overflow";
}

class Webhook : public testing::Test {
 protected:
  WebhookReceiver to(const std::string& url, milliseconds timeout = seconds(20)) {
    WebhookOptions options;
    options.url = url;
    options.connection.timeout = timeout;
    return {"ministry", std::move(options)};
  }
  Delivery deliver(const std::string& url, milliseconds timeout = seconds(20)) {
    WebhookReceiver receiver = to(url, timeout);
    return receiver.deliver(notice("n1", "{}"), kNow);
  }
  DeliveryFault fault(const std::string& answer) {
    HttpStub stub({answer});
    const auto answered = deliver(stub.url());
    EXPECT_FALSE(answered) << answer;
    return answered ? DeliveryFault{} : answered.error();
  }

  Folder folder_;
};

TEST_F(Webhook, PostsTheBodyAsItIsWithItsIdAndSignature) {
  HttpStub stub({http("204 No Content")});
  write_file(folder_.path() / "key", std::string(kKey) + "\n");
  WebhookReceiver receiver("ministry", {.url = stub.url(), .key_file = folder_.path() / "key"});
  const auto answered = receiver.deliver(notice("n1", R"({"text":"ö"})"), kNow);
  ASSERT_TRUE(answered) << answered.error().found;
  EXPECT_EQ(answered->answer, "HTTP status 204");
  const HttpRequest request = stub.requests().at(0);
  EXPECT_EQ(request.line, "POST /hook HTTP/1.1");
  EXPECT_EQ(request.body, R"({"text":"ö"})");
  EXPECT_EQ(request.headers.at("content-type"), "application/json");
  EXPECT_EQ(request.headers.at("webhook-id"), "n1");
  EXPECT_EQ(request.headers.at("webhook-timestamp"), "1772355600");
  EXPECT_EQ(request.headers.at("webhook-signature"),
            webhook_signature(parse_webhook_key(kKey), "n1", 1772355600, request.body));
}

TEST_F(Webhook, SignsWithBothKeysWhileOneIsReplacedAndReadsThemAtEachTry) {
  HttpStub stub({http("200 OK")});
  write_file(folder_.path() / "new", kKey);
  write_file(folder_.path() / "old", kOtherKey);
  WebhookReceiver receiver(
      "ministry", {.url = stub.url(), .key_file = folder_.path() / "new", .old_key_file = folder_.path() / "old"});
  ASSERT_TRUE(receiver.deliver(notice("n1", "{}"), kNow));
  const std::string both = stub.requests().at(0).headers.at("webhook-signature");
  const std::string one = webhook_signature(parse_webhook_key(kKey), "n1", 1772355600, "{}");
  const std::string other = webhook_signature(parse_webhook_key(kOtherKey), "n1", 1772355600, "{}");
  EXPECT_EQ(both, one + " " + other);
  write_file(folder_.path() / "new", kOtherKey);
  ASSERT_TRUE(receiver.deliver(notice("n1", "{}"), kNow));
  EXPECT_EQ(stub.requests().at(1).headers.at("webhook-signature"), other + " " + other);
}

TEST_F(Webhook, SaysWhatIsWrongWithAKeyFileAndNothingOfTheKey) {
  HttpStub stub({http("200 OK")});
  write_file(folder_.path() / "key", "hunter22");
  WebhookReceiver receiver("ministry", {.url = stub.url(), .key_file = folder_.path() / "key"});
  const auto bad = receiver.deliver(notice("n1", "{}"), kNow);
  ASSERT_FALSE(bad);
  EXPECT_FALSE(bad.error().permanent) << "a file can be mended";
  EXPECT_THAT(sentence_of(bad.error()), AllOf(HasSubstr("holds no key"), Not(HasSubstr("hunter22"))));
  std::filesystem::remove(folder_.path() / "key");
  EXPECT_THAT(receiver.deliver(notice("n1", "{}"), kNow).error().found, HasSubstr("No such file"));
  EXPECT_THAT(stub.requests(), testing::IsEmpty()) << "nothing goes out unsigned";
}

TEST_F(Webhook, ShowsNothingOfAnAddressThatIsASecret) {
  write_file(folder_.path() / "url", "https://127.0.0.1:1/services/T0/hunter22\n");
  WebhookReceiver receiver("chat", {.url_file = folder_.path() / "url"});
  EXPECT_THAT(sentence_of(receiver.deliver(notice("n1", "{}"), kNow).error()), Not(HasSubstr("hunter22")));
  write_file(folder_.path() / "url", "http://example.org/hunter22\n");
  const auto in_clear = receiver.deliver(notice("n1", "{}"), kNow);
  EXPECT_THAT(sentence_of(in_clear.error()), AllOf(HasSubstr("https://"), Not(HasSubstr("hunter22"))));
}

TEST_F(Webhook, TellsWhatWillNeverBeTakenFromWhatIsTriedAgain) {
  for (const char* status : {"400 Bad", "404 Not Found", "405 Method", "410 Gone", "413 Too Large", "422 Odd"}) {
    EXPECT_TRUE(fault(http(status)).permanent) << status;
  }
  for (const char* status : {"401 Who", "403 No", "408 Late", "409 Now", "425 Early", "429 Often", "500 Oops",
                             "502 Bad", "503 Down", "504 Late", "307 There"}) {
    EXPECT_FALSE(fault(http(status)).permanent) << status;
  }
  EXPECT_THAT(fault(http("500 Oops", "", "no disk\nx")).found, testing::Eq("HTTP status 500: no disk"));
  EXPECT_FALSE(fault("").permanent) << "closed without an answer";
  EXPECT_FALSE(fault("HTTP/1.1 500 Oops\r\nContent-Length: 999\r\n\r\nhalf").permanent);
}

TEST_F(Webhook, TakesAnAnswerOf2xxForDeliveredThoughItsEndIsMissing) {
  HttpStub stub({std::string("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\nhalf")});
  EXPECT_TRUE(deliver(stub.url()));
}

TEST_F(Webhook, FollowsNoRedirect) {
  HttpStub other({http("200 OK")});
  HttpStub stub({http("307 There", "Location: " + other.url() + "\r\n")});
  EXPECT_THAT(deliver(stub.url()).error().expected, HasSubstr("redirects are not followed"));
  EXPECT_THAT(other.requests(), testing::IsEmpty());
}

TEST_F(Webhook, CallsAPrivateAddressOnlyWhenTheSettingsNameIt) {
  HttpStub stub({http("200 OK")});
  const std::string by_name = "http://hooks.localhost:" + std::to_string(stub.port()) + "/";
  const auto refused = deliver(by_name);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().found, HasSubstr("private network"));
  EXPECT_EQ(stub.connections(), 0);
  WebhookOptions options;
  options.url = by_name;
  options.connection.allow_private = true;
  WebhookReceiver allowed("ministry", std::move(options));
  EXPECT_TRUE(allowed.deliver(notice("n1", "{}"), kNow));
  EXPECT_TRUE(deliver(stub.url())) << "a number that is written is meant";
}

TEST_F(Webhook, EndsWithItsTimeLimitAndWhenItIsInterrupted) {
  HttpStub stub({kHangs});
  const auto late = deliver(stub.url(), milliseconds(100));
  ASSERT_FALSE(late);
  EXPECT_FALSE(late.error().permanent);
  WebhookReceiver receiver = to(stub.url(), seconds(600));
  std::thread stopping([&] {
    while (stub.requests().size() < 2) std::this_thread::yield();
    receiver.interrupt();
  });
  EXPECT_THAT(receiver.deliver(notice("n1", "{}"), kNow).error().found, HasSubstr("interrupted"));
  stopping.join();
  EXPECT_FALSE(receiver.deliver(notice("n1", "{}"), kNow)) << "for good";
}

// With an outbox and a dispatcher, by a clock that the test moves.
class WebhookDispatch : public Webhook {
 protected:
  Dispatcher dispatcher(const std::string& url, milliseconds timeout = seconds(20)) {
    std::vector<std::unique_ptr<Receiver>> receivers;
    WebhookOptions options;
    options.url = url;
    options.connection.timeout = timeout;
    receivers.push_back(std::make_unique<WebhookReceiver>("ministry", std::move(options)));
    return Dispatcher(std::move(receivers));
  }
  void queue(const std::string& id, const std::string& target = "a") {
    const std::vector<storage::NoticeRow> rows{notice(id, "{\"id\":\"" + id + "\"}", target)};
    must(store_.write_alerts({.notices = rows}));
  }
  // Lets each try come when it is due; gives the moments of all that were made.
  std::vector<trade::Instant> run(Dispatcher& dispatcher, trade::Instant until) {
    std::vector<trade::Instant> tries;
    for (trade::Instant now = kNow; now < until;) {
      const auto report = dispatcher.dispatch(store_, now);
      for (int i = 0; i < report.delivered + report.failed + report.given_up; ++i) tries.push_back(now);
      now = report.next_try.value_or(until);
    }
    return tries;
  }

  storage::Store store_ =
      must(storage::Store::open("sqlite:" + (folder_.path() / "store.db").string(), storage::OpenMode::read_write));
};

TEST_F(WebhookDispatch, L48WaitsAsLongAsItIsAskedAndDeliversOnce) {
  HttpStub stub({http("429 Often", "Retry-After: 120\r\n"),
                 http("429 Often", "Retry-After: Sun, 01 Mar 2026 10:00:00 GMT\r\n"), http("503 Down"),
                 http("200 OK")});
  queue("n1");
  Dispatcher all = dispatcher(stub.url());
  const auto tries = run(all, kNow + hours(20));
  ASSERT_THAT(tries, SizeIs(4));
  EXPECT_EQ(tries[1], kNow + seconds(120));
  EXPECT_EQ(tries[2], kNow + hours(1));
  EXPECT_GE(tries[3], tries[2] + seconds(1));
  for (const HttpRequest& request : stub.requests()) EXPECT_EQ(request.headers.at("webhook-id"), "n1");
  EXPECT_EQ(must(store_.receiver_backlogs()).at(0).delivered, 1);
}

TEST_F(WebhookDispatch, L48LeavesAReceiverAloneThatAskedForIt) {
  HttpStub stub({http("429 Often", "Retry-After: 120\r\n"), http("200 OK")});
  queue("a1", "a");
  queue("b1", "b");
  Dispatcher all = dispatcher(stub.url());
  const auto tries = run(all, kNow + hours(1));
  EXPECT_THAT(tries, ElementsAre(kNow, kNow + seconds(120), kNow + seconds(120)))
      << "another target's notice waits too";
}

TEST_F(WebhookDispatch, L48NeverTriesAFailingReceiverTwiceWithinASecond) {
  HttpStub stub({http("500 Oops")});
  for (int i = 0; i < 20; ++i) queue("n" + std::to_string(i), "t" + std::to_string(i));
  Dispatcher all = dispatcher(stub.url());
  const auto tries = run(all, kNow + hours(1));
  ASSERT_GT(tries.size(), 40U);
  for (std::size_t i = 1; i < tries.size(); ++i) EXPECT_GE(tries[i] - tries[i - 1], seconds(1)) << i;
}

TEST_F(WebhookDispatch, L48GivesUpAtOnceWhatWillNeverBeTakenAndCapsAbsurdWaits) {
  HttpStub stub({http("400 Bad"), http("413 Large"), http("410 Gone"), http("429 Often", "Retry-After: 99999999\r\n")});
  for (const char* id : {"n1", "n2", "n3", "n4"}) queue(id);
  Dispatcher all = dispatcher(stub.url());
  const auto report = all.dispatch(store_, kNow);
  EXPECT_EQ(report.given_up, 3);
  EXPECT_EQ(report.failed, 1);
  EXPECT_EQ(report.next_try, kNow + kMaxRetryAfter);
  EXPECT_EQ(must(store_.receiver_backlogs()).at(0).given_up, 3);
}

TEST_F(WebhookDispatch, ARestEndsWhenTheClockIsSetBack) {
  HttpStub stub({http("429 Often", "Retry-After: 7200\r\n"), http("200 OK")});
  queue("a1", "a");
  Dispatcher all = dispatcher(stub.url());
  EXPECT_EQ(all.dispatch(store_, kNow).failed, 1);
  queue("b1", "b");
  EXPECT_EQ(all.dispatch(store_, kNow + hours(1)).delivered, 0);
  EXPECT_EQ(all.dispatch(store_, kNow - std::chrono::days(2)).delivered, 2);
}

TEST_F(WebhookDispatch, L49AllTriesHaveOneIdAndTheSameBytes) {
  std::vector<std::string> answers(14, http("500 Oops"));
  answers.push_back(http("200 OK"));
  HttpStub stub(answers);
  queue("n1");
  Dispatcher all = dispatcher(stub.url());
  EXPECT_THAT(run(all, kNow + hours(24)), SizeIs(15));
  const auto requests = stub.requests();
  ASSERT_THAT(requests, SizeIs(15));
  std::set<std::string> timestamps;
  for (const HttpRequest& request : requests) {
    EXPECT_EQ(request.body, "{\"id\":\"n1\"}");
    EXPECT_EQ(request.headers.at("webhook-id"), "n1");
    timestamps.insert(request.headers.at("webhook-timestamp"));
  }
  EXPECT_THAT(timestamps, SizeIs(15)) << "each try is signed anew";
  const auto backlog = must(store_.receiver_backlogs()).at(0);
  EXPECT_EQ(backlog.delivered, 1);
  EXPECT_EQ(backlog.queued, 0);
}

TEST_F(WebhookDispatch, L49OneThatAnswersTooLateIsAskedAgainUnderTheSameId) {
  HttpStub stub({kHangs, http("200 OK")});
  queue("n1");
  Dispatcher all = dispatcher(stub.url(), milliseconds(100));
  EXPECT_THAT(run(all, kNow + hours(1)), SizeIs(2));
  EXPECT_THAT(stub.requests(), Each(testing::Field(&HttpRequest::body, "{\"id\":\"n1\"}")));
  EXPECT_EQ(must(store_.receiver_backlogs()).at(0).delivered, 1);
}

}  // namespace
}  // namespace tradewatch::delivery
