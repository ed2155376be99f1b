// Mail: headers that hold in every mailbox, the same bytes at every try, and a server that may behave in any way.

#include <set>

#include "models/trade/letters.h"
#include "service/charts/png.h"
#include "service/delivery/base64.h"
#include "service/delivery/dispatcher.h"
#include "service/delivery/email_receiver.h"
#include "service/delivery/mail_header.h"
#include "service/delivery/mail_message.h"
#include "tests/service/delivery/places.h"
#include "tests/service/delivery/smtp_stub.h"

namespace tradewatch::delivery {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const trade::Instant kNow = at("2026-03-01T09:00:00Z");
const std::string kBody =
    R"({"id":"n1","kind":"firing","target":"pak-kaz","title":"Pakistan-Kazakhstan","rule":"critical",)"
    R"("state":"firing","severity":"critical","at":"2026-03-01T09:00:00Z","text":"Very <unlikely>."})";
const std::string kSvg =
    R"(<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="9" height="9"/></svg>)";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find("\r\n", at);
    lines.push_back(text.substr(at, end - at));
    at = end == std::string::npos ? text.size() : end + 2;
  }
  return lines;
}

// Decodes `name: =?UTF-8?B?...?=` over its lines; each word must be whole characters by itself.
std::string decoded(const std::string& header) {
  std::string text;
  for (const std::string& line : lines_of(header)) {
    EXPECT_LE(line.size(), kMaxHeaderLine) << line;
    const std::size_t begin = line.find("=?UTF-8?B?");
    EXPECT_NE(begin, std::string::npos) << line;
    const std::string word = line.substr(begin);
    EXPECT_LE(word.size(), kMaxEncodedWord);
    const std::string bytes = from_base64(word.substr(10, word.size() - 12)).value_or("");
    for (std::size_t i = 0; i < bytes.size();) {
      const trade::Letter letter = trade::letter_at(bytes, i);
      EXPECT_TRUE(letter.valid) << "a character is split";
      i += letter.bytes;
    }
    text += bytes;
  }
  return text;
}

TEST(Base64, GoesBothWays) {
  EXPECT_EQ(to_base64(""), "");
  EXPECT_EQ(to_base64("fo"), "Zm8=");
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(from_base64("Zm8="), "fo");
  for (const char* bad : {"", "Zm8", "Z===", "Zm8=Zm8=", "Zm 8"}) EXPECT_FALSE(from_base64(bad)) << bad;
}

TEST(MailHeader, KeepsWholeCharactersInEachEncodedWord) {
  const std::string urdu = "انتباہ: پاکستان اور قازقستان کی تجارت ایک سال میں ایک ارب امریکی ڈالر تک پہنچنے کا ہدف";
  const std::string kazakh =
      "Дабыл: Пәкістан мен Қазақстан саудасы бір жыл ішінде бір миллиард АҚШ долларына жетуі тиіс";
  for (const std::string& text : {urdu, kazakh, "x" + urdu, "xy" + kazakh, std::string(300, 'a')}) {
    EXPECT_EQ(decoded(text_header("Subject", text)), text);
  }
  EXPECT_EQ(text_header("Subject", "Alert: one billion"), "Subject: Alert: one billion\r\n");
  EXPECT_EQ(decoded(text_header("Subject", "=?UTF-8?Q?forged?=")), "=?UTF-8?Q?forged?=");
}

TEST(MailHeader, CannotBeEndedFromInside) {
  const std::string header = text_header("Subject", "Alert\r\nBcc: spy@example.org\r\n\r\nbody \x01\x7f\xff");
  EXPECT_THAT(lines_of(header), Each(Not(testing::StartsWith("Bcc"))));
  EXPECT_EQ(decoded(header), "Alert  Bcc: spy@example.org    body   \xEF\xBF\xBD");
  EXPECT_EQ(text_header("Subject", "a\r\nBcc: b"), "Subject: a  Bcc: b\r\n");
}

TEST(MailHeader, WritesDatesInEnglishAndUtc) {
  EXPECT_EQ(mail_date(at("2026-11-27T10:07:34Z")), "Fri, 27 Nov 2026 10:07:34 +0000");
  EXPECT_EQ(mail_date(at("2026-03-01T00:00:00Z")), "Sun, 01 Mar 2026 00:00:00 +0000");
}

TEST(MailMessage, IsTheSameBytesForTheSameNoticeAndNothingWithoutMeaning) {
  const std::vector<std::string> to = {"desk@ministry.example", "head@ministry.example"};
  const auto row = notice("n1", kBody);
  const NoticeBody body = must(parse_notice_body(kBody));
  const std::string png = charts::png(kSvg, 80).value();
  const std::string mail = mail_message(row, body, {"tradewatch@example.org", to}, png);
  EXPECT_EQ(mail, mail_message(row, body, {"tradewatch@example.org", to}, png));
  EXPECT_THAT(mail, HasSubstr("Message-ID: <n1@example.org>\r\n"));
  EXPECT_THAT(mail, HasSubstr("Date: Sun, 01 Mar 2026 09:00:00 +0000\r\n"));
  EXPECT_THAT(mail, HasSubstr("To: desk@ministry.example,\r\n head@ministry.example\r\n"));
  EXPECT_THAT(mail, HasSubstr("Subject: Alert: Pakistan-Kazakhstan\r\n"));
  EXPECT_THAT(mail, HasSubstr(to_base64(png).substr(0, 60)));
  for (const std::string& line : lines_of(mail)) EXPECT_LE(line.size(), kMaxHeaderLine) << line;
  EXPECT_THAT(mail_message(row, body, {"tradewatch@example.org", to}, ""), Not(HasSubstr("image/png")));
}

TEST(MailMessage, OfAReportIsItsOwnPageWithTheMailsPicture) {
  const std::string body =
      R"({"id":"w1","kind":"report","title":"Trade targets: week 48 of 2026","severity":"info","text":"All is well.",)"
      R"("language":"en","html":"<p>All</p><img src=\"cid:chart\" alt=\"x\">"})";
  const std::vector<std::string> to = {"desk@ministry.example"};
  const NoticeBody parsed = must(parse_notice_body(body));
  const std::string png = charts::png(kSvg, 80).value();
  const std::string mail = mail_message(notice("w1", body), parsed, {"tradewatch@example.org", to}, png);
  EXPECT_THAT(mail, HasSubstr("Subject: Trade targets: week 48 of 2026\r\n"));
  EXPECT_THAT(mail, HasSubstr(to_base64("<p>All</p><img src=\"cid:chart-w1@example.org\" alt=\"x\">").substr(0, 60)));
  EXPECT_THAT(mail, HasSubstr("<chart-w1@example.org>\r\n"));
}

TEST(MailMessage, OfAReportBringsItAsAFileToKeep) {
  const std::string page = "<!DOCTYPE html>\n<svg>every chart</svg>\n";
  NoticeBody body = must(parse_notice_body(kBody));
  const std::vector<std::string> to = {"desk@ministry.example"};
  const std::string without = mail_message(notice("w1", kBody), body, {"tradewatch@example.org", to}, "");
  body.file = page;
  body.file_name = "tradewatch-2026-W48.html\r\nX: y";
  const std::string mail = mail_message(notice("w1", kBody), body, {"tradewatch@example.org", to}, "");
  EXPECT_THAT(without, Not(HasSubstr("multipart/mixed")));
  EXPECT_THAT(mail, HasSubstr("MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=\"mixed-w1\"\r\n"));
  EXPECT_THAT(mail, HasSubstr("Content-Disposition: attachment;\r\n filename=\"tradewatch-2026-W48.htmlXy\"\r\n"))
      << "nothing of a name makes a header";
  EXPECT_THAT(mail, HasSubstr("\r\n\r\n" + to_base64(page) + "\r\n--mixed-w1--\r\n"));
  EXPECT_THAT(mail, HasSubstr(without.substr(without.find("Content-Type: multipart/related")))) << "the rest as it was";
}

TEST(Png, IsDrawnAsWideAsAskedAndRefusesWhatIsNoDrawing) {
  const auto drawn = charts::png(kSvg, 80);
  ASSERT_TRUE(drawn) << drawn.error();
  EXPECT_THAT(*drawn, testing::StartsWith("\x89PNG"));
  EXPECT_EQ(drawn->substr(16, 8), std::string("\0\0\0\x50\0\0\0\x28", 8)) << "80 by 40";
  EXPECT_EQ(charts::png(kSvg, 80), *drawn) << "the same bytes each time";
  for (const char* bad :
       {"", "no svg", "<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"0\"/>"}) {
    EXPECT_FALSE(charts::png(bad, 80)) << bad;
  }
}

class Mail : public testing::Test {
 protected:
  static EmailOptions options(const std::string& url, std::vector<std::string> to = {"desk@ministry.example"}) {
    EmailOptions options;
    options.url = url;
    options.from = "tradewatch@example.org";
    options.to = std::move(to);
    options.tls = settings::MailTls::never;
    options.connection.timeout = seconds(20);
    return options;
  }
};

TEST_F(Mail, L52Is250ThoughTheServerHangsUpThenAndIsSentOnce) {
  SmtpStub stub([](const std::string& command) { return command == "." ? "!250 queued as 7" : ""; });
  EmailReceiver receiver("ministry", options(stub.url()));
  const auto sent = receiver.deliver(notice("n1", kBody), kNow);
  ASSERT_TRUE(sent) << sent.error().found;
  EXPECT_EQ(sent->answer, "250 queued as 7");
  EXPECT_THAT(stub.mails(), SizeIs(1));
  EXPECT_THAT(stub.mails()[0].to, ElementsAre("RCPT TO:<desk@ministry.example>"));
  EXPECT_TRUE(receiver.deliver(notice("n2", kBody), kNow));
  EXPECT_THAT(stub.mails(), SizeIs(2));
}

TEST_F(Mail, L52MakesAnotherConnectionWhenTheServerEndedTheOneThatRested) {
  SmtpStub stub;
  EmailReceiver receiver("ministry", options(stub.url()));
  ASSERT_TRUE(receiver.deliver(notice("n1", kBody), kNow));
  ASSERT_TRUE(receiver.deliver(notice("n2", kBody), kNow));
  EXPECT_EQ(stub.connections(), 1) << "one connection serves while it lives";
  std::atomic<int> senders{0};
  SmtpStub impatient([&](const std::string& command) {
    const bool second = command.starts_with("MAIL") && ++senders == 2;
    return second ? "!421 idle for too long" : "";
  });
  EmailReceiver other("ministry", options(impatient.url()));
  ASSERT_TRUE(other.deliver(notice("n1", kBody), kNow));
  const auto second = other.deliver(notice("n2", kBody), kNow);
  ASSERT_TRUE(second) << second.error().found;
  EXPECT_EQ(impatient.connections(), 2);
  EXPECT_THAT(impatient.mails(), SizeIs(2)) << "each once";
}

TEST_F(Mail, TellsWhatIsForEverFromWhatIsNot) {
  const auto fault = [&](const std::string& at, const std::string& reply) {
    SmtpStub stub([&](const std::string& command) { return command.starts_with(at) ? reply : ""; });
    EmailReceiver receiver("ministry", options(stub.url()));
    const auto sent = receiver.deliver(notice("n1", kBody), kNow);
    EXPECT_FALSE(sent) << at << " " << reply;
    return sent ? DeliveryFault{} : sent.error();
  };
  EXPECT_TRUE(fault("MAIL", "550 no such sender").permanent);
  EXPECT_TRUE(fault("RCPT", "550 no such user").permanent);
  EXPECT_TRUE(fault("DATA", "554 no").permanent);
  EXPECT_TRUE(fault(".", "552 too large").permanent);
  EXPECT_THAT(fault("RCPT", "550 no such user").found, HasSubstr("550 no such user"));
  EXPECT_FALSE(fault("RCPT", "451 greylisted").permanent);
  EXPECT_FALSE(fault(".", "452 full").permanent);
  EXPECT_FALSE(fault(".", "!").permanent) << "hung up without a word";
  EXPECT_FALSE(fault("MAIL", "530 STARTTLS first").permanent) << "an operator mends that";
}

TEST_F(Mail, ReachesTheOthersWhenOneRecipientIsRefusedForGood) {
  SmtpStub stub([](const std::string& command) { return command == "RCPT TO:<b@x.example>" ? "550 who?" : ""; });
  EmailReceiver receiver("ministry", options(stub.url(), {"a@x.example", "b@x.example", "c@x.example"}));
  const auto sent = receiver.deliver(notice("n1", kBody), kNow);
  ASSERT_TRUE(sent) << sent.error().found;
  ASSERT_THAT(stub.mails(), SizeIs(1));
  EXPECT_THAT(stub.mails()[0].to, ElementsAre("RCPT TO:<a@x.example>", "RCPT TO:<c@x.example>"));
}

TEST_F(Mail, SendsNothingUnencryptedWhenEncryptionIsRequired) {
  SmtpStub stub;
  EmailOptions secure = options(stub.url());
  secure.tls = settings::MailTls::required;
  EmailReceiver receiver("ministry", secure);
  const auto refused = receiver.deliver(notice("n1", kBody), kNow);
  ASSERT_FALSE(refused);
  EXPECT_FALSE(refused.error().permanent);
  EXPECT_THAT(stub.mails(), IsEmpty());
  EXPECT_THAT(stub.commands(), Not(Contains(testing::StartsWith("MAIL"))));
}

TEST_F(Mail, SendsItsChartAsAPicture) {
  SmtpStub stub;
  EmailReceiver receiver("ministry", options(stub.url()));
  auto row = notice("n1", kBody);
  row.chart_svg = kSvg;
  ASSERT_TRUE(receiver.deliver(row, kNow));
  EXPECT_THAT(stub.mails().at(0).data, HasSubstr("Content-Type: image/png\r\n"));
  row.chart_svg = "no drawing";
  ASSERT_TRUE(receiver.deliver(row, kNow)) << "a notice without its picture is worth more than none";
  EXPECT_THAT(stub.mails().at(1).data, Not(HasSubstr("image/png")));
}

TEST_F(Mail, L52IsTriedThroughGreylistingAndArrivesOnceWithTheSameBytes) {
  Folder folder;
  storage::Store store =
      must(storage::Store::open("sqlite:" + (folder.path() / "store.db").string(), storage::OpenMode::read_write));
  const std::vector<storage::NoticeRow> rows{notice("n1", kBody)};
  must(store.write_alerts({.notices = rows}));
  trade::Instant now = kNow;
  SmtpStub stub([&](const std::string& command) {
    return command.starts_with("RCPT") && now < kNow + minutes(10) ? "451 greylisted, come back" : "";
  });
  std::vector<std::unique_ptr<Receiver>> receivers;
  receivers.push_back(std::make_unique<EmailReceiver>("ministry", options(stub.url())));
  Dispatcher dispatcher(std::move(receivers));
  int tries = 0;
  while (now < kNow + std::chrono::hours(5)) {
    const auto report = dispatcher.dispatch(store, now);
    tries += report.delivered + report.failed;
    EXPECT_EQ(report.given_up, 0);
    if (!report.next_try) break;
    now = *report.next_try;
  }
  EXPECT_GT(tries, 5);
  EXPECT_THAT(stub.mails(), SizeIs(1));
}

}  // namespace
}  // namespace tradewatch::delivery
