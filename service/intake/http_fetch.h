// One document over HTTP, by libcurl. Blocks: for a thread of its own.
//
// Only http and https, no proxy, no cookies. The limits of time and size hold while the answer comes in, unpacked. A
// redirect is followed to hosts that are allowed and never from https to http; the header with the key goes to the
// address's own host alone. No text that comes back holds the key: `{key}` stands in its place, in the body too,
// because a source that repeats the question would have it stored for ever.

#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "service/intake/pull_outcome.h"

namespace tradewatch::intake {

struct FetchRequest {
  std::string url;                 // `{key}` where the key goes
  std::string key;                 // empty: none
  std::string key_header;          // empty: the key goes into the address
  std::vector<std::string> hosts;  // who may answer; small letters
  std::string etag;                // of the answer that we have; empty: ask for it whatever it is
  std::string last_modified;
  std::chrono::seconds timeout{60};
  std::size_t max_bytes = 0;
  const std::atomic<bool>* stop = nullptr;  // set by another thread: give up within a second
};

struct Answer {
  enum class Kind { body, not_modified, no_content };
  Kind kind = Kind::body;
  std::string body;
  std::string media;  // the media type, or empty
  std::string etag;
  std::string last_modified;
};

struct FetchFault {
  PullOutcome outcome = PullOutcome::unreachable;
  std::string text;  // for people
  std::optional<std::chrono::seconds> retry_after;
};

[[nodiscard]] std::expected<Answer, FetchFault> fetch(const FetchRequest& request);

// The key in a file: its one line of 8 to 4096 visible ASCII characters. The fault says what is wrong with the file
// and shows nothing of it.
[[nodiscard]] std::expected<std::string, std::string> read_key(const std::filesystem::path& file);

}  // namespace tradewatch::intake
