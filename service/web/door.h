// What every request passes before a route sees it, and every answer before it leaves.
//
// In: a name of this machine in `Host` (a page elsewhere can point its own name at 127.0.0.1 and read answers as its
// own: DNS rebinding); and where something is to be changed, proof that it is no page of another site that asks: an
// `Origin` that is this service, with a JSON body. Out: headers that keep a browser from running, framing or
// guessing anything; an ETag; 304 when the reader has the same bytes; no body for HEAD.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "service/web/events.h"
#include "service/web/message.h"

namespace tradewatch::web {

// Called on the loop's thread. What it throws becomes a 500 and a line in the log.
using Handler = std::function<Response(const Request&)>;

// Takes the answer, once, on the loop's thread.
using Reply = std::function<void(Response)>;

// Who answers: at once, or after waiting for something that must not hold up the loop.
struct Handlers {
  Handler at_once;
  std::function<bool(const Request&)> waits = {};         // whether `later` answers this request; empty: never
  std::function<void(const Request&, Reply)> later = {};  // the request is gone when it returns
  EventFeed* events = nullptr;                            // of kEventsPath; null: there is no such address
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

// Why a request is not let in; nothing when it is. What changes something (all but GET and HEAD) must come from a page
// of this service or a program that says so: `Origin: http://HOST` with the very host that it asks, or
// `Sec-Fetch-Site: same-origin`; and a body must be JSON, which no form of another page can send, or a document of
// figures.
[[nodiscard]] std::optional<Response> turned_away(const Request& request);

// `response` to `request` with its ETag and headers, or 304.
[[nodiscard]] Response finished(const Request& request, Response response);

// The complete answer to `request`. For HEAD it still carries the body, whose length is told but which is not sent.
[[nodiscard]] Response answer(const Request& request, const Handler& handler);

// `response` with the headers that every answer carries; for answers made before there is a request.
[[nodiscard]] Response sealed(Response response);

}  // namespace tradewatch::web
