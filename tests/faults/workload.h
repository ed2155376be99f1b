// What a store is asked to do while things fail: small, and the same each time.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "service/storage/store.h"

namespace tradewatch::faults {

inline constexpr int kFiguresOfADocument = 30;

// A folder that goes away, in memory where the machine has such a place: a thousand stores are made and read.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  void empty() const;

 private:
  std::filesystem::path path_;
};

struct NumberedDocument {
  explicit NumberedDocument(int number);
  storage::RawDocument raw;
  std::vector<trade::Figure> figures;  // kFiguresOfADocument, each a revision of the document before
};

// Assessment `number` of target t1: one alert that changes its state, and a notice to the receiver "file".
[[nodiscard]] storage::AssessmentWrite assessment(int number);
[[nodiscard]] std::string notice_of(int number);

[[nodiscard]] trade::Instant moment();

// An environment variable as a number.
[[nodiscard]] int asked(const char* variable, int otherwise);

}  // namespace tradewatch::faults
