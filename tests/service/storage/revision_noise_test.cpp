// What the store has of a source's revisions, as of any moment; what is learned from them is tested with the models.

#include "models/trade/revision_noise.h"

#include "tests/service/storage/places.h"

namespace tradewatch::storage {
namespace {

using RevisionNoises = StoreTest;
ON_BOTH_DATABASES(RevisionNoises);

// 24 months published a month after their end, all revised three months later, and a figure two years on.
class Revised {
 public:
  Revised() {
    for (int i = 0; i < 24; ++i) {
      const trade::Month month = trade::Month(2020, 1) + i;
      first.push_back(of(month, "10", trade::last_day(month + 1)));
      later.push_back(of(month, i % 2 == 0 ? "11" : "9", trade::last_day(month + 4)));
    }
    newest.push_back(of(trade::Month(2023, 12), "10", trade::last_day(trade::Month(2024, 1))));
  }
  std::vector<trade::Figure> first, later, newest;

 private:
  static trade::Figure of(trade::Month month, std::string_view text, trade::Date published) {
    return figure(trade::format_month(month), text, trade::format_date(published));
  }
};

TEST_P(RevisionNoises, AreThoseOfTheVintagesHeldThen) {
  const Revised revised;
  keep(revised.first);
  keep(revised.later);
  keep(revised.newest);
  const trade::FlowKey key = revised.first.front().key;
  const trade::RevisionNoise before = must(store_.revision_noise(key, {.sequence = 1}));
  EXPECT_FALSE(before.learned());
  EXPECT_EQ(before.revisions, 0);
  EXPECT_EQ(before.newest, revised.first.back().published);
  const trade::RevisionNoise now = must(store_.revision_noise(key, {}));
  EXPECT_TRUE(now.learned());
  EXPECT_EQ(now.revisions, 24);
  EXPECT_EQ(now.source, key.source);
  const trade::RevisionNoise in_2021 = must(store_.revision_noise(key, {.published = day("2021-06-30")}));
  EXPECT_LT(in_2021.revisions, 20);
  EXPECT_EQ(must(store_.revision_noise(key, {.sequence = 1})).revisions, 0) << "asked again";
  const auto both = must(store_.revision_noises(key, {}, day("2021-07-01")));
  EXPECT_EQ(both.now, now);
  EXPECT_EQ(both.before, in_2021) << "the vintages of earlier dates alone";
}

TEST_P(RevisionNoises, HoldWhatCameSinceTheyWereAskedFirst) {
  const Revised revised;
  keep(revised.first);
  const trade::FlowKey key = revised.first.front().key;
  EXPECT_EQ(must(store_.revision_noise(key, {})).revisions, 0);
  keep(revised.later);
  keep(revised.newest);
  EXPECT_EQ(must(store_.revision_noise(key, {})).revisions, 24);
}

TEST_P(RevisionNoises, AreOfOneSourceOfOneReporter) {
  const Revised revised;
  keep(revised.first);
  keep(revised.later);
  keep(revised.newest);
  trade::FlowKey other = revised.first.front().key;
  other.partner = trade::Country("UZB");
  other.flow = trade::Flow::import_;
  EXPECT_EQ(must(store_.revision_noise(other, {})).revisions, 24) << "any partner and flow";
  other.source = "another";
  EXPECT_EQ(must(store_.revision_noise(other, {})).revisions, 0);
  EXPECT_FALSE(must(store_.revision_noise(other, {})).learned());
}

}  // namespace
}  // namespace tradewatch::storage
