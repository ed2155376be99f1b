// What becomes of a figure that is published again, and what was held when.

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>

#include "tests/service/storage/places.h"

namespace tradewatch::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Vintages = StoreTest;
ON_BOTH_DATABASES(Vintages);

std::vector<std::string> texts_of(const std::vector<Vintage>& vintages) {
  std::vector<std::string> texts;
  for (const Vintage& v : vintages) texts.push_back(v.kept.figure.value_text);
  return texts;
}

trade::Figure withdrawn(trade::Figure f) {
  f.status = trade::Status::withdrawn;
  f.value_usd.reset();
  f.value_text.clear();
  return f;
}

TEST_P(Vintages, AreOrderedByPublishedThenSequence) {
  keep({figure("2026-01", "3", "2026-03-10")});
  keep({figure("2026-01", "1", "2026-02-10")});
  keep({figure("2026-01", "2", "2026-02-10")});
  EXPECT_THAT(texts_of(vintages()), ElementsAre("1", "2", "3"));
  EXPECT_EQ(in_force().front().figure.value_text, "3");
}

TEST_P(Vintages, KeepAValueThatComesBack) {
  EXPECT_THAT(names_of(keep({figure("2026-01", "1", "2026-02-10")})), ElementsAre("first"));
  EXPECT_THAT(names_of(keep({figure("2026-01", "2", "2026-03-10")})), ElementsAre("revision"));
  EXPECT_THAT(names_of(keep({figure("2026-01", "1", "2026-04-10")})), ElementsAre("revision"));
  EXPECT_THAT(texts_of(vintages()), ElementsAre("1", "2", "1"));
}

TEST_P(Vintages, KeepTheSameValuePublishedEarlier) {
  keep({figure("2026-01", "1", "2026-03-10")});
  EXPECT_THAT(names_of(keep({figure("2026-01", "1", "2026-02-10")})), ElementsAre("first"));
  EXPECT_THAT(vintages(), SizeIs(2));
}

TEST_P(Vintages, CountADuplicateAtItsOwnPublishedDate) {
  keep({figure("2026-01", "1", "2026-02-10")});
  keep({figure("2026-01", "2", "2026-04-10")});
  const KeepReport report = keep({figure("2026-01", "1", "2026-03-10")});
  EXPECT_EQ(report.duplicates, 1);
  EXPECT_EQ(report.stored, 0);
  EXPECT_THAT(report.changes, IsEmpty());
  EXPECT_EQ(report.sequence, 3) << "a document without news is kept and numbered all the same";
  EXPECT_EQ(must(store_.sequence()), 3);
}

TEST_P(Vintages, OfABackfillAreNotTheNewest) {
  keep({figure("2026-01", "2", "2026-04-10")});
  keep({figure("2026-01", "1", "2026-02-10")});
  EXPECT_EQ(in_force().front().figure.value_text, "2");
}

TEST_P(Vintages, KeepARoundingAsWhatItIs) {
  keep({figure("2022", "97774894.6", "2023-03-01", "USD thousand")});
  const auto precise = figure("2022", "97774894.63448", "2024-03-01", "USD thousand");
  const KeepReport report = keep({precise});
  EXPECT_THAT(names_of(report), ElementsAre("rounding"));
  EXPECT_EQ(report.roundings, 1);
  EXPECT_EQ(report.revisions, 0);
  EXPECT_EQ(report.changes.front().previous_value_usd, 97774894.6 * 1e3);
  EXPECT_EQ(keep({precise}).duplicates, 1);
  EXPECT_EQ(keep({figure("2022", "97774894.6", "2023-03-01", "USD thousand")}).duplicates, 1);
}

TEST_P(Vintages, OfOneDocumentAreTakenByPublishedDateWhateverTheirOrder) {
  const KeepReport report = keep({figure("2026-01", "1", "2026-04-10"), figure("2026-01", "2", "2026-03-10"),
                                  figure("2026-01", "1", "2026-02-10"), figure("2026-01", "1", "2026-02-11")});
  EXPECT_THAT(names_of(report), ElementsAre("first", "revision", "revision"));
  EXPECT_EQ(report.duplicates, 1);
  EXPECT_EQ(report.changes.front().figure_index, 2U);
}

TEST_P(Vintages, ThatAreWithdrawnHideTheFigure) {
  keep({figure("2026-01", "1", "2026-02-10"), figure("2026-02", "4", "2026-03-10")});
  EXPECT_THAT(names_of(keep({withdrawn(figure("2026-01", "0", "2026-04-01"))})), ElementsAre("withdrawal"));
  ASSERT_THAT(in_force(), SizeIs(1));
  EXPECT_EQ(in_force().front().figure.value_text, "4");
  EXPECT_THAT(vintages(), SizeIs(3));
  EXPECT_THAT(in_force({.published = day("2026-03-31")}), SizeIs(2));
  keep({figure("2026-01", "5", "2026-05-01")});
  EXPECT_EQ(in_force().front().figure.value_text, "5");
}

TEST_P(Vintages, AnswerForTheMomentAsked) {
  keep({figure("2026-01", "1", "2026-02-10")});
  keep({figure("2026-01", "3", "2026-04-10")});
  keep({figure("2026-01", "2", "2026-03-10")});
  const auto text = [&](const AsOf& as_of) { return in_force(as_of).front().figure.value_text; };
  EXPECT_EQ(text({.sequence = 1}), "1");
  EXPECT_EQ(text({.sequence = 2}), "3");
  EXPECT_EQ(text({.published = day("2026-04-09")}), "2");
  EXPECT_EQ(text({.published = day("2026-04-10")}), "3");
  EXPECT_EQ(text({.sequence = 2, .published = day("2026-04-09")}), "1");
  EXPECT_EQ(text({.taken = at("2026-03-01T00:01:59Z")}), "1");
  EXPECT_EQ(text({.taken = at("2026-03-01T00:02:00Z")}), "3");
  EXPECT_THAT(in_force({.taken = at("2026-03-01T00:00:59Z")}), IsEmpty());
  EXPECT_THAT(in_force({.sequence = 0}), IsEmpty());
}

TEST_P(Vintages, AreFoundByEveryPartOfTheirKey) {
  trade::Figure plain = figure("2026-01", "1", "2026-02-10");
  trade::Figure cif = plain, fob = plain, import = plain, other = plain;
  cif.key.valuation = trade::Valuation::cif;
  fob.key.valuation = trade::Valuation::fob;
  import.key.flow = trade::Flow::import_;
  import.key.commodity = "1006";
  import.key.basis = trade::Basis::payments;
  other.key.source = "kaz-bns";
  other.key.reporter = trade::Country("KAZ");
  other.key.partner = trade::Country("PAK");
  other.period = trade::parse_period("2025-07/2025-11").value();
  EXPECT_EQ(keep({cif, import, other, plain, fob}).stored, 5);
  const auto count = [&](const FigureFilter& filter) { return must(store_.figures_in_force(filter, {})).size(); };
  EXPECT_EQ(count({}), 5U);
  EXPECT_EQ(count({.source = "kaz-bns"}), 1U);
  EXPECT_EQ(count({.reporter = trade::Country("PAK"), .flow = trade::Flow::export_}), 3U);
  EXPECT_EQ(count({.partner = trade::Country("PAK")}), 1U);
  EXPECT_EQ(count({.commodity = "1006"}), 1U);
  EXPECT_EQ(count({.valuation = trade::Valuation::unstated}), 3U);
  EXPECT_EQ(count({.valuation = trade::Valuation::fob, .basis = trade::Basis::unstated}), 1U);
  EXPECT_EQ(count({.basis = trade::Basis::payments, .first = trade::Month(2026, 1)}), 1U);
  EXPECT_EQ(count({.first = trade::Month(2025, 11), .last = trade::Month(2025, 12)}), 1U);
  EXPECT_EQ(count({.first = trade::Month(2025, 12)}), 4U);
  const auto all = in_force();
  EXPECT_TRUE(std::ranges::is_sorted(all, {}, [](const trade::KeptFigure& k) { return k.figure.key; }));
}

TEST_P(Vintages, ComeBackWithEverythingThatWasSaid) {
  trade::Figure f = figure("2025-07/2025-11", "6.478", "2026-01-20");
  f.status = trade::Status::provisional;
  f.published_stated = false;
  f.reference = "Қазақстан, table 4: \"=x\" ";
  f.line = 17;
  keep({f});
  const trade::KeptFigure kept = in_force().front();
  EXPECT_EQ(kept.figure.key, f.key);
  EXPECT_EQ(kept.figure.period, f.period);
  EXPECT_EQ(kept.figure.value_usd, f.value_usd);
  EXPECT_EQ(kept.figure.value_text, "6.478");
  EXPECT_EQ(kept.figure.unit, "USD million");
  EXPECT_EQ(kept.figure.status, trade::Status::provisional);
  EXPECT_EQ(kept.figure.published, f.published);
  EXPECT_FALSE(kept.figure.published_stated);
  EXPECT_EQ(kept.figure.reference, f.reference);
  EXPECT_EQ(kept.figure.line, 17);
  EXPECT_EQ(kept.sequence, 1);
  EXPECT_EQ(kept.taken, at("2026-03-01T00:01:00Z"));
  EXPECT_EQ(kept.document, document("figures-1.csv", "the bytes of figures-1.csv").sha256);
  EXPECT_EQ(kept.document_name, "figures-1.csv");
}

TEST_P(Vintages, OfADocumentAreGivenWithWhatTheyChanged) {
  keep({figure("2026-01", "1", "2026-02-10")});
  keep({figure("2026-02", "7", "2026-03-10"), figure("2026-01", "2", "2026-03-10")});
  const auto changes = must(store_.vintages({.after = 1}, {.sequence = 2}));
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[0].change, trade::Change::revision);
  EXPECT_EQ(changes[0].previous_value_usd, 1e6);
  EXPECT_EQ(changes[1].change, trade::Change::first);
  EXPECT_FALSE(changes[1].previous_value_usd);
}

// Every double that is an amount: a figure that comes back one bit off is a revision that nobody published.
TEST_P(Vintages, KeepEveryBitOfAnAmount) {
  std::vector<double> amounts{
      0.0, 0.1, 6478000.0, 1e15, 227.59e6, 97774894.63448 * 1e3, std::nextafter(1e15, 0.0), 1e-300, 5e-324, 1.0 / 3.0};
  constexpr std::uint64_t kSeed = 20260204;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937_64 random(kSeed);
  while (amounts.size() < 600) {
    const double any = std::abs(std::bit_cast<double>(random()));
    if (std::isfinite(any)) amounts.push_back(std::fmod(any, 1e15));
  }
  std::vector<trade::Figure> figures;
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    auto f = figure("2026-01", "x", "2026-02-10");
    f.period.first = f.period.last = trade::Month(1950, 1) + static_cast<int>(i);
    f.value_usd = amounts[i];
    figures.push_back(f);
  }
  keep(figures);
  const auto back = in_force();
  ASSERT_EQ(back.size(), amounts.size());
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(*back[i].figure.value_usd), std::bit_cast<std::uint64_t>(amounts[i]));
  }
  EXPECT_EQ(keep(figures).duplicates, static_cast<int>(figures.size()));
}

}  // namespace
}  // namespace tradewatch::storage
