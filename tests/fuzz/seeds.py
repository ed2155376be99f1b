#!/usr/bin/env python3
"""Writes the seeds that are no text: workbooks of the parts that corpus/workbook spells out, an old .xls, and gzip.

usage: seeds.py FOLDER      writes FOLDER/TARGET/NAME, and FOLDER/made when all are there

The same bytes each time: no dates, no names of machines.
"""
import gzip
import io
import pathlib
import struct
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


def record(kind, *parts):
    data = b"".join(parts)
    return struct.pack("<HH", kind, len(data)) + data


def biff(cells):
    """The stream of an .xls of one sheet; `cells` are its records."""
    begin = struct.pack("<HHHHII", 0x600, 0x5, 0, 0, 0, 0)
    name = b"T1"
    strings = b"".join(struct.pack("<HB", len(text), 0) + text for text in (b"Country", b"Pakistan"))
    before = record(0x809, begin) + record(0x42, struct.pack("<H", 1200)) + record(0x22, struct.pack("<H", 0))
    fonts = record(0xE0, struct.pack("<HH", 0, 0), bytes(16)) + record(0xE0, struct.pack("<HH", 0, 17), bytes(16))
    shared = record(0xFC, struct.pack("<II", 2, 2), strings)
    sheet_at = len(before) + len(fonts) + 4 + 8 + len(name) + len(shared) + 4
    bound = record(0x85, struct.pack("<IBBBB", sheet_at, 0, 0, len(name), 0), name)
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + b"".join(cells) + record(0x0A)
    return before + fonts + bound + shared + record(0x0A) + sheet


def ole2(stream):
    """A compound file of one stream "Workbook", which begins in sector 2, behind the FAT and the directory."""
    none, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    stream = stream.ljust(4096, b"\0")
    sectors = len(stream) // 512
    chain = [fat, end, *range(3, sectors + 2), end]
    head = struct.pack("<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6,
                       bytes(6), 0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    head += struct.pack("<108I", *[none] * 108)

    def entry(name, kind, child, start, size):
        text = (name + "\0").encode("utf-16-le") if name else b""
        return struct.pack("<64sHBBIII16sIQQIQ", text, len(text), kind, 1, none, none, child, bytes(16), 0, 0, 0, start,
                           size)

    directory = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, none, 2, len(stream)) + entry("", 0, none, 0, 0) * 2
    return head + struct.pack("<128I", *chain, *[none] * (128 - len(chain))) + directory + stream


def old_workbook():
    return ole2(biff([
        record(0xFD, struct.pack("<HHHI", 0, 0, 0, 0)),  # a shared string
        record(0x203, struct.pack("<HHHd", 0, 1, 0, 2024.0)),
        record(0x27E, struct.pack("<HHHI", 1, 1, 1, (45292 << 2) | 2)),
        record(0x204, struct.pack("<HHHHB", 1, 0, 0, 3, 0), b"abc"),
        record(0xBD, struct.pack("<HHHIHIH", 2, 0, 0, 6, 0, 10, 1)),
        record(0x205, struct.pack("<HHHBB", 3, 0, 0, 42, 1)),
        record(0x06, struct.pack("<HHHdHIH", 4, 0, 0, 1.5, 0, 0, 0)),
    ]))


def seeds():
    for target in ("workbook", "document"):
        yield target, "old.xls", old_workbook()
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
