#include "service/storage/chain.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <bit>
#include <charconv>
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

namespace {

constexpr std::size_t kWaitingBytes = 8192;

// Digits as "{}" would give them, without what a format string costs: a document has millions.
class Digits {
 public:
  explicit Digits(std::int64_t number) : end_(std::to_chars(text_.data(), text_.data() + text_.size(), number).ptr) {}
  Digits(std::uint64_t number, int base)
      : end_(std::to_chars(text_.data(), text_.data() + text_.size(), number, base).ptr) {}
  [[nodiscard]] std::string_view text() const { return {text_.data(), static_cast<std::size_t>(end_ - text_.data())}; }

 private:
  std::array<char, 24> text_{};
  char* end_;
};

void append_field(std::string& to, std::string_view text) {
  to += Digits(static_cast<std::int64_t>(text.size())).text();
  to += ':';
  to += text;
}

}  // namespace

ChainLink::ChainLink(std::string_view previous) { field(previous); }

void ChainLink::field(std::string_view text) {
  append_field(waiting_, text);
  if (waiting_.size() >= kWaitingBytes) digest();
}

void ChainLink::field(std::int64_t number) { field(Digits(number).text()); }

const std::string& ChainLink::fields_of(const trade::FlowKey& key) {
  if (!key_fields_.empty() && key == key_) return key_fields_;
  key_ = key;
  key_fields_.clear();
  for (const std::string_view text :
       {std::string_view(key.source), key.reporter.alpha3(), key.partner.alpha3(), trade::name_of(key.flow),
        std::string_view(key.commodity), trade::name_of(key.valuation), trade::name_of(key.basis)}) {
    append_field(key_fields_, text);
  }
  return key_fields_;
}

void ChainLink::digest() {
  sha_.add(waiting_);
  waiting_.clear();
}

std::string ChainLink::hex() {
  digest();
  return sha_.hex();
}

void ChainLink::add(const DocumentRow& document) {
  field(document.sequence);
  field(document.sha256);
  field(document.name);
  field(document.format);
  field(document.media);
  field(trade::format_instant(document.taken));
  field(document.size_bytes);
}

void ChainLink::add(std::int64_t id, const trade::Figure& figure, trade::Change change,
                    std::optional<std::int64_t> previous_id) {
  field(id);
  waiting_ += fields_of(figure.key);
  std::string months(Digits(std::int64_t{figure.period.first.index()}).text());
  months += ' ';
  months += Digits(std::int64_t{figure.period.last.index()}).text();
  field(months);
  // Adding 0.0 makes -0.0 the 0.0 that the database keeps.
  if (figure.value_usd) {
    field(Digits(std::bit_cast<std::uint64_t>(*figure.value_usd + 0.0), 16).text());
  } else {
    field("-");
  }
  field(figure.value_text);
  field(figure.unit);
  field(trade::name_of(figure.status));
  field(trade::format_date(figure.published));
  field(figure.published_stated ? "stated" : "taken");
  field(figure.reference);
  field(std::int64_t{figure.line});
  field(trade::name_of(change));
  if (previous_id) {
    field(*previous_id);
  } else {
    field("-");
  }
}

}  // namespace tradewatch::storage
