"""What may be changed in a C++ source: one place, one change, as a hand might err.

Comments, texts and preprocessor lines are left alone, and so is what no test can see: room set aside beforehand, numbers
that are arguments of a template, the zero that a member of a header holds until it is set. Rows of tables are data, which
tests of their own hold against their sources. clang-format puts a space on both sides of an operator of two operands and
none beside a bracket of a template, which is how the two are told apart.
"""
import re
import typing

kTables = re.compile(r"country_names_|country_table_|imf_codes|log_mean_table")
kRow = re.compile(r"\s*\{.*\},?\s*")  # of a table
kUnset = re.compile(r"\s+[\w:<>]+ \w+ = (?:0|0\.0|false);\s*")
kOperators = {
    "comparison": {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"), "==": ("!=",), "!=": ("==",)},
    "logic": {"&&": ("||",), "||": ("&&",)},
    "arithmetic": {"+": ("-",), "-": ("+",), "*": ("/",), "/": ("*",), "%": ("*",), "+=": ("-=",), "-=": ("+=",),
                   "*=": ("/=",), "/=": ("*=",)},
}
kWords = {"true": "false", "false": "true", "std::min": "std::max", "std::max": "std::min"}
kOperator = re.compile(r"(?<= )(<=|>=|==|!=|<|>|&&|\|\||\+=|-=|\*=|/=|[-+*/%])(?= |$)")
kNumber = re.compile(r"(?<![\w.'])(\d[\d']*(?:\.\d+)?(?:e[-+]?\d+)?)(?![\w.'])")
kSign = re.compile(r"(?:(?<=[(\[{])|(?<=[,=?:<>] )|(?<=return ))-(?=[\w(])")
kNot = re.compile(r"!(?=[\w(])")
kWord = re.compile(r"\b(std::min|std::max|true|false)\b")
kCondition = re.compile(r"\bif \(")
kInTemplate = re.compile(r"\w<[^;()<>]*$")
kStatement = re.compile(r"\s*(?:continue|break|[\w.:>\[\]()*-]+ (?:=|\+=|-=|\*=|/=|\|=) .+|[\w.:>\[\]-]+\(.*\)"
                        r"|if \(.+\) (?:return\b.*|continue|break|.+ = .+));")
kUnseen = re.compile(r"\breserve\(|\bshrink_to_fit\(")


class Mutation(typing.NamedTuple):
    """Columns count from 0; `line` from 1, as editors do."""
    file: str
    line: int
    column: int
    old: str
    new: str
    kind: str

    def words(self):
        return f"{self.file}:{self.line}: {self.kind}: {self.old.strip()} -> {self.new.strip() or 'nothing'}"


def code_of(text):
    """The text with comments, strings and characters blanked; every line keeps its length."""
    blank = lambda found: re.sub(r"[^\n]", " ", found.group(0))
    token = (r'R"(\w*)\((?:.|\n)*?\)\1"|//[^\n]*|/\*(?:.|\n)*?\*/|"(?:\\.|[^"\\\n])*"'
             r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'")
    return re.sub(token, blank, text)


def number_changes(number):
    """One more and one less of a whole number, twice and half of another."""
    plain = number.replace("'", "")
    if plain.isdigit():
        value = int(plain)
        return (str(value + 1), str(value - 1)) if value else ("1",)
    value = float(plain)
    return (repr(2 * value), repr(value / 2)) if value else ("1.0",)


def closing(line, opening):
    """Where the bracket that opens at `opening` closes; None on another line."""
    depth = 0
    for at in range(opening, len(line)):
        depth += {"(": 1, ")": -1}.get(line[at], 0)
        if depth == 0:
            return at
    return None


def whole(line):
    return all(line.count(a) == line.count(b) for a, b in ("()", "{}", "[]"))


def places_of_line(line):
    """(column, old, changes, kind) of each place of a line of code."""
    for found in kOperator.finditer(line):
        for kind, changes in kOperators.items():
            if found.group() in changes:
                yield found.start(), found.group(), changes[found.group()], kind
    for found in kNumber.finditer(line):
        if not kInTemplate.search(line[:found.start()]):
            yield found.start(), found.group(), number_changes(found.group()), "constant"
    for found in kSign.finditer(line):
        yield found.start(), "-", ("",), "sign"
    for found in kNot.finditer(line):
        yield found.start(), "!", ("",), "logic"
    for found in kWord.finditer(line):
        yield found.start(), found.group(), (kWords[found.group()],), "constant" if found.group() in (
            "true", "false") else "comparison"
    for found in kCondition.finditer(line):
        end = closing(line, found.end() - 1)
        condition = line[found.end():end] if end else ""
        if condition and ";" not in condition and " = " not in condition:
            yield found.end(), condition, (f"!({condition})",), "logic"


def places(file, text):
    """Every place of a source with its changes: lists of Mutation, one list a place."""
    found = []
    originals = text.split("\n")
    for number, line in enumerate(code_of(text).split("\n"), 1):
        if line.lstrip().startswith(("#", "static_assert", "using ", "template")) or kUnseen.search(line):
            continue
        if kRow.fullmatch(line) or file.endswith(".h") and kUnset.fullmatch(line):
            continue
        original = originals[number - 1]
        for column, old, changes, kind in places_of_line(line):
            kept = original[column:column + len(old)]
            found.append([Mutation(file, number, column, kept, new.replace(old, kept), kind) for new in changes])
        if file.endswith(".cpp") and kStatement.fullmatch(line.rstrip()) and whole(line):
            column = len(line) - len(line.lstrip())
            found.append([Mutation(file, number, column, original[column:].rstrip(), ";", "dropped statement")])
    return found


def applied(text, mutation):
    lines = text.split("\n")
    line = lines[mutation.line - 1]
    end = mutation.column + len(mutation.old)
    if line[mutation.column:end] != mutation.old:
        raise ValueError(f"{mutation.words()}: the source is another")
    lines[mutation.line - 1] = line[:mutation.column] + mutation.new + line[end:]
    return "\n".join(lines)


def drawn(sources, dice):
    """Every place of the sources ({file: text}) once, in a random order, each with one of its changes."""
    everywhere = [place for file in sorted(sources) if not kTables.search(file) for place in places(file, sources[file])]
    dice.shuffle(everywhere)
    for place in everywhere:
        yield dice.choice(place)
