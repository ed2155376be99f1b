// Taking documents out of force: the figures answer as if the document had never been, and nothing is deleted.

#include "service/storage/withdrawal.h"

#include <random>

#include "tests/service/storage/places.h"

namespace tradewatch::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// What a reader of figures sees, without where it came from.
std::vector<std::string> shown(const std::vector<trade::KeptFigure>& figures) {
  std::vector<std::string> lines;
  for (const trade::KeptFigure& kept : figures) {
    const trade::Figure& f = kept.figure;
    lines.push_back(f.key.source + " " + trade::format_month(f.period.first) + " " + f.value_text + " " + f.unit + " " +
                    std::string(trade::name_of(f.status)));
  }
  return lines;
}

class Withdrawal : public StoreTest {
 protected:
  WithdrawOrder order(std::int64_t sequence) {
    ++orders_;
    const std::string name = "withdrawal " + std::to_string(orders_);
    WithdrawOrder made{sequence, "withdrawn by A. Khan: wrong unit", document(name, name)};
    made.raw.format = kWithdrawalFormat;
    made.raw.media = media_of_withdrawal(sequence);
    return made;
  }
  WithdrawReport withdraw(std::int64_t sequence) {
    return must(store_.withdraw(order(sequence), at("2026-11-27T10:00:00Z")));
  }
  void expect_sound() { EXPECT_THAT(must(store_.verify()).faults, IsEmpty()); }

  int orders_ = 0;
};
ON_BOTH_DATABASES(Withdrawal);

TEST_P(Withdrawal, AFirstFigureHasNoValueAnyMore) {
  keep({figure("2026-01", "5", "2026-02-10")});
  const auto wrong = keep({figure("2026-02", "7000", "2026-03-10")});
  const WithdrawReport report = withdraw(wrong.sequence);
  EXPECT_EQ(report.withdrawn, 1);
  EXPECT_EQ(report.restored, 0);
  EXPECT_THAT(shown(in_force()), ElementsAre("sbp 2026-01 5 USD million final"));
  const auto all = vintages();
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all.back().kept.figure.status, trade::Status::withdrawn);
  EXPECT_THAT(all.back().kept.figure.reference, HasSubstr("withdrawn by A. Khan: wrong unit"));
  EXPECT_FALSE(all.back().kept.figure.published_stated);
  expect_sound();
}

TEST_P(Withdrawal, ADocumentThatWasReadWronglyIsReadRightlyAfterIt) {
  const RawDocument raw = document("table.csv", "table");
  const std::vector wrong{figure("2026-01", "5", "2026-02-10"), figure("2026-02", "6", "2026-02-10")};
  const std::vector right{figure("2026-01", "5", "2026-02-10", "USD thousand"),
                          figure("2026-02", "6", "2026-02-10", "USD thousand")};
  must(store_.keep_document(raw, wrong, at("2026-03-01T00:00:00Z")));
  withdraw(1);
  EXPECT_TRUE(must(store_.keep_document(raw, wrong, at("2026-03-02T00:00:00Z"))).duplicate_document);
  const KeepReport report = must(store_.keep_document(raw, right, at("2026-03-02T00:00:00Z")));
  EXPECT_EQ(report.sequence, 3);
  EXPECT_EQ(report.stored, 2);
  EXPECT_THAT(shown(in_force()), ElementsAre("sbp 2026-01 5 USD thousand final", "sbp 2026-02 6 USD thousand final"));
  // The right reading can be withdrawn for itself, and so can the withdrawal of the wrong one.
  EXPECT_EQ(withdraw(3).withdrawn, 2);
  EXPECT_THAT(shown(in_force()), IsEmpty());
  EXPECT_EQ(withdraw(4).restored, 2);
  EXPECT_THAT(shown(in_force()), ElementsAre("sbp 2026-01 5 USD thousand final", "sbp 2026-02 6 USD thousand final"));
  expect_sound();
}

TEST_P(Withdrawal, OfOneOfTwoReadingsLeavesTheOther) {
  const RawDocument raw = document("table.csv", "table");
  must(store_.keep_document(raw, std::vector{figure("2026-01", "5", "2026-02-10")}, at("2026-03-01T00:00:00Z")));
  must(store_.keep_document(raw, std::vector{figure("2026-01", "5", "2026-02-10", "USD thousand")},
                            at("2026-03-02T00:00:00Z")));
  EXPECT_EQ(withdraw(2).restored, 1);
  EXPECT_THAT(shown(in_force()), ElementsAre("sbp 2026-01 5 USD million final"));
  EXPECT_EQ(withdraw(3).restored, 1);
  withdraw(1);
  EXPECT_THAT(shown(in_force()), ElementsAre("sbp 2026-01 5 USD thousand final"));
  expect_sound();
}

TEST_P(Withdrawal, ARevisedFigureStandsAsItDidBefore) {
  keep({figure("2026-01", "5", "2026-02-10")});
  const auto wrong = keep({figure("2026-01", "5000", "2026-03-10")});
  EXPECT_EQ(withdraw(wrong.sequence).restored, 1);
  EXPECT_THAT(shown(in_force()), ElementsAre("sbp 2026-01 5 USD million final"));
  EXPECT_THAT(in_force().front().figure.reference, HasSubstr("as in document 1"));
  expect_sound();
}

TEST_P(Withdrawal, WhatOthersReplacedSinceStays) {
  keep({figure("2026-01", "5", "2026-02-10")});
  const auto wrong = keep({figure("2026-01", "5000", "2026-03-10")});
  keep({figure("2026-01", "6", "2026-04-10")});
  EXPECT_EQ(withdraw(wrong.sequence).restored, 1);  // for those who ask what was published by March
  EXPECT_THAT(shown(in_force()), ElementsAre("sbp 2026-01 6 USD million final"));
  EXPECT_THAT(shown(in_force({.published = day("2026-03-15")})), ElementsAre("sbp 2026-01 5 USD million final"));
}

TEST_P(Withdrawal, WhatWasKnownThenIsStillAnsweredAsItWasKnownThen) {
  keep({figure("2026-01", "5", "2026-02-10")});
  const auto wrong = keep({figure("2026-01", "5000", "2026-03-10")});
  withdraw(wrong.sequence);
  EXPECT_THAT(shown(in_force({.sequence = wrong.sequence})), ElementsAre("sbp 2026-01 5000 USD million final"));
}

TEST_P(Withdrawal, APublishedDateInTheFutureDoesNotOutliveIt) {
  keep({figure("2026-01", "5", "2026-02-10")});
  const auto wrong = keep({figure("2026-01", "5000", "2027-03-10")});
  withdraw(wrong.sequence);
  EXPECT_THAT(shown(in_force()), ElementsAre("sbp 2026-01 5 USD million final"));
}

TEST_P(Withdrawal, TwiceIsRefusedInWords) {
  const auto wrong = keep({figure("2026-01", "5000", "2026-03-10")});
  const auto first = withdraw(wrong.sequence);
  const auto again = store_.withdraw(order(wrong.sequence), at("2026-11-28T10:00:00Z"));
  ASSERT_FALSE(again);
  EXPECT_TRUE(again.error().refused);
  EXPECT_THAT(again.error().found, HasSubstr("which document " + std::to_string(first.sequence) + " withdrew"));
  const auto unknown = store_.withdraw(order(99), at("2026-11-28T10:00:00Z"));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(must(store_.sequence()), first.sequence);  // a refusal takes no sequence
}

TEST_P(Withdrawal, AWithdrawalIsWithdrawnLikeAnyDocument) {
  keep({figure("2026-01", "5", "2026-02-10")});
  const auto meant = keep({figure("2026-01", "5.5", "2026-03-10"), figure("2026-02", "7", "2026-03-10")});
  const auto before = shown(in_force());
  const auto mistake = withdraw(meant.sequence);
  EXPECT_NE(shown(in_force()), before);
  const auto back = withdraw(mistake.sequence);
  EXPECT_EQ(shown(in_force()), before);
  const auto further = store_.withdraw(order(back.sequence), at("2026-11-28T10:00:00Z"));
  ASSERT_FALSE(further);
  EXPECT_THAT(further.error().todo, HasSubstr("withdraw document " + std::to_string(meant.sequence)));
  withdraw(meant.sequence);
  EXPECT_THAT(shown(in_force()), ElementsAre("sbp 2026-01 5 USD million final"));
  expect_sound();
}

TEST_P(Withdrawal, ATryWritesNothing) {
  const auto wrong = keep({figure("2026-01", "5000", "2026-03-10")});
  EXPECT_EQ(must(store_.preview_withdrawal(order(wrong.sequence), at("2026-11-27T10:00:00Z"))).withdrawn, 1);
  EXPECT_EQ(must(store_.sequence()), wrong.sequence);
  EXPECT_THAT(in_force(), SizeIs(1));
}

TEST_P(Withdrawal, LaterDocumentsThatRepeatedFiguresAreNamed) {
  const auto wrong = keep({figure("2026-01", "5", "2026-03-10")});
  keep({figure("2026-01", "5", "2026-03-10"), figure("2026-02", "6", "2026-03-10")});
  const auto report = withdraw(wrong.sequence);
  ASSERT_THAT(report.repeating, SizeIs(1));
  EXPECT_EQ(report.repeating.front().duplicates, 1);
}

TEST_P(Withdrawal, NoiseLearnsNothingFromADocumentThatWasTakenOut) {
  const auto key = figure("2026-01", "5", "2026-03-10").key;
  std::vector<trade::Figure> first;
  std::vector<trade::Figure> wrong;
  for (int month = 1; month <= 9; ++month) {
    const std::string period = "2024-0" + std::to_string(month);
    first.push_back(figure(period, "5", "2024-10-10"));
    wrong.push_back(figure(period, "5000", "2024-11-10"));
  }
  keep(first);
  keep({figure("2025-12", "5", "2026-01-10")});  // offices correct once a year: only now is it known what they did
  EXPECT_EQ(must(store_.revision_noise(key, {})).revisions, 0);
  const auto taken = keep(wrong);
  EXPECT_GT(must(store_.revision_noise(key, {})).revisions, 0);
  withdraw(taken.sequence);
  EXPECT_EQ(must(store_.revision_noise(key, {})).revisions, 0);
}

// A store that took documents and withdrew some shows, at every published date, what one shows that never took those.
TEST_P(Withdrawal, AnswersAsIfTheDocumentHadNeverBeen) {
  constexpr std::uint32_t kSeed = 20261127;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<std::uint32_t>(n)); };
  for (int round = 0; round < 12; ++round) {
    const std::string url = GetParam() == "sqlite"
                                ? "sqlite:" + (folder_.path() / ("never" + std::to_string(round) + ".db")).string()
                                : new_postgresql_database();
    Store never = must(Store::open(url, OpenMode::read_write));
    const std::string source = "round-" + std::to_string(round);
    std::vector<std::int64_t> wrong;
    int value = 0;
    for (int d = 0; d < 8; ++d) {
      std::vector<trade::Figure> figures;
      for (int month = 1; month <= 4; ++month) {
        if (below(3) == 0) continue;
        // Each value is another, so that none is a duplicate, whose row would depend on what came before.
        trade::Figure f = figure("2026-0" + std::to_string(month), std::to_string(++value),
                                 "2026-05-0" + std::to_string(1 + below(5)));
        f.key.source = source;
        figures.push_back(f);
      }
      if (figures.empty()) continue;
      const bool is_wrong = below(3) == 0;
      const auto kept = keep(figures);
      if (is_wrong) {
        wrong.push_back(kept.sequence);
      } else {
        must(never.keep_document(document("d" + std::to_string(d), source + std::to_string(d)), figures,
                                 at("2026-06-01T00:00:00Z")));
      }
    }
    std::ranges::shuffle(wrong, random);
    for (const std::int64_t sequence : wrong) withdraw(sequence);
    const FigureFilter filter{.source = source};
    for (int date = 1; date <= 6; ++date) {
      const AsOf as_of{.published = day("2026-05-0" + std::to_string(date))};
      EXPECT_EQ(shown(must(store_.figures_in_force(filter, as_of))), shown(must(never.figures_in_force(filter, as_of))))
          << "round " << round << " by the " << date << "th";
    }
  }
  expect_sound();
}

}  // namespace
}  // namespace tradewatch::storage
