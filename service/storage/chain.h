// The audit chain: each document's digest covers the one before it, so a row changed later is found.
//
// A document's link is SHA-256 over the previous link, the document's row and each vintage that it added, in order
// of id. Every field goes in as "<length>:<bytes>", a number as decimal digits, a double as the hexadecimal digits of
// its bits, an absent value as "-": no two different rows give the same bytes.

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "service/storage/records.h"

namespace tradewatch::storage {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void add(std::string_view bytes);
  [[nodiscard]] std::string hex();  // ends it; 64 lower-case digits

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

class ChainLink {
 public:
  explicit ChainLink(std::string_view previous);  // empty for the first document
  void add(const DocumentRow& document);          // but for its counts and its chain, which are not known yet
  void add(std::int64_t id, const trade::Figure& figure, trade::Change change, std::optional<std::int64_t> previous_id);
  [[nodiscard]] std::string hex();

 private:
  void field(std::string_view text);
  void field(std::int64_t number);
  [[nodiscard]] const std::string& fields_of(const trade::FlowKey& key);
  void digest();  // what waits
  Sha256 sha_;
  trade::FlowKey key_;      // of the vintage before: neighbours seldom differ
  std::string key_fields_;  // as they go into the digest; empty before the first vintage
  std::string waiting_;     // a few thousand bytes at a time: a call for each field costs more than its digest
};

}  // namespace tradewatch::storage
