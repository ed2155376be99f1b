// Where the store's tests keep their stores: a folder that goes away, and a PostgreSQL server of their own.
//
// Every claim of the store is tested on both databases. The server listens on a socket in its own folder only and
// dies with the test program; a machine without PostgreSQL fails these tests, it does not skip them.

#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "service/storage/chain.h"
#include "service/storage/store.h"

namespace tradewatch::storage {

class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The address of a new, empty database on the tests' server, which the first call starts.
std::string new_postgresql_database();

// A figure as a source prints it: `text` in `unit`.
trade::Figure figure(std::string_view month, std::string_view text, std::string_view published,
                     std::string_view unit = "USD million");

RawDocument document(std::string_view name, std::string_view bytes);
trade::Instant at(std::string_view instant);
trade::Date day(std::string_view date);

// The name of the change of each new vintage, in the order kept.
std::vector<std::string> names_of(const KeepReport& report);

template <typename T>
T must(std::expected<T, StoreFault> result) {
  if (!result) {
    ADD_FAILURE() << result.error().where << ": " << result.error().found << " (" << result.error().expected << ")";
    throw std::runtime_error("the store did not do it");
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// One empty store of each kind. GetParam() is "sqlite" or "postgresql".
class StoreTest : public testing::TestWithParam<std::string> {
 protected:
  StoreTest();
  Store open(OpenMode mode = OpenMode::read_write) { return must(Store::open(url_, mode)); }

  // Keeps `figures` as one document, a minute after the document before it.
  KeepReport keep(std::span<const trade::Figure> figures);
  KeepReport keep(std::initializer_list<trade::Figure> figures) {
    return keep(std::span(figures.begin(), figures.size()));
  }

  std::vector<trade::KeptFigure> in_force(const AsOf& as_of = {}) { return must(store_.figures_in_force({}, as_of)); }
  std::vector<Vintage> vintages(const AsOf& as_of = {}) { return must(store_.vintages({}, as_of)); }

  Folder folder_;
  std::string url_;
  Store store_;
  int kept_ = 0;
};

#define ON_BOTH_DATABASES(suite)                                               \
  INSTANTIATE_TEST_SUITE_P(On, suite, testing::Values("sqlite", "postgresql"), \
                           [](const testing::TestParamInfo<std::string>& store) { return store.param; })

}  // namespace tradewatch::storage
