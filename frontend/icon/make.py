#!/usr/bin/env python3
"""Makes entente.ico, the icon that browsers show beside a page's title: `python3 make.py > entente.ico`.

A letter of two colours of the style sheet, paper on accent, once in 16 and once in 32 pixels: as PNG inside ICO.
"""

import struct
import sys
import zlib

PALETTE = bytes.fromhex("0a5273" "fcfbf8")
LETTER = ["........", ".######.", ".##.....", ".#####..", ".##.....", ".##.....", ".######.", "........"]


def chunk(kind, data):
    whole = kind + data
    return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))


def png(size):
    times = size // len(LETTER)
    rows = b""
    for line in LETTER:
        bits = "".join(("1" if sign == "#" else "0") * times for sign in line)
        packed = bytes(int(bits[at : at + 8], 2) for at in range(0, size, 8))
        rows += (b"\0" + packed) * times
    head = struct.pack(">IIBBBBB", size, size, 1, 3, 0, 0, 0)
    parts = [(b"IHDR", head), (b"PLTE", PALETTE), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def main():
    images = [(size, png(size)) for size in (16, 32)]
    place = 6 + 16 * len(images)
    out = struct.pack("<HHH", 0, 1, len(images))
    for size, data in images:
        out += struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(data), place)
        place += len(data)
    sys.stdout.buffer.write(out + b"".join(data for _, data in images))


main()
