// Every address that the service answers at, and what is asked and answered there: one table.
//
// What is not in it is not served, and the API's document (openapi.h) is made of it, so neither has an address that the
// other lacks. Names in `parameters`, `body` and `schema` are those of templates/openapi.json.

#pragma once

#include <string_view>
#include <vector>

namespace tradewatch::web {

struct Answer {
  int status = 200;
  std::string_view media;   // type alone: "application/json"
  std::string_view schema;  // of JSON; `Alert[]`: a list of them; empty: any text or bytes
};

struct Operation {
  std::string_view method;                        // "GET" stands for HEAD, too
  std::string_view path;                          // `/targets/{target}/chart.{form}`: a place holds no slash
  std::string_view id;                            // unique
  std::string_view summary;                       // one sentence
  std::vector<Answer> answers;                    // of success
  std::vector<std::string_view> parameters = {};  // of query and header; those of the path are added
  std::string_view body = {};                     // what is sent; empty: nothing
  std::string_view tag = {};                      // which part of the API
};

// In the order of the document; the operations of one path stand together.
[[nodiscard]] const std::vector<Operation>& operations();

// Whether `path` is one of the table's, its places filled in any way.
[[nodiscard]] bool is_served(std::string_view path);

// Whether `path` is `pattern` with every place filled by one or more characters other than a slash.
[[nodiscard]] bool fills(std::string_view path, std::string_view pattern);

}  // namespace tradewatch::web
