// The store's calls about answers to requests that carried a key of their sender's.

#include "service/storage/session.h"

namespace tradewatch::storage {

Store::Result<std::optional<Answered>> Store::answered(const std::string& key) {
  return attempt(*impl_, "read what was answered", [&]() -> std::optional<Answered> {
    Answered answered{key, "", 0, "", {}};
    long long status = 0;
    std::string at;
    Query query(*impl_, "SELECT sha256, status, body, at FROM answered WHERE key = :key");
    query.with(key).into(answered.sha256).into(status).into(answered.body).into(at);
    if (!query.step()) return std::nullopt;
    answered.status = static_cast<int>(status);
    answered.at = instant_of(at);
    return answered;
  });
}

Store::Result<void> Store::remember(const Answered& answered) {
  return attempt(*impl_, "remember what was answered", [&] {
    Transaction transaction(*impl_);
    Query old(*impl_, "DELETE FROM answered WHERE at < :at");
    old.with(answered.at - kAnswersKept).run();
    Query query(*impl_,
                "INSERT INTO answered (key, sha256, status, body, at) VALUES (:key, :sha256, :status, :body, :at) "
                "ON CONFLICT (key) DO NOTHING");
    query.with(answered.key).with(answered.sha256).with(answered.status).with(answered.body).with(answered.at).run();
    transaction.commit();
  });
}

}  // namespace tradewatch::storage
