#!/usr/bin/env python3
"""Writes the seeds that are no text: workbooks of the parts that corpus/workbook spells out, and gzip.

usage: seeds.py FOLDER      writes FOLDER/TARGET/NAME, and FOLDER/made when all are there

The same bytes each time: no dates, no names of machines.
"""
import gzip
import io
import pathlib
import sys
import zipfile

CORPUS = pathlib.Path(__file__).parent / "corpus"


def parts_of(text):
    """{name: text} of `=== name` lines, each followed by its part."""
    parts = {}
    for piece in ("\n" + text).split("\n=== ")[1:]:
        name, _, content = piece.partition("\n")
        parts[name] = content
    return parts


def workbook(text, method):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as package:
        for name, content in parts_of(text).items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = method
            package.writestr(entry, content)
    return packed.getvalue()


def seeds():
    for file in sorted((CORPUS / "workbook").glob("*.parts")):
        text = file.read_text(encoding="utf-8")
        yield "workbook", file.stem + "-deflated.xlsx", workbook(text, zipfile.ZIP_DEFLATED)
        yield "document", file.stem + ".xlsx", workbook(text, zipfile.ZIP_STORED)
    for file in sorted((CORPUS / "house_csv").glob("*.csv")):
        yield "document", file.stem + ".csv.gz", gzip.compress(file.read_bytes(), mtime=0)
    # Every text that some target reads is a document too.
    for folder in ("house_csv", "comtrade", "sdmx"):
        for file in sorted((CORPUS / folder).iterdir()):
            yield "document", folder + "-" + file.name, file.read_bytes()


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    root = pathlib.Path(sys.argv[1])
    for target, name, content in seeds():
        file = root / target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (root / "made").touch()


main()
