#include "service/storage/chain.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <bit>
#include <stdexcept>

namespace tradewatch::storage {

struct Sha256::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  if (context_->evp == nullptr || EVP_DigestInit_ex(context_->evp, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available");
  }
}

Sha256::~Sha256() { EVP_MD_CTX_free(context_->evp); }

void Sha256::add(std::string_view bytes) {
  if (EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) != 1) throw std::runtime_error("SHA-256 failed");
}

std::string Sha256::hex() {
  std::array<unsigned char, 32> digest{};
  if (EVP_DigestFinal_ex(context_->evp, digest.data(), nullptr) != 1) throw std::runtime_error("SHA-256 failed");
  std::string text;
  for (const unsigned char byte : digest) text += fmt::format("{:02x}", byte);
  return text;
}

ChainLink::ChainLink(std::string_view previous) { field(previous); }

void ChainLink::field(std::string_view text) {
  sha_.add(fmt::format("{}:", text.size()));
  sha_.add(text);
}

void ChainLink::add(const DocumentRow& document) {
  field(fmt::format("{}", document.sequence));
  field(document.sha256);
  field(document.name);
  field(document.format);
  field(document.media);
  field(trade::format_instant(document.taken));
  field(fmt::format("{}", document.size_bytes));
}

void ChainLink::add(std::int64_t id, const trade::Figure& figure, trade::Change change,
                    std::optional<std::int64_t> previous_id) {
  const trade::FlowKey& key = figure.key;
  field(fmt::format("{}", id));
  field(key.source);
  field(key.reporter.alpha3());
  field(key.partner.alpha3());
  field(trade::name_of(key.flow));
  field(key.commodity);
  field(trade::name_of(key.valuation));
  field(trade::name_of(key.basis));
  field(fmt::format("{} {}", figure.period.first.index(), figure.period.last.index()));
  // Adding 0.0 makes -0.0 the 0.0 that the database keeps.
  field(figure.value_usd ? fmt::format("{:x}", std::bit_cast<std::uint64_t>(*figure.value_usd + 0.0)) : "-");
  field(figure.value_text);
  field(figure.unit);
  field(trade::name_of(figure.status));
  field(trade::format_date(figure.published));
  field(figure.published_stated ? "stated" : "taken");
  field(figure.reference);
  field(fmt::format("{}", figure.line));
  field(trade::name_of(change));
  field(previous_id ? fmt::format("{}", *previous_id) : "-");
}

}  // namespace tradewatch::storage
