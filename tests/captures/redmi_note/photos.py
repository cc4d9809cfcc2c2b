"""Six pictures that no camera took: seeded gradients, hills and grain, with an EXIF block."""

from math import cos, hypot, radians
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageOps
from PIL.TiffImagePlugin import IFDRational

from .places import MARK

HOME = (22.340257, 114.047284)
RADIUS_M = 500
SIZE = (800, 600)
QUALITY = 80

# name → where it says it was taken; None: without a place.
PLACES: dict[str, tuple[float, float] | None] = {
    "IMG_0001.jpg": (22.340612, 114.047011),
    "IMG_0002.jpg": (22.340257, 114.047284),
    "IMG_0003.jpg": None,
    "IMG_0004.jpg": (22.339190, 114.048120),
    "IMG_0005.jpg": (22.278310, 114.174695),  # across the harbour
    "IMG_0006.jpg": (22.340301, 114.047350),
}


def near_home(place: tuple[float, float] | None) -> bool:
    """Whether a place lies within the profile's home."""
    if place is None:
        return False
    metres = 111_195
    return hypot(place[0] - HOME[0], (place[1] - HOME[1]) * cos(radians(HOME[0]))) * metres <= RADIUS_M


def _degrees(value: float) -> tuple[IFDRational, ...]:
    """Degrees, minutes and seconds as EXIF writes them."""
    thousandths = round(value * 3_600_000)
    minutes, rest = divmod(thousandths, 60_000)
    return IFDRational(minutes // 60, 1), IFDRational(minutes % 60, 1), IFDRational(rest, 1000)


def _exif(number: int, place: tuple[float, float] | None) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = MARK  # ImageDescription
    exif[0x010F] = "Invented"  # Make
    exif[0x0110] = "Invented camera"  # Model
    exif[0x0132] = f"2014:07:{10 + number} 09:15:00"  # DateTime
    if place:
        exif[0x8825] = {1: "N", 2: _degrees(place[0]), 3: "E", 4: _degrees(place[1])}  # GPS
    return exif


def place_of(jpeg: Image.Image) -> tuple[float, float] | None:
    """Where the EXIF block says that a picture was taken, north and east."""
    gps = jpeg.getexif().get_ifd(0x8825)
    if not gps:
        return None
    latitude, longitude = (sum(float(part) / 60 ** power for power, part in enumerate(gps[tag])) for tag in (2, 4))
    return latitude, longitude


def _picture(random: Random) -> Image.Image:
    """A landscape of sorts."""
    width, height = SIZE

    def colour() -> tuple[int, ...]:
        return tuple(random.randrange(40, 230) for _ in range(3))

    sky = ImageOps.colorize(Image.linear_gradient("L").resize(SIZE), colour(), colour())
    clouds = Image.frombytes("RGB", (20, 15), random.randbytes(20 * 15 * 3)).resize(SIZE, Image.Resampling.BICUBIC)
    picture = Image.blend(sky, clouds, 0.3)
    draw = ImageDraw.Draw(picture)
    for ridge in range(3):
        line = [(x, height * (5 + ridge) // 8 + random.randrange(-50, 50)) for x in range(0, width + 80, 80)]
        draw.polygon([(0, height), *line, (width, height)], fill=colour())
    for _ in range(5):
        x, y, size = random.randrange(width), random.randrange(height // 2), random.randrange(20, 70)
        draw.ellipse((x - size, y - size, x + size, y + size), fill=colour())
    grain = Image.frombytes("L", SIZE, random.randbytes(width * height)).convert("RGB")
    return Image.blend(picture, grain, 0.09)


def write_photos(folder: Path) -> None:
    """Writes the pictures: the same bytes each time, with the same Pillow and libjpeg."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, place) in enumerate(PLACES.items(), 1):
        _picture(Random(20140721 + number)).save(folder / name, "JPEG", quality=QUALITY, exif=_exif(number, place))
