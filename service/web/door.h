// What every request passes before a route sees it, and every answer before it leaves.
//
// In: a name of this machine in `Host` (a page elsewhere can point its own name at 127.0.0.1 and read answers as its
// own: DNS rebinding); and where something is to be changed, proof that it is no page of another site that asks: an
// `Origin` that is this service, with a JSON body. Out: headers that keep a browser from running, framing or
// guessing anything; an ETag; 304 when the reader has the same bytes; no body for HEAD.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "models/trade/date.h"
#include "service/web/events.h"
#include "service/web/message.h"
#include "service/web/tokens.h"

namespace tradewatch::web {

// Called on the loop's thread. What it throws becomes a 500 and a line in the log.
using Handler = std::function<Response(const Request&)>;

// How often an address may show a wrong token before it has to wait.
inline constexpr int kWrongTokens = 10;
inline constexpr std::chrono::seconds kWrongTokensIn{60};
inline constexpr std::size_t kAddressesWatched = 1024;  // more than a machine on loopback ever sees

// Who is let in. Without tokens: whoever reaches this machine's loopback address, under one of its names. With tokens:
// who has one, under any name, and what changes something needs one that may write. Health is told to anybody.
// Of the loop's thread.
class Door {
 public:
  Door() = default;
  // `scheme`: of this service's own pages, "http" or "https".
  Door(Tokens tokens, std::string scheme) : tokens_(std::move(tokens)), scheme_(std::move(scheme)) {}

  // Why a request is not let in; nothing when it is. What changes something (all but GET and HEAD) must come from a
  // page of this service or a program that says so: an `Authorization: Bearer` token, `Origin` with the very host that
  // it asks, or `Sec-Fetch-Site: same-origin`; and a body must be JSON, which no form of another page can send, or a
  // document of figures.
  [[nodiscard]] std::optional<Response> turned_away(const Request& request, trade::Instant now);

 private:
  struct Wrong {
    int times = 0;
    trade::Instant since{};
  };
  std::optional<Response> without_token(const Request& request, trade::Instant now);
  [[nodiscard]] std::optional<Response> from_elsewhere(const Request& request) const;

  std::optional<Tokens> tokens_;
  std::string scheme_ = "http";
  std::map<std::string, Wrong> wrong_;  // by address
};

// Takes the answer, once, on the loop's thread.
using Reply = std::function<void(Response)>;

// Who answers: at once, or after waiting for something that must not hold up the loop.
struct Handlers {
  Handler at_once;
  std::function<bool(const Request&)> waits = {};         // whether `later` answers this request; empty: never
  std::function<void(const Request&, Reply)> later = {};  // the request is gone when it returns
  std::function<std::uint64_t()> version = {};  // of what `at_once` shows; empty: no answer is kept (ready_answers.h)
  EventFeed* events = nullptr;                  // of kEventsPath; null: there is no such address
};

// `localhost`, `127.0.0.0/8` and `[::1]`, with or without a port, in any case. A final dot is allowed.
[[nodiscard]] bool names_this_machine(std::string_view host);

// A strong ETag: the quoted hexadecimal SHA-256 of `body`.
[[nodiscard]] std::string etag_of(std::string_view body);

// Whether `If-None-Match` holds `etag`; weak validators compare equal, as for every GET (RFC 9110, 13.1.2).
[[nodiscard]] bool matches(std::string_view if_none_match, std::string_view etag);

// The Content-Security-Policy of every answer: scripts are files of this service, none inline; styles from here and the
// charts' own block by its digest; images, connections and forms from and to here.
[[nodiscard]] const std::string& content_security_policy();

// What `handler` makes of a request, or the 500 for what it throws.
[[nodiscard]] Response made_by(const Handler& handler, const Request& request);

// `response` to `request` with its ETag and headers, or 304.
[[nodiscard]] Response finished(const Request& request, Response response);

// The complete answer to a request that was let in. For HEAD it still carries the body, whose length is told but which
// is not sent.
[[nodiscard]] Response answer(const Request& request, const Handler& handler);

// `response` with the headers that every answer carries; for answers made before there is a request.
[[nodiscard]] Response sealed(Response response);

}  // namespace tradewatch::web
