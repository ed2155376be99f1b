"""Plots as SVG files, of a few kinds of marks on two axes; no library.

A plot brings its own ground and has a second set of colours for readers who prefer dark, so it is legible on any page.
Series differ by mark and by a name at their end as well as by colour.
"""
import math
import pathlib
import typing
from xml.sax.saxutils import escape

kWidth, kHeight = 720, 420          # pixels
kLeft, kRight, kTop, kBottom = 64, 190, 44, 52
kColours = (("#1f5fa8", "#7db8f5"), ("#b3500f", "#f0a35e"), ("#2c7a3d", "#7fce8f"), ("#7a3f9d", "#cfa0ea"),
            ("#8a6d00", "#e0c450"))  # on light, on dark
kMarks = ("circle", "square", "triangle", "diamond", "ring")
kStyle = """svg { --ground: #ffffff; --ink: #1d232b; --faint: #d5dae1; %s }
@media (prefers-color-scheme: dark) { svg { --ground: #14181d; --ink: #e6e9ee; --faint: #3a424d; %s } }
.ground { fill: var(--ground); } text { fill: var(--ink); font: 13px sans-serif; }
.title { font-weight: bold; font-size: 15px; }
.grid { stroke: var(--faint); } .axis { stroke: var(--ink); } .rule { stroke: var(--ink); stroke-dasharray: 5 4; }"""


class Series(typing.NamedTuple):
    name: str
    points: list            # (x, y)
    bands: list = []        # (x, low, high)
    joined: bool = True


class Axis:
    """Values to pixels, straight or by the logarithm."""

    def __init__(self, words, low, high, start, end, logarithmic=False):
        self.words, self.logarithmic = words, logarithmic
        self.low, self.high, self.start, self.end = low, high, start, end
        if logarithmic:
            self.low, self.high = 10.0 ** math.floor(math.log10(low)), 10.0 ** math.ceil(math.log10(high))
            if self.low == self.high:
                self.high *= 10

    def at(self, value):
        scale = math.log10 if self.logarithmic else float
        share = (scale(value) - scale(self.low)) / (scale(self.high) - scale(self.low))
        return self.start + share * (self.end - self.start)

    def ticks(self):
        if self.logarithmic:
            first, last = round(math.log10(self.low)), round(math.log10(self.high))
            return [10.0 ** power for power in range(first, last + 1)]
        step = 10 ** math.floor(math.log10((self.high - self.low) / 2))
        while (self.high - self.low) / step > 6:
            step *= 2 if (self.high - self.low) / step <= 12 else 2.5
        first = math.ceil(self.low / step - 1e-9)
        return [i * step for i in range(first, math.floor(self.high / step + 1e-9) + 1)]


def shown(value):
    """A tick's words: 0.25, 30, 10 000, 10 million."""
    if value >= 1e6:
        return f"{value / 1e6:g} million"
    return f"{value:,.0f}".replace(",", " ") if value >= 1000 else f"{value:g}"


def mark(kind, x, y, colour):
    paint = f'fill="none" stroke="{colour}" stroke-width="2"' if kind == "ring" else f'fill="{colour}"'
    shapes = {"square": f"M{x - 4:.1f} {y - 4:.1f}h8v8h-8z", "triangle": f"M{x:.1f} {y - 5:.1f}l5 9h-10z",
              "diamond": f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z"}
    if kind in shapes:
        return f'<path d="{shapes[kind]}" {paint}/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" {paint}/>'


def line(kind, x1, y1, x2, y2):
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def text(x, y, words, anchor="start", kind=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>{escape(words)}</text>'


def spread(wanted, least=16):
    """Heights of labels, at least so many pixels apart, in the order of `wanted`."""
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    found = list(wanted)
    for before, after in zip(order, order[1:]):
        found[after] = max(found[after], found[before] + least)
    return found


def document(title, description, body, height=kHeight):
    light, dark = (" ".join(f"--c{i}: {pair[side]};" for i, pair in enumerate(kColours)) for side in (0, 1))
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {kWidth} {height}" width="{kWidth}" height="{height}" '
        'role="img">', f"<title>{escape(title)}</title>", f"<desc>{escape(description)}</desc>",
        f"<style>{kStyle % (light, dark)}</style>", f'<rect class="ground" width="{kWidth}" height="{height}" rx="6"/>',
        text(16, 26, title, kind=' class="title"'), *body, "</svg>", ""])


def frame(x, y):
    body = []
    for value in x.ticks():
        body += [line("grid", x.at(value), y.start, x.at(value), y.end),
                 text(x.at(value), y.start + 18, shown(value), "middle")]
    for value in y.ticks():
        body += [line("grid", x.start, y.at(value), x.end, y.at(value)),
                 text(x.start - 8, y.at(value) + 4, shown(value), "end")]
    body += [line("axis", x.start, y.start, x.end, y.start), line("axis", x.start, y.start, x.start, y.end),
             text((x.start + x.end) / 2, y.start + 40, x.words, "middle"), text(x.start - 48, y.end - 14, y.words)]
    return body


def lines(title, description, x, y, all_series, rule=None):
    """Marks, joined or not, with a name at each end; `rule` joins two points with a dashed line."""
    body = frame(x, y)
    if rule:
        body.append(line("rule", x.at(rule[0][0]), y.at(rule[0][1]), x.at(rule[1][0]), y.at(rule[1][1])))
    heights = spread([y.at(series.points[-1][1]) for series in all_series])
    for number, (series, height) in enumerate(zip(all_series, heights)):
        colour, kind = f"var(--c{number % len(kColours)})", kMarks[number % len(kMarks)]
        for at, low, high in series.bands:
            body.append(f'<line x1="{x.at(at):.1f}" y1="{y.at(low):.1f}" x2="{x.at(at):.1f}" y2="{y.at(high):.1f}" '
                        f'stroke="{colour}" stroke-width="1.5"/>')
        places = [(x.at(a), y.at(b)) for a, b in series.points]
        if series.joined:
            path = "L".join(f"{a:.1f} {b:.1f}" for a, b in places)
            body.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        body += [mark(kind, a, b, colour) for a, b in places]
        body += [mark(kind, kWidth - kRight + 18, height, colour), text(kWidth - kRight + 30, height + 4, series.name)]
    return document(title, description, body)


def box():
    """The pixels that axes lie on: from left, to right, from bottom, to top."""
    return kLeft, kWidth - kRight, kHeight - kBottom, kTop + 16


def reliability(found):
    """Q5: `found` maps a task's words to its bins (mean_probability, share_met, difference_95)."""
    left, right, bottom, top = box()
    x = Axis("probability that was said", 0, 1, left, right)
    y = Axis("share of targets that were met", 0, 1, bottom, top)
    all_series = []
    for words, bins in found.items():
        bands = [(b["mean_probability"], max(0, b["mean_probability"] + b["difference_95"][0]),
                  min(1, b["mean_probability"] + b["difference_95"][1])) for b in bins if b["difference_95"]]
        all_series.append(Series(words, [(b["mean_probability"], b["share_met"]) for b in bins], bands))
    return lines("Are targets met as often as was said?", "Mean probability of each bin against the share of its targets "
                 "that were met; upright lines hold 95 % of resamples of series and origin years; the dashed line is what was said.",
                 x, y, all_series, ((0, 0), (1, 1)))


def growth(costs):
    """S9: `costs` maps words to [(size, seconds of processor)]."""
    left, right, bottom, top = box()
    sizes = [size for points in costs.values() for size, _ in points]
    seconds = [second for points in costs.values() for _, second in points]
    x = Axis("figures, targets or revisions of a figure", min(sizes), max(sizes), left, right, True)
    y = Axis("seconds of processor", min(seconds), max(seconds), bottom, top, True)
    low = max(x.low / 1e6, y.low)
    reach = min(x.high / (low * 1e6), y.high / low)
    return lines("Cost as work grows", "Seconds of processor against size, both by logarithm; the dashed line is linear.",
                 x, y, [Series(words, points) for words, points in costs.items()],
                 ((low * 1e6, low), (low * 1e6 * reach, low * reach)) if reach > 1 else None)


def bars(title, description, words, groups):
    """`groups`: [(name, [(label, value, (low, high) or None, whether it is ours)])], bars from 0, best first."""
    rows = [row for _, members in groups for row in members]
    height = kTop + 26 * len(groups) + 20 * len(rows) + kBottom
    x = Axis(words, 0, max(row[2][1] if row[2] else row[1] for row in rows), 210, kWidth - 70)
    body, y = [], kTop + 8
    for value in x.ticks():
        body += [line("grid", x.at(value), kTop, x.at(value), height - kBottom + 4),
                 text(x.at(value), height - kBottom + 20, shown(value), "middle")]
    for name, members in groups:
        y += 26
        body.append(text(16, y - 7, name))
        for label, value, interval, ours in members:
            body += [text(202, y + 12, label, "end"),
                     f'<rect x="{x.start}" y="{y + 2:.1f}" width="{x.at(value) - x.start:.1f}" height="13" '
                     f'fill="var(--c{0 if ours else 1})"/>']
            if interval:
                body.append(line("axis", x.at(interval[0]), y + 8.5, x.at(interval[1]), y + 8.5))
            body.append(text(kWidth - 16, y + 12, f"{value:.3f}", "end"))
            y += 20
    body.append(text((x.start + x.end) / 2, height - 12, words, "middle"))
    return document(title, description, body, height)


def scores(tasks):
    """Q1 to Q4: `tasks` maps a row's words to its models ({name: (ts5, interval)})."""
    groups = [(words, [(name, mean, interval, name == "tradewatch") for name, (mean, interval) in
                       sorted(models.items(), key=lambda item: item[1][0])]) for words, models in tasks.items()]
    return bars("How far forecasts of a year were off", "ts5 of each model and what holds 95 % of its resamples; lower "
                "is better.", "ts5: 1 is about as wrong as to say \"as last year\"", groups)


def of(report):
    """{file name: SVG} of what a report holds."""
    found = {}
    tasks = report.get("quality", {}).get("tasks", {})
    words = {"full": "full history", "short36": "last 36 months", "mixed": "mixed sums", "year": "years only"}
    if tasks:
        found["reliability.svg"] = reliability({words[task]: one["targets"]["reliability"]["tradewatch"]
                                                for task, one in tasks.items() if task in ("full", "short36")}
                                               or {words[t]: one["targets"]["reliability"]["tradewatch"]
                                                   for t, one in tasks.items()})
        found["scores.svg"] = scores({f"{one['row']} {words[task]}": {
            model: (each["ts5"]["mean"], each["ts5"]["interval_95"])
            for model, each in one["parts"]["all"]["models"].items()} for task, one in tasks.items()})
    if "growth" in report:
        named = {("figures", "import"): "figures taken", ("figures", "assess one"): "one target beside them",
                 ("targets", "assess all"): "targets assessed", ("revisions", "import"): "revisions taken",
                 ("revisions", "assess"): "target with revisions"}
        found["growth.svg"] = growth({named[axis, work]: [(cost["size"], cost["cpu_s"]) for cost in costs]
                                      for axis, works in report["growth"]["costs"].items()
                                      for work, costs in works.items()})
    return found


def write(report, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, svg in of(report).items():
        (folder / name).write_text(svg, encoding="utf-8")
        written.append(folder / name)
    return written
