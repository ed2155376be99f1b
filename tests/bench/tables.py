"""One table, aligned for a terminal or as Markdown."""


def number(value, digits=3):
    if value is None:
        return ""
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else f"{value:.{digits}f}"


def band(interval, digits=3):
    return "" if interval is None else f"{interval[0]:.{digits}f}-{interval[1]:.{digits}f}"


def text(title, columns, rows, markdown=False, all_left=False):
    """`rows` are lists of what `columns` name. Text is set left, numbers right; all of it left where cells are prose."""
    lines = [[number(cell) for cell in row] for row in rows]
    wide = [max(len(line[i]) for line in [list(columns), *lines]) for i in range(len(columns))]
    left = [all_left or all(isinstance(row[i], str) and not row[i][:1].isdigit() for row in rows) for i in range(len(columns))]

    def aligned(line):
        return [cell.ljust(w) if to_left else cell.rjust(w) for cell, w, to_left in zip(line, wide, left)]

    if markdown:
        rule = ["---" if to_left else "---:" for to_left in left]
        out = [f"**{title}**", "", *("| " + " | ".join(line) + " |" for line in (columns, rule, *lines))]
    else:
        out = [title, *("  ".join(aligned(line)).rstrip() for line in (list(columns), *lines))]
    return "\n".join(out) + "\n"
