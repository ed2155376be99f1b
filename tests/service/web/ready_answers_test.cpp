// Answers that are kept: by what, until when, and how many.

#include "service/web/ready_answers.h"

#include <gmock/gmock.h>

#include "service/web/door.h"

namespace tradewatch::web {
namespace {

using testing::HasSubstr;
using testing::IsNull;
using testing::Not;

Request get(const std::string& path, std::map<std::string, std::string> headers = {},
            std::map<std::string, std::string> query = {}) {
  return {"GET", path, std::move(query), std::move(headers), "", "127.0.0.1"};
}

TEST(ReadyAnswers, HoldHeadBodyAndTheAnswerToWhoHasIt) {
  ReadyAnswers ready;
  const auto kept = ready.keep(get("/"), 1, {.body = "page"});
  EXPECT_EQ(kept, ready.find(get("/"), 1));
  EXPECT_EQ(kept->body, "page");
  EXPECT_EQ(kept->etag, etag_of("page"));
  EXPECT_THAT(kept->head, testing::StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(kept->head, HasSubstr("Content-Length: 4\r\n"));
  EXPECT_THAT(kept->head, HasSubstr("X-Content-Type-Options: nosniff\r\n"));
  EXPECT_THAT(kept->unchanged, testing::StartsWith("HTTP/1.1 304 Not Modified\r\n"));
  EXPECT_THAT(kept->unchanged, Not(HasSubstr("Content-Length")));
  for (const std::string* lines : {&kept->head, &kept->unchanged})
    EXPECT_THAT(*lines, HasSubstr("ETag: " + kept->etag + "\r\n"));
}

TEST(ReadyAnswers, AreOfOneAddressLanguageAndForm) {
  ReadyAnswers ready;
  ready.keep(get("/"), 1, {.body = "page"});
  EXPECT_THAT(ready.find(get("/other"), 1), IsNull());
  EXPECT_THAT(ready.find(get("/", {{"accept-language", "ru"}}), 1), IsNull());
  EXPECT_THAT(ready.find(get("/", {{"accept", "text/html"}}), 1), IsNull());
  EXPECT_THAT(ready.find(get("/", {}, {{"lang", "ru"}}), 1), IsNull());
  EXPECT_THAT(ready.find(get("/", {{"user-agent", "curl"}}), 1), Not(IsNull()));
}

TEST(ReadyAnswers, AreForgottenWithTheVersionTheyWereMadeOf) {
  ReadyAnswers ready;
  ready.keep(get("/"), 1, {.body = "page"});
  EXPECT_THAT(ready.find(get("/"), 2), IsNull());
  EXPECT_EQ(ready.size(), 0u);
}

TEST(ReadyAnswers, StayBelowTheirLimits) {
  ReadyAnswers few({.answers = 2, .bytes = 1 << 20});
  for (int i = 0; i < 9; ++i) few.keep(get("/" + std::to_string(i)), 1, {.body = "page"});
  EXPECT_LE(few.size(), 2u);
  ReadyAnswers small({.answers = 100, .bytes = 4000});
  for (int i = 0; i < 9; ++i) small.keep(get("/" + std::to_string(i)), 1, {.body = std::string(1000, 'x')});
  EXPECT_LE(small.size(), 3u);
  EXPECT_EQ(small.keep(get("/large"), 1, {.body = std::string(5000, 'x')})->body.size(), 5000u);
  EXPECT_THAT(small.find(get("/large"), 1), IsNull());
}

TEST(ReadyAnswers, AreMadeWithoutAnyOtherHeader) {
  Request asked = get("/", {{"accept", "a"}, {"accept-language", "ru"}, {"cookie", "c"}}, {{"lang", "ur"}});
  asked.method = "HEAD";
  const Request alone = ReadyAnswers::asked_alone(asked);
  EXPECT_EQ(alone.method, "GET");
  EXPECT_EQ(alone.query, asked.query);
  EXPECT_THAT(alone.headers,
              testing::ElementsAre(testing::Pair("accept", "a"), testing::Pair("accept-language", "ru")));
  EXPECT_EQ(alone.remote, "");
}

}  // namespace
}  // namespace tradewatch::web
