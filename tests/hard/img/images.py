"""Draws the images of this document, one of each kind that is hard to embed. Run it in this folder; needs Pillow."""

import struct
import zlib
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
SIZE = 96, 64


def shade(x, y):
    """A colour that changes over the image, as red, green and blue."""
    return x * 255 // (SIZE[0] - 1), y * 255 // (SIZE[1] - 1), 128


def rgb():
    """The picture that all kinds show."""
    image = Image.new("RGB", SIZE)
    image.putdata([shade(x, y) for y in range(SIZE[1]) for x in range(SIZE[0])])
    return image


def deep_png(path):
    """A PNG of 16 bits a channel, which Pillow cannot write (ISO/IEC 15948)."""
    rows = b"".join(
        b"\0" + b"".join(struct.pack(">3H", *(value * 257 for value in shade(x, y))) for x in range(SIZE[0]))
        for y in range(SIZE[1])
    )

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">2I5B", *SIZE, 16, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows, 9)), chunk(b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))


HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="120" viewBox="0 0 320 120">'
DRAWINGS = {
    "overganger": """
<defs>
<linearGradient id="l" x2="1" y2="1"><stop offset="0" stop-color="#1f4e5f"/><stop offset="1" stop-color="#d9822b"
 stop-opacity="0.3"/></linearGradient>
<radialGradient id="r" gradientUnits="userSpaceOnUse" cx="240" cy="60" r="50"><stop offset="0" stop-color="#ffffff"/>
<stop offset="0.6" stop-color="#4d7c5a"/><stop offset="1" stop-color="#1d2b33"/></radialGradient>
</defs>
<rect x="10" y="10" width="140" height="100" fill="url(#l)"/>
<circle cx="240" cy="60" r="50" fill="url(#r)"/>
""",
    "masker": """
<defs>
<mask id="m"><rect width="320" height="120" fill="#000000"/><circle cx="80" cy="60" r="45" fill="#ffffff"/>
<circle cx="80" cy="60" r="20" fill="#666666"/></mask>
<pattern id="p" width="16" height="16" patternUnits="userSpaceOnUse"><rect width="16" height="16" fill="#eef2f4"/>
<path d="M0 16L16 0" stroke="#1f4e5f" stroke-width="2"/></pattern>
<clipPath id="c"><path d="M170 110L240 10L310 110Z"/></clipPath>
</defs>
<rect x="10" y="10" width="140" height="100" fill="#d9822b" mask="url(#m)"/>
<rect x="160" y="0" width="160" height="120" fill="url(#p)" clip-path="url(#c)"/>
""",
    "gjennomsiktig": """
<g opacity="0.6"><rect x="20" y="20" width="120" height="80" fill="#1f4e5f"/>
<rect x="80" y="40" width="120" height="60" fill="#d9822b" fill-opacity="0.5"/>
<text x="90" y="80" font-size="20" opacity="0.8">halvt synlig</text></g>
<text x="210" y="70" font-size="18" fill="#1d2b33">helt synlig</text>
""",
}


def main():
    """Write all images beside this file."""
    picture = rgb()
    picture.save(HERE / "farger.png")
    picture.save(HERE / "farger.jpg", quality=80)
    picture.convert("L").save(HERE / "graa.png")
    deep = Image.new("I;16", SIZE)
    deep.putdata([value * 257 for value in picture.convert("L").tobytes()])
    deep.save(HERE / "graa-16.png")
    picture.resize((48, 320)).save(HERE / "hoey.png")
    picture.quantize(16).save(HERE / "palett.png", transparency=3)
    deep_png(HERE / "farger-16.png")
    clear = picture.convert("RGBA")
    clear.putalpha(picture.convert("L").rotate(180))
    clear.save(HERE / "klar.png")
    clear.convert("LA").save(HERE / "graa-klar.png")
    picture.convert("CMYK").save(HERE / "trykk.jpg", quality=80)
    for name, drawing in DRAWINGS.items():
        (HERE / f"{name}.svg").write_text(f"{HEAD}{drawing}</svg>\n", "utf-8")


if __name__ == "__main__":
    main()
