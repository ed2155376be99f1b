#include "service/wording/notice_words.h"

#include <algorithm>
#include <array>

namespace tradewatch::wording {
namespace {

// The same in each language.
struct Words {
  std::string_view en, ur, kk, ru;

  [[nodiscard]] std::string_view in(std::string_view language) const {
    return language == "ur" ? ur : language == "kk" ? kk : language == "ru" ? ru : en;
  }
};

struct KindWords {
  std::string_view kind;
  Words words;
};

constexpr std::array<KindWords, 4> kKinds = {{
    {"firing", {"Alert", "انتباہ", "Дабыл", "Тревога"}},
    {"reminder", {"Reminder", "یاد دہانی", "Еске салу", "Напоминание"}},
    {"resolved", {"Resolved", "مسئلہ ختم", "Дабыл аяқталды", "Тревога снята"}},
    {"test", {"Test notice", "آزمائشی اطلاع", "Сынақ хабарлама", "Проверочное сообщение"}},
}};

constexpr Words kTestText = {
    "This is a test notice of tradewatch. Nothing has happened; alerts will come this way.",
    "یہ ٹریڈ واچ کی آزمائشی اطلاع ہے۔ کچھ نہیں ہوا؛ انتباہات اسی راستے سے آئیں گے۔",
    "Бұл tradewatch-тің сынақ хабарламасы. Ештеңе болған жоқ; дабылдар осы жолмен келеді.",
    "Это проверочное сообщение tradewatch. Ничего не произошло; тревоги будут приходить этим путём.",
};

}  // namespace

std::string_view notice_kind_words(std::string_view kind, std::string_view language) {
  const auto found = std::ranges::find(kKinds, kind, &KindWords::kind);
  if (found == kKinds.end()) return kind;
  return found->words.in(language);
}

std::string_view test_notice_text(std::string_view language) { return kTestText.in(language); }

}  // namespace tradewatch::wording
