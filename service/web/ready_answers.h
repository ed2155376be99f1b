// Answers that are made once and given to everybody who asks the same, until what they show changes.
//
// A page of the newest assessments costs milliseconds to make and is asked for by many: between two changes it is the
// same bytes. What an answer may depend on is its key: path, query, Accept and Accept-Language. Its maker sees no other
// header, so none can slip in.
//
// Of the loop's thread. Memory is bounded; where it is full, all is forgotten and made again as it is asked for.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "service/web/message.h"

namespace tradewatch::web {

// Ready to be sent: the lines of http_text.h that do not change, and the body.
struct ReadyAnswer {
  std::string etag;
  std::string head;       // of the whole answer
  std::string unchanged;  // of the 304 to who has these bytes already
  std::string body;
};

struct ReadyLimits {
  std::size_t answers = 512;
  std::size_t bytes = 32 * 1024 * 1024;
};

class ReadyAnswers {
 public:
  explicit ReadyAnswers(ReadyLimits limits = {}) : limits_(limits) {}

  // What was kept for such a request at this version; null where there is nothing. Another version forgets all.
  [[nodiscard]] std::shared_ptr<const ReadyAnswer> find(const Request& request, std::uint64_t version);

  // Makes a 200 that lasts ready, with its ETag and the headers of every answer (door.h), and keeps it.
  std::shared_ptr<const ReadyAnswer> keep(const Request& request, std::uint64_t version, Response made);

  // The request with nothing but what such an answer may depend on; a HEAD is asked as the GET that it stands for.
  [[nodiscard]] static Request asked_alone(const Request& request);

  [[nodiscard]] std::size_t size() const { return kept_.size(); }

 private:
  void forget_older_than(std::uint64_t version);

  ReadyLimits limits_;
  std::uint64_t version_ = 0;
  std::size_t bytes_ = 0;
  std::map<std::string, std::shared_ptr<const ReadyAnswer>> kept_;
};

}  // namespace tradewatch::web
