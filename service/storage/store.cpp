#include "service/storage/store.h"

#include <utility>

#include "service/storage/schema.h"
#include "service/storage/session.h"

namespace tradewatch::storage {

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Store::Result<Store> Store::open(const std::string& url, OpenMode mode, const OpenOptions& options) {
  auto impl = connect(url, mode, options);
  if (!impl) return std::unexpected(impl.error());
  const auto prepared = attempt(**impl, "open the store", [&] { return prepare_schema(**impl, mode, options); });
  if (!prepared) return std::unexpected(prepared.error());
  if (!*prepared) return std::unexpected(prepared->error());
  return Store(std::move(*impl));
}

bool may_be_shared(const std::string& url) { return !url.starts_with(kSqliteScheme); }

const Upgrade& Store::upgrade() const { return impl_->upgrade; }

std::expected<void, StoreFault> reopen(Store::Impl& impl) {
  impl.idle.clear();
  impl.sql.close();
  if (auto connected = connect(impl); !connected) return connected;
  const auto prepared =
      attempt(impl, "open the store again", [&] { return prepare_schema(impl, impl.mode, {.quick_check = false}); });
  if (!prepared) return std::unexpected(prepared.error());
  impl.spoiled = !*prepared;
  return *prepared;
}

const std::string& Store::where() const { return impl_->where; }

Store::Result<int> Store::schema_number() {
  const auto number = attempt(*impl_, "read the schema number", [&] { return read_schema_number(*impl_); });
  if (!number) return std::unexpected(number.error());
  return *number;
}

}  // namespace tradewatch::storage
