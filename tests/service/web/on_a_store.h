// A real store for routes that ask one.

#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <optional>

#include "service/storage/store.h"

namespace tradewatch::web {

inline const trade::Instant kNow = *trade::parse_instant("2026-03-01T09:00:00Z");

class OnAStore : public testing::Test {
 protected:
  OnAStore() {
    std::string pattern = testing::TempDir() + "routes-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    store_.emplace(
        storage::Store::open("sqlite:" + (folder_ / "s.db").string(), storage::OpenMode::read_write).value());
  }
  ~OnAStore() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  std::filesystem::path folder_;
  std::optional<storage::Store> store_;
};

}  // namespace tradewatch::web
