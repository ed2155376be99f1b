"""The C++ sources of the tree and their text without comments and literals, for the checks of this folder."""
import pathlib
import re

SUFFIXES = {".h", ".cpp"}

# One pass over what can hide a comment or a quote in another: raw strings, strings, characters, both comments.
# A digit separator (1'000) is no character literal, hence the look-behind.
_HIDDEN = re.compile(
    r'R"(?P<delimiter>[^()\\\s]{0,16})\(.*?\)(?P=delimiter)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])*'"
    r"|//[^\n]*"
    r"|/\*.*?\*/",
    re.DOTALL,
)


def files(root, *folders):
    """Every source file under root/folder, in a stable order. A tree without any is a wrong root, not a good tree."""
    found = [
        path
        for folder in folders
        for path in sorted((pathlib.Path(root) / folder).rglob("*"))
        if path.suffix in SUFFIXES and path.is_file()
    ]
    if not found:
        raise SystemExit(f"{root}: no sources in {', '.join(folders)}")
    return found


def code(text, keep_strings=False):
    """`text` with comments (and, unless kept, literals) blanked; line breaks stay, so line numbers do too."""

    def blank(match):
        hidden = match.group(0)
        if keep_strings and not hidden.startswith("/"):
            return hidden
        return "".join("\n" if letter == "\n" else " " for letter in hidden)

    return _HIDDEN.sub(blank, text)
