// What every request passes before a route sees it, and every answer before it leaves.
//
// In: a name of this machine in `Host` (a page elsewhere can point its own name at 127.0.0.1 and read answers as its
// own: DNS rebinding), and a method that only reads. Out: headers that keep a browser from running, framing or
// guessing anything; an ETag; 304 when the reader has the same bytes; no body for HEAD.

#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "service/web/message.h"

namespace tradewatch::web {

// Called on the loop's thread. What it throws becomes a 500 and a line in the log.
using Handler = std::function<Response(const Request&)>;

// `localhost`, `127.0.0.0/8` and `[::1]`, with or without a port, in any case. A final dot is allowed.
[[nodiscard]] bool names_this_machine(std::string_view host);

// A strong ETag: the quoted hexadecimal SHA-256 of `body`.
[[nodiscard]] std::string etag_of(std::string_view body);

// Whether `If-None-Match` holds `etag`; weak validators compare equal, as for every GET (RFC 9110, 13.1.2).
[[nodiscard]] bool matches(std::string_view if_none_match, std::string_view etag);

// The Content-Security-Policy of every answer: no script at all, styles from here and the charts' own block by its
// digest, images from here.
[[nodiscard]] const std::string& content_security_policy();

// The complete answer to `request`. For HEAD it still carries the body, whose length is told but which is not sent.
[[nodiscard]] Response answer(const Request& request, const Handler& handler);

// `response` with the headers that every answer carries; for answers made before there is a request.
[[nodiscard]] Response sealed(Response response);

}  // namespace tradewatch::web
