// How far each pull is: kept whole, replaced whole, found again after a restart.

#include "tests/service/storage/places.h"

namespace tradewatch::storage {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class Pulls : public StoreTest {};
ON_BOTH_DATABASES(Pulls);

PullRow row(const std::string& name) {
  PullRow row;
  row.name = name;
  row.url = "https://example.org/?period={period}&key={key}";
  row.tried = at("2026-11-27T09:00:00Z");
  row.next_due = at("2026-11-28T09:00:00Z");
  row.failures = 2;
  row.outcome = "forbidden";
  row.note = "2026-10 has no figures yet";
  row.error = at("2026-11-27T09:00:01Z");
  row.error_text = "403 Forbidden";
  row.reached = "2026-09";
  row.answer_url = "https://example.org/?period=2026-09&key={key}";
  row.etag = "\"abc\"";
  row.last_modified = "Thu, 26 Nov 2026 09:00:00 GMT";
  row.answer_sha256 = std::string(64, 'a');
  row.refused_sha256 = std::string(64, 'b');
  return row;
}

TEST_P(Pulls, AreFoundAgainAfterARestart) {
  EXPECT_THAT(must(store_.pulls()), IsEmpty());
  must(store_.write_pull(row("b")));
  must(store_.write_pull(row("a")));
  store_ = open();
  const auto rows = must(store_.pulls());
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].name, "a");
  const PullRow expected = row("b");
  const PullRow& found = rows[1];
  EXPECT_EQ(found.url, expected.url);
  EXPECT_EQ(found.tried, expected.tried);
  EXPECT_EQ(found.next_due, expected.next_due);
  EXPECT_EQ(found.failures, 2);
  EXPECT_EQ(found.outcome, expected.outcome);
  EXPECT_EQ(found.note, expected.note);
  EXPECT_EQ(found.success, std::nullopt);
  EXPECT_EQ(found.new_figure, std::nullopt);
  EXPECT_EQ(found.error, expected.error);
  EXPECT_EQ(found.error_text, expected.error_text);
  EXPECT_EQ(found.reached, expected.reached);
  EXPECT_EQ(found.answer_url, expected.answer_url);
  EXPECT_EQ(found.etag, expected.etag);
  EXPECT_EQ(found.last_modified, expected.last_modified);
  EXPECT_EQ(found.answer_sha256, expected.answer_sha256);
  EXPECT_EQ(found.refused_sha256, expected.refused_sha256);
}

TEST_P(Pulls, AreReplacedWhole) {
  must(store_.write_pull(row("a")));
  PullRow better = row("a");
  better.error = std::nullopt;
  better.error_text = "";
  better.success = at("2026-11-28T09:00:00Z");
  better.new_figure = at("2026-11-28T09:00:00Z");
  must(store_.write_pull(better));
  const auto rows = must(store_.pulls());
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].error, std::nullopt);
  EXPECT_EQ(rows[0].success, better.success);
  EXPECT_EQ(rows[0].new_figure, better.new_figure);
}

TEST_P(Pulls, GiveARoundToWhoeverBeginsItFirst) {
  Store other = open();
  PullRow beginning = row("a");
  beginning.tried = at("2026-11-28T09:00:00Z");
  beginning.next_due = at("2026-11-28T09:05:00Z");
  EXPECT_TRUE(must(store_.begin_pull(beginning, std::nullopt)));
  EXPECT_FALSE(must(other.begin_pull(beginning, std::nullopt)));
  PullRow ended = row("a");
  ended.tried = beginning.tried;
  EXPECT_TRUE(must(store_.end_pull(ended, beginning.tried)));
  PullRow next = ended;
  next.tried = at("2026-11-29T09:00:00Z");
  EXPECT_TRUE(must(other.begin_pull(next, ended)));
  EXPECT_FALSE(must(store_.begin_pull(next, ended))) << "the row is another by now";
  EXPECT_FALSE(must(store_.end_pull(ended, beginning.tried))) << "a round that ended long after its turn";
  EXPECT_EQ(must(store_.pulls())[0].tried, next.tried);
}

}  // namespace
}  // namespace tradewatch::storage
