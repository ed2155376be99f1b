// A notice as mail: headers, a text, the same as a page, and the chart as a picture in it.
//
//   multipart/mixed            only with a file
//     multipart/related
//       multipart/alternative
//         text/plain           base64, UTF-8
//         text/html            the same words; shows the picture when there is one
//       image/png              only with a chart
//     text/html                the weekly report as a file to keep, to print and to send on
//
// A pure function of what it is given: every try of one notice is the same bytes. Message-ID, Date and boundaries come
// from the notice.

#pragma once

#include <span>
#include <string>

#include "service/delivery/notice_body.h"

namespace tradewatch::delivery {

struct MailAddresses {
  std::string from;
  std::span<const std::string> to;
};

// `png` is empty when there is no chart. Lines end with CRLF and are at most 76 octets long but for addresses.
[[nodiscard]] std::string mail_message(const storage::NoticeRow& notice, const NoticeBody& body,
                                       const MailAddresses& addresses, const std::string& png);

// `<ID@domain of from>`.
[[nodiscard]] std::string message_id(const std::string& notice_id, const std::string& from);

}  // namespace tradewatch::delivery
