"""Makes the photos of this folder: one, and what becomes of it on its way, and others. All invented. Needs Debian's
python3-pil, libjpeg-turbo-progs (jpegtran) and libheif-examples (heif-enc); what lies here was made with theirs of
Debian 12. expected.tsv says what PIL sees in each file: its size, and the mean brightness of 32 x 32 fields."""

import pathlib
import struct
import subprocess
import zlib

from PIL import Image, ImageOps
from PIL.TiffImagePlugin import IFDRational

from scenes import scene

HERE = pathlib.Path(__file__).resolve().parent
SIZE = (480, 360)
MINIATURE = 32


def degrees(value):
    minutes, rest = divmod(round(value * 3_600_000), 60_000)
    return IFDRational(minutes // 60, 1), IFDRational(minutes % 60, 1), IFDRational(rest, 1000)


def exif(latitude, longitude, serial):
    """South and west, so that the letters have a say."""
    out = Image.Exif()
    out[0x010F], out[0x0110] = "Invented", "Invented camera"
    out[0x8769] = {0xA431: serial}  # BodySerialNumber
    out[0x8825] = {1: "NS"[latitude < 0], 2: degrees(abs(latitude)), 3: "EW"[longitude < 0], 4: degrees(abs(longitude))}
    return out


def write_interlaced(path, picture):
    """PNG with Adam7, which PIL does not write (PNG, third edition, 8.2)."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    width, height = picture.size
    pixels, raw = picture.convert("RGB").tobytes(), b""
    for x0, y0, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
        for y in range(y0, height, dy):
            line = b"".join(pixels[3 * (y * width + x):3 * (y * width + x) + 3] for x in range(x0, width, dx))
            raw += b"\0" + line if line else b""
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1))
                     + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def with_comment(jpeg):
    """A comment behind the first marker, and something behind the end."""
    comment = b"invented comment"
    return jpeg[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + jpeg[2:] + b"behind the end"


def split_idat(png):
    """The same PNG with its image data in chunks of other lengths, and a text before them."""
    out, rest, data = png[:8], png[8:], b""
    while rest:
        length, = struct.unpack(">I", rest[:4])
        kind, body, rest = rest[4:8], rest[8:8 + length], rest[12 + length:]
        if kind == b"IDAT":
            data += body
            continue
        parts = [(kind, body)]
        if kind == b"IEND":
            parts = [(b"tEXt", b"Comment\0invented")] + [(b"IDAT", data[i:i + 1000]) for i in range(0, len(data), 1000)] + parts
        for name, content in parts:
            out += struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return out


def expected(path):
    with Image.open(path) as picture:
        width, height = picture.size
        if picture.mode in ("RGBA", "LA", "P") and ("transparency" in picture.info or picture.mode != "P"):
            white = Image.new("RGBA", picture.size, (255, 255, 255, 255))
            picture = Image.alpha_composite(white, picture.convert("RGBA"))
        small = picture.convert("RGB").convert("L").resize((MINIATURE, MINIATURE), Image.Resampling.BOX)
    return f"{path.name}\t{width}\t{height}\t{small.tobytes().hex()}\n"


def main():
    photo = scene(11, SIZE)
    photo.save(HERE / "photo.jpg", quality=70, exif=exif(-33.856780, -70.123456, "INV-0042-7"))
    photo = Image.open(HERE / "photo.jpg").convert("RGB")  # what a phone would go on with
    jpegtran = ["jpegtran", "-copy", "none"]
    for name, *options in (("stripped.jpg",), ("progressive.jpg", "-progressive"), ("turned.jpg", "-rotate", "90", "-trim")):
        subprocess.run([*jpegtran, *options, "-outfile", HERE / name, HERE / "photo.jpg"], check=True)
    (HERE / "commented.jpg").write_bytes(with_comment((HERE / "photo.jpg").read_bytes()))
    photo.resize((96, 72), Image.Resampling.LANCZOS).save(HERE / "thumbnail.jpg", quality=50)
    ImageOps.fit(photo, (96, 96)).save(HERE / "square.jpg", quality=70)
    ImageOps.mirror(photo.resize((240, 180))).save(HERE / "mirrored.webp", quality=60)
    photo.resize((160, 120)).save(HERE / "small.webp", lossless=True)
    photo.resize((240, 180)).save(HERE / "coarse.jpg", quality=15)
    photo.resize((320, 240)).convert("L").save(HERE / "grey.jpg", quality=50)
    photo.resize((128, 96)).convert("CMYK").save(HERE / "inks.jpg", quality=60)
    photo.resize((100, 75)).save(HERE / "small.png", optimize=True)
    (HERE / "small_again.png").write_bytes(split_idat((HERE / "small.png").read_bytes()))
    write_interlaced(HERE / "interlaced.png", photo.resize((97, 73)))
    glass = photo.resize((100, 75)).convert("RGBA")
    glass.putalpha(Image.linear_gradient("L").resize(glass.size))
    glass.quantize(32).save(HERE / "glass.png", optimize=True)
    photo.resize((240, 180)).save(HERE / "between.png")
    for name, options in (("photo.heic", ["-q", "40"]), ("photo.avif", ["-A", "-q", "40"])):
        subprocess.run(["heif-enc", *options, "-o", HERE / name, HERE / "between.png"], check=True, stdout=subprocess.DEVNULL)
    scene(12, SIZE).save(HERE / "other.jpg", quality=40)
    scene(57, (400, 300)).save(HERE / "other.webp", quality=40)
    Image.new("RGB", (200, 150), (90, 120, 200)).save(HERE / "plain.jpg", quality=80)
    seen = [path for path in sorted(HERE.iterdir()) if path.suffix in (".jpg", ".png", ".webp") and path.stem != "between"]
    rows = "".join(expected(path) for path in seen)
    for name in ("photo.heic", "photo.avif"):  # PIL reads neither: what they were made of, which they resemble
        rows += expected(HERE / "between.png").replace("between.png", name)
    (HERE / "expected.tsv").write_text(rows)
    (HERE / "between.png").unlink()


if __name__ == "__main__":
    main()
