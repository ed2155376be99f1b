#include "service/delivery/mail_message.h"

#include <fmt/format.h>

#include <algorithm>
#include <kainjow/mustache.hpp>

#include "service/delivery/base64.h"
#include "service/delivery/mail_header.h"
#include "service/wording/notice_words.h"

namespace tradewatch::delivery {
namespace {

namespace mustache = kainjow::mustache;

constexpr std::string_view kPicture = "chart";           // its Content-ID, before the @
constexpr std::string_view kPicturePlace = "cid:chart";  // in a page that came with the notice

constexpr const char* kPage = R"(<!DOCTYPE html>
<html lang="{{language}}" dir="{{direction}}">
<head><meta charset="utf-8"><title>{{subject}}</title></head>
<body style="font-family:sans-serif;max-width:48em">
<h1 style="font-size:1.3em">{{subject}}</h1>
<p>{{text}}</p>
{{#alerts}}<p>{{text}}</p>
{{/alerts}}{{#picture}}<p><img src="cid:{{picture}}" alt="{{title}}" style="max-width:100%"></p>
{{/picture}}<p style="color:#52606d;font-size:0.85em" dir="ltr">{{facts}}<br>{{id}}</p>
</body>
</html>
)";

std::string base64_lines(std::string_view bytes) {
  const std::string text = to_base64(bytes);
  std::string lines;
  for (std::size_t at = 0; at < text.size(); at += kMaxHeaderLine) {
    lines.append(text, at, kMaxHeaderLine).append("\r\n");
  }
  return lines;
}

// Texts end their lines with CRLF before they are encoded (RFC 2045).
std::string with_line_ends(std::string_view text) {
  std::string ended;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') ended += '\r';
    ended += c;
  }
  return ended;
}

// The alerts that the text as a whole does not tell of.
std::vector<std::string> further_texts(const NoticeBody& body) {
  std::vector<std::string> texts;
  for (const NoticeAlert& alert : body.alerts) {
    if (!alert.text.empty() && body.text.find(alert.text) == std::string::npos) texts.push_back(alert.text);
  }
  return texts;
}

std::string facts(const NoticeBody& body) {
  std::string line;
  for (const std::string* fact : {&body.target, &body.rule, &body.state, &body.severity, &body.at}) {
    if (fact->empty()) continue;
    if (!line.empty()) line += " | ";
    line += *fact;
  }
  return line;
}

std::string subject_of(const NoticeBody& body) {
  const std::string kind = wording::notice_kind_words(body.kind, wording::language_or_english(body.language));
  const std::string& title = body.title.empty() ? body.target : body.title;
  if (body.kind == "report" && !title.empty()) return title;
  return title.empty() ? kind : fmt::format("{}: {}", kind, title);
}

std::string plain_text(const NoticeBody& body, const std::string& notice_id) {
  std::string text = fmt::format("{}\n\n{}\n", subject_of(body), body.text);
  for (const std::string& more : further_texts(body)) text += fmt::format("\n{}\n", more);
  return text + fmt::format("\n-- \n{}\n{}\n", facts(body), notice_id);
}

// A report brings its page along; only the address of the picture is of this mail.
std::string report_page(std::string html, const std::string& picture) {
  const std::size_t at = html.find(kPicturePlace);
  if (at != std::string::npos && !picture.empty()) html.replace(at, kPicturePlace.size(), "cid:" + picture);
  return html;
}

std::string page(const NoticeBody& body, const std::string& notice_id, const std::string& picture) {
  if (!body.html.empty()) return report_page(body.html, picture);
  mustache::mustache layout{std::string(kPage)};
  mustache::data view;
  view.set("language", body.language);
  view.set("direction", std::string(wording::direction_of(wording::language_or_english(body.language))));
  view.set("subject", subject_of(body));
  view.set("title", body.title);
  view.set("text", body.text);
  view.set("facts", facts(body));
  view.set("id", notice_id);
  if (!picture.empty()) view.set("picture", picture);
  mustache::data alerts{mustache::data::type::list};
  for (const std::string& more : further_texts(body)) alerts.push_back(mustache::data{"text", more});
  view.set("alerts", alerts);
  return layout.render(view);
}

std::string part(std::string_view boundary, std::string_view headers, std::string_view bytes) {
  return fmt::format("--{}\r\n{}Content-Transfer-Encoding: base64\r\n\r\n{}", boundary, headers, base64_lines(bytes));
}

std::string domain_of(const std::string& address) { return address.substr(address.find('@') + 1); }

// Safe in a header: what a notice's id or a language is made of, and nothing else.
std::string token(std::string_view text) {
  std::string plain;
  std::ranges::copy_if(text, std::back_inserter(plain), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
  return plain;
}

// The entity that a reader sees: the text, the same as a page, and the picture in it.
std::string words_and_picture(const std::string& id, const std::string& notice_id, const NoticeBody& body,
                              const std::string& domain, const std::string& png) {
  const std::string outer = "related-" + id;
  const std::string inner = "alternative-" + id;
  const std::string picture = png.empty() ? "" : fmt::format("{}-{}@{}", kPicture, id, domain);
  std::string entity = fmt::format(
      "Content-Type: multipart/related; type=\"multipart/alternative\";\r\n boundary=\"{}\"\r\n\r\n", outer);
  entity += fmt::format("--{}\r\nContent-Type: multipart/alternative;\r\n boundary=\"{}\"\r\n\r\n", outer, inner);
  entity += part(inner, "Content-Type: text/plain; charset=utf-8\r\n", with_line_ends(plain_text(body, notice_id)));
  entity += part(inner, "Content-Type: text/html; charset=utf-8\r\n", with_line_ends(page(body, notice_id, picture)));
  entity += fmt::format("--{}--\r\n", inner);
  if (!png.empty()) {
    const std::string headers = fmt::format(
        "Content-Type: image/png\r\nContent-ID:\r\n <{}>\r\nContent-Disposition: inline; filename=\"{}.png\"\r\n",
        picture, kPicture);
    entity += part(outer, headers, png);
  }
  return entity + fmt::format("--{}--\r\n", outer);
}

std::string with_file(const std::string& id, const std::string& shown, const NoticeBody& body) {
  const std::string boundary = "mixed-" + id;
  const std::string headers =
      fmt::format("Content-Type: text/html; charset=utf-8\r\nContent-Disposition: attachment;\r\n filename=\"{}\"\r\n",
                  token(body.file_name).substr(0, 64));
  return fmt::format("Content-Type: multipart/mixed;\r\n boundary=\"{0}\"\r\n\r\n--{0}\r\n{1}{2}--{0}--\r\n", boundary,
                     shown, part(boundary, headers, body.file));
}

}  // namespace

std::string message_id(const std::string& notice_id, const std::string& from) {
  return fmt::format("<{}@{}>", token(notice_id), domain_of(from));
}

std::string mail_message(const storage::NoticeRow& notice, const NoticeBody& body, const MailAddresses& addresses,
                         const std::string& png) {
  const std::string id = token(notice.id).substr(0, 32);  // keeps boundaries within a line
  std::string message = address_header("From", std::span(&addresses.from, 1));
  message += address_header("To", addresses.to);
  message += text_header("Subject", subject_of(body));
  message += fmt::format("Date: {}\r\n", mail_date(notice.queued));
  message += fmt::format("Message-ID: {}\r\n", message_id(notice.id, addresses.from));
  // No answering machine answers a machine (RFC 3834).
  message += "Auto-Submitted: auto-generated\r\n";
  message += fmt::format("Content-Language: {}\r\n", token(body.language));
  message += "MIME-Version: 1.0\r\n";
  const std::string shown = words_and_picture(id, notice.id, body, domain_of(addresses.from), png);
  return message + (body.file.empty() ? shown : with_file(id, shown, body));
}

}  // namespace tradewatch::delivery
