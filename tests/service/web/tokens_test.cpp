// Tokens: what a file of them may hold, and whose a request's is.

#include "service/web/tokens.h"

#include <gmock/gmock.h>

#include <set>

namespace tradewatch::web {
namespace {

using testing::ElementsAre;
using testing::Field;

std::string file_of(std::string_view token) {
  return "# who may ask\n" + token_line("desk", Scope::read, token) + "\n\n  " +
         token_line("importer", Scope::write, "another") + "  # nightly\n";
}

TEST(Tokens, AreFoundByWhatTheirDigestIsOf) {
  const std::string token = new_token();
  const auto tokens = Tokens::parse(file_of(token));
  ASSERT_TRUE(tokens);
  const Token* desk = tokens->find("Bearer " + token);
  ASSERT_NE(desk, nullptr);
  EXPECT_EQ(desk->name, "desk");
  EXPECT_EQ(desk->scope, Scope::read);
  EXPECT_EQ(tokens->find("bearer another")->scope, Scope::write);
  EXPECT_EQ(tokens->find("Basic YW55Ym9keTphbm90aGVy")->name, "importer") << "anybody:another";
}

TEST(Tokens, OfAnotherFormAreNobodys) {
  const auto tokens = Tokens::parse(file_of("secret"));
  ASSERT_TRUE(tokens);
  for (const std::string& authorization : std::vector<std::string>{
           "", "Bearer", "Bearer ", "Bearer secre", "Bearer secret ", "secret", "Basic", "Basic ####", "Basic c2VjcmV0",
           "Digest secret", "Basic YQ==", "Bearer " + tokens->find("Bearer secret")->sha256,
           "Bearer " + std::string(100'000, 'x'), std::string("Bearer secret\0x", 15)}) {
    EXPECT_EQ(tokens->find(authorization), nullptr) << authorization.substr(0, 40);
  }
}

TEST(Tokens, AreRefusedWithEveryFaultAndNothingOfThemShown) {
  const auto tokens =
      Tokens::parse("desk read sha256:" + std::string(63, 'a') + "\nx/y read sha256:" + std::string(64, 'a') +
                    "\ndesk2 admin sha256:" + std::string(64, 'a') + "\nonly-a-word\n");
  ASSERT_FALSE(tokens);
  EXPECT_THAT(tokens.error(), ElementsAre(Field(&TokenFault::line, 1U), Field(&TokenFault::line, 2U),
                                          Field(&TokenFault::line, 3U), Field(&TokenFault::line, 4U)));
  const auto leaked = Tokens::parse("desk read my-very-secret-token");
  ASSERT_FALSE(leaked);
  EXPECT_THAT(leaked.error()[0].found + leaked.error()[0].expected, testing::Not(testing::HasSubstr("my-very")));
  EXPECT_FALSE(Tokens::parse("# nobody\n"));
  EXPECT_FALSE(Tokens::parse(token_line("a", Scope::read, "x") + "\n" + token_line("a", Scope::read, "y")));
}

TEST(Tokens, AreNewEachTimeAndLongEnough) {
  std::set<std::string> made;
  for (int i = 0; i < 100; ++i) made.insert(new_token());
  EXPECT_EQ(made.size(), 100U);
  EXPECT_EQ(made.begin()->size(), 43U) << "256 bits in base64";
}

}  // namespace
}  // namespace tradewatch::web
