#include "models/trade/flow_key.h"

#include <gmock/gmock.h>

#include <array>

#include "models/trade/figure.h"

namespace tradewatch::trade {
namespace {

TEST(Flow, IsReadByItsNameAndByComtradesLetter) {
  for (const Flow flow : {Flow::export_, Flow::import_, Flow::re_export, Flow::re_import, Flow::two_way}) {
    EXPECT_EQ(parse_flow(name_of(flow)), flow);
  }
  EXPECT_EQ(parse_flow("X"), Flow::export_);
  EXPECT_EQ(parse_flow("m"), Flow::import_);
  EXPECT_EQ(parse_flow("RX"), Flow::re_export);
  EXPECT_EQ(parse_flow("Rm"), Flow::re_import);
  EXPECT_EQ(parse_flow("EXPORT"), Flow::export_);
  for (const char* text : {"", "exports", "1", "export ", "\u0425"}) EXPECT_EQ(parse_flow(text), std::nullopt) << text;
}

TEST(FlowKey, OfAnotherValuationOrBasisIsAnotherSeries) {
  const FlowKey plain{"sbp", Country("PAK"), Country("KAZ")};
  FlowKey fob = plain;
  fob.valuation = Valuation::fob;
  FlowKey paid = plain;
  paid.basis = Basis::payments;
  EXPECT_NE(plain, fob);
  EXPECT_NE(plain, paid);
  EXPECT_EQ(describe(plain), "sbp PAK export KAZ");
  EXPECT_EQ(describe(fob), "sbp PAK export KAZ fob");
  EXPECT_EQ(describe(paid), "sbp PAK export KAZ payments");
}

TEST(FlowKey, ReadsValuationBasisAndStatusInAnyCase) {
  EXPECT_EQ(parse_valuation("FOB"), Valuation::fob);
  EXPECT_EQ(parse_valuation(""), Valuation::unstated);
  EXPECT_EQ(parse_valuation("cfr"), std::nullopt);
  EXPECT_EQ(parse_basis("Customs"), Basis::customs);
  EXPECT_EQ(parse_basis("cash"), std::nullopt);
  EXPECT_EQ(parse_status(""), Status::final);
  EXPECT_EQ(parse_status("Withdrawn"), Status::withdrawn);
  EXPECT_EQ(parse_status("draft"), std::nullopt);
}

}  // namespace
}  // namespace tradewatch::trade
