#include "service/web/openapi.h"

#include <set>

#include "service/web/operations.h"
#include "tests/service/web/sample_content.h"

namespace tradewatch::web {
namespace {

TEST(Operations, APlaceIsFilledByAnythingButASlash) {
  EXPECT_TRUE(fills("/targets/a.b/chart.svg", "/targets/{target}/chart.{form}"));
  EXPECT_FALSE(fills("/targets//chart.svg", "/targets/{target}/chart.{form}"));
  EXPECT_FALSE(fills("/targets/a/chart.", "/targets/{target}/chart.{form}"));
  EXPECT_FALSE(fills("/targets/a/b/chart.svg", "/targets/{target}/chart.{form}"));
  EXPECT_FALSE(fills("/targets/a/chart.svg/", "/targets/{target}/chart.{form}"));
  EXPECT_FALSE(fills("/targets", "/targets/{target}"));
  EXPECT_TRUE(is_served("/"));
  EXPECT_TRUE(is_served("/api/v1/reports/2026-W48"));
  EXPECT_TRUE(is_served("/report")) << "each page links it";
  EXPECT_FALSE(is_served("/api/v1/"));
  EXPECT_FALSE(is_served("/api/v2/targets"));
}

TEST(OpenApi, HasEveryOperationOfTheTableAndNoOther) {
  const boost::json::object document = openapi_document();
  std::set<std::string> documented;
  for (const auto& [path, item] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : item.as_object())
      documented.insert(std::string(method) + " " + std::string(path));
  }
  std::set<std::string> served;
  std::set<std::string> ids;
  for (const Operation& o : operations()) {
    std::string method(o.method);
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    served.insert(method + " " + std::string(o.path));
    ids.insert(std::string(o.id));
  }
  EXPECT_EQ(documented, served);
  EXPECT_EQ(ids.size(), operations().size()) << "operationIds are unique";
}

}  // namespace
}  // namespace tradewatch::web
