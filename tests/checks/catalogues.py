#!/usr/bin/env python3
"""Every message of the sources in every language: translated, with its places, and nothing else in the catalogues.

usage: catalogues.py ROOT | --self-test

xgettext reads message(...) and plural(...) of service/; config/locale/*.po must hold exactly those, translated, not
fuzzy, with the same {places}, and with as many plural forms as the header says."""
import ast, pathlib, re, subprocess, sys, tempfile

LANGUAGES = ("kk", "ru", "ur")
KEYWORDS = ["--keyword", "--keyword=message:1c,2", "--keyword=plural:1c,2,3"]


def entries(text):
    """{(context, id): {"plural": text or None, "forms": [texts], "fuzzy": bool}} of a .po file; the header under
    ("", "")."""
    found = {}
    for block in re.split(r"\n\s*\n", text):
        parts, key, fuzzy = {}, None, False
        for line in block.splitlines():
            if line.startswith("#"):
                fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
                continue
            begin = re.match(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+(\".*)", line)
            if begin:
                key = begin[1]
                parts[key] = ast.literal_eval(begin[2])
            elif key and line.startswith('"'):
                parts[key] += ast.literal_eval(line)
        if "msgid" in parts:
            forms = [value for name, value in sorted(parts.items()) if name.startswith("msgstr")]
            found[(parts.get("msgctxt", ""), parts["msgid"])] = {
                "plural": parts.get("msgid_plural"), "forms": forms, "fuzzy": fuzzy}
    return found


def messages(root):
    files = sorted(str(path.relative_to(root)) for path in pathlib.Path(root, "service").rglob("*.cpp"))
    made = subprocess.run(["xgettext", "--language=C++", "--from-code=UTF-8", "--no-location", "--output=-", *KEYWORDS,
                           *files], cwd=root, capture_output=True, text=True, check=True)
    found = entries(made.stdout)
    found.pop(("", ""), None)
    return found


def places(text):
    return sorted(set(re.findall(r"\{[a-z_0-9]+\}", text)))


def forms_faults(entry, wanted):
    expected = wanted["plural"] and len(entry["forms"])
    for form in entry["forms"]:
        if not form.strip():
            yield "is not translated"
        elif places(form) != sorted(set(places(wanted["id"])) | set(places(wanted["plural"] or ""))):
            yield f"has other places than its translation {form!r}"
    if expected is None and len(entry["forms"]) != 1:
        yield "has plural forms where the source has none"


def catalogue_faults(name, found, wanted):
    header = found.pop(("", ""), {"forms": [""]})["forms"][0]
    plural = re.search(r"nplurals=(\d+)", header)
    if not plural:
        yield f"{name}: the header states no nplurals"
    for key, message in wanted.items():
        where = f"{name}: {key[0]}: {key[1]!r}"
        entry = found.get(key)
        if entry is None:
            yield f"{where} is missing"
            continue
        if entry["fuzzy"]:
            yield f"{where} is fuzzy"
        if entry["plural"] != message["plural"]:
            yield f"{where} has another plural than the source"
        elif message["plural"] and plural and len(entry["forms"]) != int(plural[1]):
            yield f"{where} has {len(entry['forms'])} forms, expected {plural[1]}"
        for fault in forms_faults(entry, {**message, "id": key[1]}):
            yield f"{where} {fault}"
    for key in found:
        if key not in wanted:
            yield f"{name}: {key[0]}: {key[1]!r} is in no source any more"


def faults(root):
    wanted = messages(root)
    if not wanted:
        yield "no message was found in service/"
    for language in LANGUAGES:
        path = pathlib.Path(root, "config", "locale", f"{language}.po")
        if not path.exists():
            yield f"{path.name}: is missing"
        else:
            yield from catalogue_faults(path.name, entries(path.read_text(encoding="utf-8")), wanted)


SOURCE = 'auto a = message("c", "one {place}");\nauto b = plural("c", "{count} month", "{count} months");\n'
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
ONE = '\nmsgctxt "c"\nmsgid "one {place}"\nmsgstr "x {place}"\n'
TWO = '\nmsgctxt "c"\nmsgid "{count} month"\nmsgid_plural "{count} months"\nmsgstr[0] "{count} y"\nmsgstr[1] "{count} z"\n'
PLANTED = [
    ("", None),
    (ONE, "is missing"),
    (TWO, "is missing"),
    ('msgstr "x {place}"', "is not translated"),
    ("x {place}", "has other places"),
    ("{count} z", "has other places"),
    ('\nmsgstr[1] "{count} z"', "has 1 forms"),
    ("extra", "in no source"),
    ("fuzzy", "is fuzzy"),
]


def self_test():
    missed = []
    for taken_out, expected in PLANTED:
        catalogue = HEADER + ONE + TWO
        if taken_out == "extra":
            catalogue += '\nmsgid "old"\nmsgstr "old"\n'
        elif taken_out == "fuzzy":
            catalogue = catalogue.replace(ONE, "\n#, fuzzy" + ONE)
        elif taken_out == 'msgstr "x {place}"':
            catalogue = catalogue.replace(taken_out, 'msgstr ""')
        elif taken_out in (ONE, TWO) or taken_out.startswith("\n"):
            catalogue = catalogue.replace(taken_out, "")
        elif taken_out:
            catalogue = catalogue.replace(taken_out, "x")
        with tempfile.TemporaryDirectory() as root:
            for language in LANGUAGES:
                path = pathlib.Path(root, "config", "locale", f"{language}.po")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(catalogue if language == "ru" else HEADER + ONE + TWO, encoding="utf-8")
            source = pathlib.Path(root, "service", "wording", "x.cpp")
            source.parent.mkdir(parents=True)
            source.write_text(SOURCE, encoding="utf-8")
            found = list(faults(root))
        if [expected in fault and fault.startswith("ru.po") for fault in found] != ([True] if expected else []):
            missed.append(f"planted {taken_out!r}: expected one fault {expected!r}, found {found}")
    return missed


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found = self_test() if sys.argv[1] == "--self-test" else list(faults(sys.argv[1]))
    print("\n".join(found) or "no fault")
    sys.exit(1 if found else 0)


main()
