#include "service/storage/whole_rows.h"

#include <fmt/format.h>

#include <bit>
#include <sstream>

namespace tradewatch::storage {
namespace {

// "name name# ...": a mark tells what is no text: # an integer, ~ a real number, * bytes.
WholeTable table(std::string name, std::size_t key, const std::string& columns, int rows_at_once = 2048) {
  WholeTable made{std::move(name), {}, key, rows_at_once};
  std::istringstream words(columns);
  for (std::string word; words >> word;) {
    FieldKind kind = FieldKind::text;
    if (word.back() == '#') kind = FieldKind::integer;
    if (word.back() == '~') kind = FieldKind::real;
    if (word.back() == '*') kind = FieldKind::bytes;
    if (kind != FieldKind::text) word.pop_back();
    made.columns.push_back({word, kind});
  }
  return made;
}

std::vector<WholeTable> all_tables() {
  return {
      table("counter", 1, "name value#"),
      table("document", 1,
            "sequence# reading sha256 name format media taken size_bytes# stored# duplicates# revisions# roundings# "
            "withdrawals# chain first_figure# last_figure#"),
      table("raw_document", 1, "sha256 bytes*", 1),
      table("series", 1, "id# source reporter partner flow commodity valuation basis"),
      table("figure", 1,
            "id# series_id# first_month# last_month# published published_stated# sequence# value_usd~ value_text unit "
            "status reference line# change_kind previous_id#"),
      table("assessment", 1, "number# target sequence# settings_digest at verdict probability~ release json", 128),
      table("alert_book", 1, "target number#"),
      table("alert", 1, "id target rule state severity since opened steps# value~ threshold~ reason_json"),
      table("transition", 1,
            "number# alert_id target rule state_from state_to at sequence# value~ threshold~ reason_json"),
      table("acknowledgement", 1, "alert_id author note at until"),
      table("silence", 1, "id target rule receiver starts ends author reason created ended ended_by confirmed#"),
      table("told", 2, "alert_id receiver kind at notice_id withheld withheld_by"),
      table("alert_event", 1, "number# at target alert_id kind receiver author note reference"),
      table("notice", 1,
            "number# id target alert_id kind receiver body queued state attempts# next_try claimed_until ended "
            "last_error chart_svg",
            64),
      table("pull", 1,
            "name url tried next_due failures# outcome note success new_figure error error_text reached answer_url "
            "etag last_modified answer_sha256 refused_sha256"),
      table("answered", 1, "key sha256 status# body at", 64),
  };
}

std::string names(std::span<const WholeColumn> columns, std::string_view before) {
  std::string list;
  for (const WholeColumn& column : columns) list += (list.empty() ? "" : ", ") + std::string(before) + column.name;
  return list;
}

void put_field(std::string& to, std::string_view text) { to.append(fmt::format("{}:", text.size())).append(text); }

}  // namespace

const std::vector<WholeTable>& whole_tables() {
  static const std::vector<WholeTable> tables = all_tables();
  return tables;
}

std::string WholeTable::column_list() const { return names(columns, ""); }

std::vector<WholeRow> read_rows(Store::Impl& impl, const WholeTable& table, const WholeRow* after) {
  std::string columns;
  for (const WholeColumn& column : table.columns) {
    columns += (columns.empty() ? "" : ", ") + (column.kind == FieldKind::bytes ? "{get_bytes}" : column.name);
  }
  const auto key = std::span(table.columns).first(table.key);
  std::string sql = fmt::format("SELECT {} FROM {} ", columns, table.name);
  if (after != nullptr) sql += fmt::format("WHERE ({}) > ({}) ", names(key, ""), names(key, ":after_"));
  sql += fmt::format("ORDER BY {} LIMIT :rows", names(key, ""));
  Query query(impl, sql);
  for (std::size_t k = 0; after != nullptr && k < table.key; ++k) {
    const Field& field = (*after)[k];
    table.columns[k].kind == FieldKind::integer ? query.with(std::int64_t{field.integer}) : query.with(field.text);
  }
  query.with(table.rows_at_once);
  WholeRow row(table.columns.size());
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (table.columns[c].kind == FieldKind::integer) {
      query.into(row[c].integer, row[c].null);
    } else if (table.columns[c].kind == FieldKind::real) {
      query.into(row[c].real, row[c].null);
    } else {
      query.into(row[c].text, row[c].null);
    }
  }
  std::vector<WholeRow> rows;
  while (query.step()) {
    rows.push_back(row);
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (table.columns[c].kind == FieldKind::bytes) rows.back()[c].text = bytes_of_hex(row[c].text);
    }
  }
  return rows;
}

std::int64_t count_rows(Store::Impl& impl, const WholeTable& table) {
  long long rows = 0;
  Query(impl, fmt::format("SELECT count(*) FROM {}", table.name)).into(rows).run();
  return rows;
}

void RowsDigest::add(const WholeRow& row) {
  fields_.clear();
  for (std::size_t c = 0; c < row.size(); ++c) {
    const Field& field = row[c];
    if (field.null != soci::i_ok) {
      fields_ += '-';
    } else if (table_.columns[c].kind == FieldKind::integer) {
      put_field(fields_, std::to_string(field.integer));
    } else if (table_.columns[c].kind == FieldKind::real) {
      // Adding 0.0 makes -0.0 the 0.0 that a database may keep.
      put_field(fields_, fmt::format("{:x}", std::bit_cast<std::uint64_t>(field.real + 0.0)));
    } else {
      put_field(fields_, field.text);
    }
  }
  sha_.add(fields_);
}

}  // namespace tradewatch::storage
