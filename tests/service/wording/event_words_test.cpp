// Alert events, models, methods and moments in each language.

#include "service/wording/event_words.h"

#include <gmock/gmock.h>

#include <set>

#include "service/wording/message.h"

namespace tradewatch::wording {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const AlertHappening kWithheld{"withheld", "ministry", "A. Khan", "firing", "3"};

TEST(EventWords, SayWhichSilenceKeptWhichNoticeBack) {
  EXPECT_EQ(happening_sentence(kWithheld, Language::en),
            "The notice (Alert) to ministry was kept back by silence 3 of A. Khan.");
  for (const Language l : {Language::ur, Language::kk, Language::ru}) {
    for (const char* part : {"ministry", "A. Khan", "3"})
      EXPECT_THAT(happening_sentence(kWithheld, l), HasSubstr(part)) << name_of(l);
  }
}

TEST(EventWords, AcknowledgementsSayWhoUntilWhenAndWhy) {
  EXPECT_EQ(happening_sentence({"acknowledged", "", "A. Khan", "asked the bank", ""}, Language::en),
            "A. Khan: asked the bank");
  EXPECT_EQ(happening_sentence({"acknowledged", "", "A. Khan", "asked", "2026-12-01"}, Language::en),
            "A. Khan, until 2026-12-01: asked");
}

TEST(EventWords, EveryKindIsATermOfItsOwnInEachLanguage) {
  for (const Language l : kLanguages) {
    std::set<std::string> words;
    for (const char* kind :
         {"acknowledged", "reminded", "withheld", "told_late", "silenced", "unsilenced", "confirmed"}) {
      words.insert(happening_words(kind, l));
      if (l != Language::en) {
        EXPECT_NE(happening_words(kind, l), happening_words(kind, Language::en)) << name_of(l);
      }
    }
    EXPECT_EQ(words.size(), 7U) << name_of(l);
  }
  EXPECT_EQ(happening_words("of tomorrow", Language::ru), "of tomorrow");
}

TEST(EventWords, StatesAreTermsAndUnknownOnesStand) {
  EXPECT_EQ(state_change_words("firing", "resolved", Language::en), "standing -> resolved");
  EXPECT_EQ(state_change_words("firing", "gone", Language::ru).find("firing"), std::string::npos);
  EXPECT_THAT(state_change_words("firing", "gone", Language::ru), HasSubstr("gone"));
}

TEST(EventWords, AModelKeepsItsCodeBesideItsWords) {
  for (const Language l : kLanguages) {
    for (const growth::MemberModel model : growth::kMemberModels) {
      EXPECT_THAT(model_words(model, l), HasSubstr(std::string(growth::name_of(model)))) << name_of(l);
      EXPECT_NE(model_words(model, l), growth::name_of(model)) << name_of(l);
    }
  }
}

TEST(EventWords, MomentsAreDaysOfTheLanguageAndMinutesOfUtc) {
  const auto moment = trade::parse_instant("2026-02-04T09:05:59Z").value();
  EXPECT_EQ(moment_name(moment, Language::en), "4 February 2026, 09:05 UTC");
  EXPECT_THAT(moment_name(moment, Language::ru), StartsWith("4 февраля 2026"));
}

TEST(EventWords, ALineFromRightToLeftStaysOneAmongAnotherDirection) {
  EXPECT_EQ(own_line(Language::ur, "80% حد"), "\u206780% حد\u2069");
  EXPECT_EQ(own_line(Language::ru, "80 %"), "80 %");
  EXPECT_EQ(own_line(Language::ur, ""), "");
}

}  // namespace
}  // namespace tradewatch::wording
