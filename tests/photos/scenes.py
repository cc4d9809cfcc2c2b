"""Pictures that no camera took, of many kinds, each by its number alone. Used for tests and for measuring how often
pictures that have nothing to do with each other are taken for the same."""

from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

SIZES = [(640, 480), (480, 640), (800, 600), (512, 512), (768, 432), (432, 768), (600, 400), (400, 600)]


def _colour(random, low=20, high=235):
    return tuple(random.randrange(low, high) for _ in range(3))


def _noise(random, size, cells, blur=Image.Resampling.BICUBIC):
    """Soft noise: a few random cells, enlarged."""
    small = (max(2, cells), max(2, cells * size[1] // size[0]))
    return Image.frombytes("RGB", small, random.randbytes(small[0] * small[1] * 3)).resize(size, blur)


def _gradient(random, size):
    first = Image.linear_gradient("L") if random.random() < 0.7 else Image.radial_gradient("L")
    turned = first.rotate(random.choice([0, 0, 0, 90, 180, 270]))
    return ImageOps.colorize(turned.resize(size), _colour(random), _colour(random))


def _grain(random, picture, strength):
    grain = Image.frombytes("L", picture.size, random.randbytes(picture.width * picture.height)).convert("RGB")
    return Image.blend(picture, grain, strength)


def landscape(random, size):
    """Sky, clouds, hills, perhaps a sun and trees."""
    width, height = size
    picture = Image.blend(_gradient(random, size), _noise(random, size, random.randrange(4, 20)), random.uniform(0.1, 0.4))
    draw = ImageDraw.Draw(picture)
    if random.random() < 0.6:
        x, y, r = random.randrange(width), random.randrange(height // 2), random.randrange(15, 70)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=_colour(random, 150, 256))
    horizon = random.uniform(0.3, 0.8)
    for ridge in range(random.randrange(2, 6)):
        step = random.randrange(20, 140)
        base = height * min(0.97, horizon + 0.1 * ridge)
        line = [(x, base + random.randrange(-60, 60)) for x in range(-step, width + 2 * step, step)]
        draw.polygon([(-step, height), *line, (width + step, height)], fill=_colour(random, 10, 190))
    for _ in range(random.randrange(0, 14)):
        x, y, h = random.randrange(width), random.randrange(int(height * horizon), height), random.randrange(20, 130)
        draw.rectangle((x - 3, y - h // 2, x + 3, y), fill=_colour(random, 20, 90))
        draw.ellipse((x - h // 3, y - h, x + h // 3, y - h // 3), fill=_colour(random, 20, 150))
    return picture


def portrait(random, size):
    """A head and shoulders before something out of focus."""
    width, height = size
    picture = _noise(random, size, random.randrange(3, 12)).filter(ImageFilter.GaussianBlur(6))
    draw = ImageDraw.Draw(picture)
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        x, y = random.randrange(width // 4, 3 * width // 4), random.randrange(height // 4, height // 2)
        r = random.randrange(min(size) // 10, min(size) // 4)
        skin = _colour(random, 70, 230)
        draw.ellipse((x - 2 * r, y + r, x + 2 * r, y + 5 * r), fill=_colour(random))
        draw.ellipse((x - r, y - int(1.3 * r), x + r, y + int(1.3 * r)), fill=skin)
        draw.pieslice((x - int(1.1 * r), y - int(1.5 * r), x + int(1.1 * r), y + r), 180, 360, fill=_colour(random, 0, 120))
        for side in (-1, 1):
            draw.ellipse((x + side * r // 3 - r // 9, y, x + side * r // 3 + r // 9, y + r // 6), fill=_colour(random, 0, 90))
        draw.arc((x - r // 2, y + r // 5, x + r // 2, y + int(0.9 * r)), 20, 160, fill=_colour(random, 60, 160), width=4)
    return picture


def city(random, size):
    """Houses with windows before a sky."""
    width, height = size
    picture = _gradient(random, size)
    draw = ImageDraw.Draw(picture)
    x = -random.randrange(60)
    while x < width:
        w, top = random.randrange(30, 140), random.randrange(height // 8, height - 60)
        draw.rectangle((x, top, x + w, height), fill=_colour(random, 20, 200))
        window, gap = random.randrange(5, 16), random.randrange(4, 12)
        light = _colour(random, 100, 256)
        for wy in range(top + gap, height - window, window + gap):
            for wx in range(x + gap, x + w - window, window + gap):
                if random.random() < 0.6:
                    draw.rectangle((wx, wy, wx + window, wy + window), fill=light)
        x += w + random.randrange(0, 20)
    return picture


def plasma(random, size):
    """Noise of several octaves, as clouds, walls and grass have."""
    picture = _noise(random, size, 2)
    share = 0.5
    for octave in range(2, random.randrange(4, 8)):
        picture = Image.blend(picture, _noise(random, size, 2 ** octave), share)
        share *= random.uniform(0.6, 0.95)
    return picture


def shapes(random, size):
    width, height = size
    picture = Image.new("RGB", size, _colour(random)) if random.random() < 0.5 else _gradient(random, size)
    draw = ImageDraw.Draw(picture)
    for _ in range(random.randrange(3, 40)):
        x, y = random.randrange(width), random.randrange(height)
        w, h = random.randrange(10, width // 2), random.randrange(10, height // 2)
        box, fill = (x - w // 2, y - h // 2, x + w // 2, y + h // 2), _colour(random, 0, 256)
        random.choice([draw.ellipse, draw.rectangle])(box, fill=fill)
    return picture


def text(random, size):
    """A page, a message, a screen full of lines."""
    width, height = size
    dark = random.random() < 0.3
    picture = Image.new("RGB", size, _colour(random, 0, 50) if dark else _colour(random, 215, 256))
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default()
    ink = (230, 230, 230) if dark else (30, 30, 30)
    y, scale = random.randrange(5, 60), random.choice([1, 1, 2, 3])
    while y < height - 10:
        letters = "".join(random.choice("abcdefghijklmnopqrstuvwxyz    ") for _ in range(random.randrange(0, 90)))
        line = Image.new("L", (6 * len(letters) + 1, 11))
        ImageDraw.Draw(line).text((0, 0), letters, fill=255, font=font)
        line = line.resize((line.width * scale, line.height * scale))
        picture.paste(ink, (20, y), line)
        y += 14 * scale + random.choice([0, 0, 0, 10])
    return picture


def screen(random, size):
    """A list in an application: bar, rows, round pictures, buttons."""
    width, height = size
    picture = Image.new("RGB", size, random.choice([(255, 255, 255), (18, 18, 18), (240, 240, 245)]))
    draw = ImageDraw.Draw(picture)
    bar = random.randrange(30, 90)
    draw.rectangle((0, 0, width, bar), fill=_colour(random))
    row = random.randrange(40, 110)
    for y in range(bar + 8, height, row):
        r = row // 3
        draw.ellipse((12, y, 12 + 2 * r, y + 2 * r), fill=_colour(random))
        for line in range(random.randrange(1, 3)):
            length = random.randrange(width // 5, 3 * width // 4)
            draw.rectangle((24 + 2 * r, y + 4 + 16 * line, 24 + 2 * r + length, y + 12 + 16 * line), fill=_colour(random, 90, 180))
    if random.random() < 0.5:
        draw.ellipse((width - 90, height - 90, width - 30, height - 30), fill=_colour(random))
    return picture


def chart(random, size):
    width, height = size
    picture = Image.new("RGB", size, (255, 255, 255))
    draw = ImageDraw.Draw(picture)
    bars = random.randrange(3, 30)
    step = (width - 40) / bars
    for i in range(bars):
        top = random.randrange(20, height - 30)
        draw.rectangle((20 + i * step, top, 20 + (i + 0.8) * step, height - 20), fill=_colour(random))
    draw.line([(random.randrange(width), random.randrange(height)) for _ in range(random.randrange(2, 12))], fill=(0, 0, 0), width=3)
    return picture


def food(random, size):
    """A plate from above with round things on it, on a table."""
    width, height = size
    picture = _noise(random, size, random.randrange(8, 30)).filter(ImageFilter.GaussianBlur(2))
    picture = Image.blend(picture, Image.new("RGB", size, _colour(random, 60, 200)), 0.6)
    draw = ImageDraw.Draw(picture)
    x, y, r = width // 2 + random.randrange(-60, 60), height // 2 + random.randrange(-60, 60), min(size) * random.randrange(25, 46) // 100
    draw.ellipse((x - r, y - r, x + r, y + r), fill=_colour(random, 180, 256))
    for _ in range(random.randrange(3, 25)):
        px, py, pr = x + random.randrange(-r // 2, r // 2), y + random.randrange(-r // 2, r // 2), random.randrange(5, r // 3)
        draw.ellipse((px - pr, py - pr, px + pr, py + pr), fill=_colour(random))
    return picture


# What photos are mostly of comes more often.
KINDS = [landscape, landscape, landscape, portrait, portrait, city, city, plasma, plasma, shapes, text, screen, chart, food, food]


def scene(number, size=None):
    """The picture of this number; the same, always."""
    random = Random(f"petze scene {number}")
    kind = random.choice(KINDS)
    size = size or random.choice(SIZES)
    picture = kind(random, size)
    if random.random() < 0.7:
        picture = _grain(random, picture, random.uniform(0.02, 0.15))
    return picture
