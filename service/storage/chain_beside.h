// Digests the vintages of one document on a thread of its own while the next ones are being written: in a large
// document digesting costs a third of what inserting does, and either can wait for the other. For this folder's .cpp
// files only.

#pragma once

#include <cstddef>
#include <cstdint>
#include <future>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/storage/chain.h"

namespace tradewatch::storage {

class ChainBeside {
 public:
  // `link` with the document in it; both outlive this.
  ChainBeside(ChainLink& link, std::span<const trade::Figure> figures) : link_(link), figures_(figures) {}

  // `index` is the figure's place.
  void add(std::int64_t id, std::size_t index, trade::Change change, std::optional<std::int64_t> previous_id);

  // Once, after the last: waits for what is not digested yet.
  [[nodiscard]] std::string hex();

 private:
  struct Entry {
    std::int64_t id = 0;
    std::size_t index = 0;
    trade::Change change{};
    std::optional<std::int64_t> previous_id;
  };
  void digest(const std::vector<Entry>& entries);

  ChainLink& link_;  // of the running digest alone while there is one
  std::span<const trade::Figure> figures_;
  std::vector<Entry> waiting_;
  std::future<void> running_;  // the last member: its end is waited for before the others go
};

}  // namespace tradewatch::storage
