#include "service/wording/subscription_words.h"

#include "service/wording/message.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"
#include "service/wording/week_words.h"

namespace tradewatch::wording {

std::string feed_title(Language l) { return say(l, message("feed", "Trade targets: changes of the verdict")); }

std::string verdict_news_title(const std::string& target, const VerdictNews& news, Language l) {
  return badge_title(target, verdict_words(news.verdict, l), l);
}

std::string verdict_news_text(const VerdictNews& news, Language l) {
  std::string text = news.before ? verdict_move_sentence({*news.before, news.verdict, false, false}, l)
                                 : say(l, message("feed", "The first verdict: {verdict}."),
                                       {{"verdict", verdict_words(news.verdict, l)}});
  if (news.probability) {
    text += " " + say(l, message("feed", "The probability that the target is met is {probability}."),
                      {{"probability", percent(*news.probability, l)}});
  }
  if (news.published) {
    text += " " + say(l, message("feed", "The newest figures that count were published on {date}."),
                      {{"date", date_name(*news.published, l)}});
  }
  return text;
}

std::string calendar_title(Language l) { return say(l, message("calendar", "Trade figures that are expected")); }

std::string expected_figures_title(const std::string& series, Language l) {
  return say(l, message("calendar", "Figures expected by today: {series}"), {{"series", series}});
}

std::string expected_figures_text(const std::string& target, trade::Date published, bool learned, Language l) {
  const Value which = {"target", target};
  const Value date = {"date", date_name(published, l)};
  if (learned) {
    return say(l,
               message("calendar",
                       "For “{target}”. The last ones were published on {date}; the day follows from the source's own "
                       "releases."),
               {which, date});
  }
  return say(
      l,
      message("calendar", "For “{target}”. The last ones were published on {date}; the day follows from the settings."),
      {which, date});
}

std::string badge_label(Language l) { return say(l, message("badge", "trade target")); }

std::string badge_title(const std::string& target, const std::string& verdict, Language l) {
  return say(l, message("badge", "{target}: {verdict}"), {{"target", target}, {"verdict", verdict}});
}

}  // namespace tradewatch::wording
