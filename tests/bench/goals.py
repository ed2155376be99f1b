"""Goals: what is wanted, the figure, and whether it is met. One that is missed is told like the others."""
import typing

import tables


class Goal(typing.NamedTuple):
    goal: str
    figure: str
    wanted: str
    met: bool


def ratio_below(words, peer, ratio, interval, wanted=1.0):
    """A score of the program over a peer's: below 1, or at most what is wanted."""
    figure = f"{ratio:.3f} ({tables.band(interval)})"
    if wanted == 1.0:
        return Goal(f"{words} ({peer})", figure, "below 1", ratio < 1)
    return Goal(f"{words} ({peer})", figure, f"at most {wanted}", ratio <= wanted)


def within(words, value, interval, low, high):
    return Goal(words, f"{value:.3f} ({tables.band(interval)})", f"{low} to {high}", low <= value <= high)


def verdict(goal):
    return "met" if goal.met else "NOT MET"


def table(title, all_goals, markdown):
    rows = [[goal.goal, goal.figure, goal.wanted, verdict(goal)] for goal in all_goals]
    return tables.text(title, ["goal", "figure (95 %)", "wanted", ""], rows, markdown)


def as_json(all_goals):
    return [goal._asdict() for goal in all_goals]
