#include "service/report/explain.h"

#include <boost/json/array.hpp>

#include "service/report/assessment_json.h"
#include "service/report/explain_parts.h"
#include "service/report/json_values.h"
#include "service/report/text_layout.h"
#include "service/wording/sentences.h"

namespace tradewatch::report {
namespace {

using boost::json::array;
using boost::json::object;
using targets::Assessment;

object figure_json(const trade::KeptFigure& f, const std::string& name) {
  object out;
  out["id"] = name;
  out["series"] = trade::describe(f.figure.key);
  out["period"] = trade::format_period(f.figure.period);
  if (f.figure.value_usd) out["value"] = f.figure.value_text;
  out["unit"] = f.figure.unit;
  put_usd(out, "value_usd", f.figure.value_usd);
  out["status"] = trade::name_of(f.figure.status);
  out["published"] = trade::format_date(f.figure.published);
  out["published_stated"] = f.figure.published_stated;
  out["document"] = f.document_name;
  out["digest"] = f.document.substr(0, 12);
  out["line"] = f.figure.line;
  if (!f.figure.reference.empty()) out["reference"] = f.figure.reference;
  return out;
}

template <class Sum>  // ObservedSum or Piece
array sums_json(const std::vector<Sum>& sums, Side side, std::size_t c, const FigureNumbers& numbers) {
  array out;
  for (const Sum& s : sums) {
    object row = {{"span", trade::format_period(s.span)}, {"sum", numbers.sum(side, c, s.terms)}};
    put_usd(row, "usd", s.value_usd);
    out.push_back(std::move(row));
  }
  return out;
}

object series_json(const trade::Series& series, const std::vector<trade::KeptFigure>& used, Side side, std::size_t c,
                   const FigureNumbers& numbers) {
  object out;
  out["side"] = side == Side::own ? "own" : "partner";
  if (!series.empty()) out["series"] = trade::describe(series.key);
  array figures;
  for (std::size_t i = 0; i < used.size(); ++i) {
    figures.push_back(figure_json(used[i], numbers.name(side, c, static_cast<int>(i))));
  }
  out["figures"] = std::move(figures);
  out["observations"] = sums_json(series.observations, side, c, numbers);
  out["determined"] = sums_json(series.pieces, side, c, numbers);
  array aside;
  for (const trade::SetAside& s : series.set_aside) {
    aside.push_back({{"figure", numbers.name(side, c, s.figure)}, {"text", wording::set_aside_sentence(s, used)}});
  }
  out["set_aside"] = std::move(aside);
  return out;
}

object point_json(const growth::GridPoint& point) {
  object out;
  put_number(out, "level_sd", point.level_sd);
  put_number(out, "irregular_sd", point.irregular_sd);
  put_number(out, "season_sd", point.season_sd);
  put_number(out, "walk_share", point.walk_share);
  return out;
}

object noise_json(const trade::RevisionNoise& noise) {
  object out;
  out["source"] = noise.source;
  out["origin"] = noise.learned() ? "learned" : "default";
  out["revisions"] = noise.revisions;
  if (!noise.learned()) {
    put_number(out, "sd", noise.default_sd);
    return out;
  }
  out["newest"] = trade::format_date(noise.newest);
  array ages;
  for (const trade::AgeClass& age : noise.ages) {
    object row = {{"from_months", age.from_months}, {"figures", age.figures}, {"revised", age.revised}};
    put_number(row, "sd", age.sd_left);
    ages.push_back(std::move(row));
  }
  out["ages"] = std::move(ages);
  return out;
}

object fit_json(const growth::ComponentFit& fit) {
  object out;
  out["series"] = trade::describe(fit.key);
  out["stratum"] = fit.stratum;
  put_usd(out, "offset_usd", fit.offset_usd);
  out["observations_used"] = fit.observations_used;
  out["months_covered"] = fit.months_covered;
  array points;
  for (const growth::WeighedPoint& w : fit.points) {
    object row = point_json(w.point);
    put_number(row, "prior_weight", w.prior_weight);
    put_number(row, "weight", w.weight);
    points.push_back(std::move(row));
  }
  out["points"] = std::move(points);
  out["mean_point"] = point_json(fit.mean_point);
  array pulled;
  for (const trade::MonthSpan& span : fit.pulled_in) pulled.emplace_back(trade::format_period(span));
  out["pulled_in"] = std::move(pulled);
  return out;
}

}  // namespace

std::string explain_text(const Assessment& a) {
  const FigureNumbers numbers(a);
  std::string out = wrapped(printable(wording::headline(a, wording::Language::en)), 0);
  out += figures_text(a, numbers);
  out += models_text(a);
  out += growth_text(a);
  out += arithmetic_text(a, numbers);
  out += news_text(a, numbers);
  out += readings_text(a);
  out += section("Reasons");
  for (const targets::Reason& reason : a.reasons)
    out += bullet("-", printable(wording::sentence(reason, wording::Language::en)), 0);
  return out;
}

object explain_json(const Assessment& a) {
  const FigureNumbers numbers(a);
  object out;
  array series;
  for (std::size_t c = 0; c < a.series.size(); ++c) {
    series.push_back(series_json(a.series[c], a.used[c], Side::own, c, numbers));
  }
  for (std::size_t c = 0; c < a.mirror_series.size(); ++c) {
    series.push_back(series_json(a.mirror_series[c], a.mirror_used[c], Side::partner, c, numbers));
  }
  out["series"] = std::move(series);
  array fits;
  if (a.forecast) {
    for (const growth::ComponentFit& fit : a.forecast->fits) fits.push_back(fit_json(fit));
  }
  out["fits"] = std::move(fits);
  if (a.figures) {
    array noises;
    for (const trade::RevisionNoise& noise : a.revision_noise) noises.push_back(noise_json(noise));
    out["revision_noise"] = std::move(noises);
  }
  array lines;
  const std::string text = arithmetic_text(a, numbers) + news_text(a, numbers) + readings_text(a);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    if (end > at) lines.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  out["arithmetic"] = std::move(lines);
  out["assessment"] = assessment_json(a, {});
  return out;
}

}  // namespace tradewatch::report
