#include "service/web/ready_answers.h"

#include <utility>

#include "service/web/door.h"
#include "service/web/http_text.h"

namespace tradewatch::web {
namespace {

constexpr const char* kAccept = "accept";
constexpr const char* kAcceptLanguage = "accept-language";

// Line feeds part what cannot hold one: the parsers of targets and headers refuse it.
std::string key_of(const Request& request) {
  std::string key = request.path;
  for (const auto& [name, value] : request.query) key.append(1, '\n').append(name).append(1, '\n').append(value);
  for (const char* name : {kAccept, kAcceptLanguage}) {
    key += "\n\n";
    key += header(request, name);
  }
  return key;
}

std::size_t size_of(const std::string& key, const ReadyAnswer& ready) {
  return key.size() + ready.etag.size() + ready.head.size() + ready.unchanged.size() + ready.body.size();
}

}  // namespace

void ReadyAnswers::forget_older_than(std::uint64_t version) {
  if (std::exchange(version_, version) == version) return;
  kept_.clear();
  bytes_ = 0;
}

std::shared_ptr<const ReadyAnswer> ReadyAnswers::find(const Request& request, std::uint64_t version) {
  forget_older_than(version);
  const auto found = kept_.find(key_of(request));
  return found == kept_.end() ? nullptr : found->second;
}

std::shared_ptr<const ReadyAnswer> ReadyAnswers::keep(const Request& request, std::uint64_t version, Response made) {
  forget_older_than(version);
  auto ready = std::make_shared<ReadyAnswer>();
  ready->etag = etag_of(made.body);
  made.headers.emplace_back("ETag", ready->etag);
  made = sealed(std::move(made));
  ready->head = first_lines(made);
  ready->body = std::move(made.body);
  made.status = 304;
  ready->unchanged = first_lines(made);

  std::string key = key_of(request);
  const std::size_t bytes = size_of(key, *ready);
  if (bytes > limits_.bytes) return ready;
  if (kept_.size() >= limits_.answers || bytes_ + bytes > limits_.bytes) {
    kept_.clear();
    bytes_ = 0;
  }
  if (kept_.insert_or_assign(std::move(key), ready).second) bytes_ += bytes;
  return ready;
}

Request ReadyAnswers::asked_alone(const Request& request) {
  Request alone{.method = "GET", .path = request.path, .query = request.query, .headers = {}, .body = {}, .remote = {}};
  for (const char* name : {kAccept, kAcceptLanguage}) {
    if (const auto found = request.headers.find(name); found != request.headers.end()) alone.headers.insert(*found);
  }
  return alone;
}

}  // namespace tradewatch::web
