"""How often Petze knows a photo again, and how often it takes another picture for one. Invents photos for a profile, sends
what may become of them on their way, and pictures that have nothing to do with them, through Petze itself:

    /usr/bin/python3 bench/photos.py [PETZE] [--photos 60] [--others 2000]

Needs Debian's python3-pil. What it printed stands in docs/photos.md."""
import argparse, collections, io, json, pathlib, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "tests" / "photos"), str(ROOT / "tests" / "end_to_end")]
sys.dont_write_bytecode = True
from PIL import Image, ImageOps
from photos_test import capture, packets, post
from scenes import scene

FIRST_PHOTO = 100_000  # numbers of scenes; the others count from 0


def encoded(picture, kind="JPEG", **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def within(picture, side):
    small = picture.copy()
    small.thumbnail((side, side))
    return small


def cropped(picture, left, top, right, bottom):
    width, height = picture.size
    return picture.crop((round(width * left), round(height * top), round(width * (1 - right)), round(height * (1 - bottom))))


VARIANTS = {
    "quality 30": lambda p: encoded(p, quality=30),
    "half the size": lambda p: encoded(p.resize((p.width // 2, p.height // 2)), quality=75),
    "thumbnail of 160": lambda p: encoded(within(p, 160), quality=75),
    "thumbnail of 96": lambda p: encoded(within(p, 96), quality=60),
    "thumbnail of 96, quality 30": lambda p: encoded(within(p, 96), quality=30),
    "square thumbnail of 96": lambda p: encoded(ImageOps.fit(p, (96, 96)), quality=70),
    "turned by 90 degrees": lambda p: encoded(p.rotate(90, expand=True), quality=70),
    "turned by 180 degrees": lambda p: encoded(p.rotate(180), quality=70),
    "turned by 270 degrees, 200": lambda p: encoded(within(p.rotate(270, expand=True), 200), quality=70),
    "mirrored": lambda p: encoded(ImageOps.mirror(p), quality=70),
    "PNG of 200": lambda p: encoded(within(p, 200), "PNG"),
    "WebP, a third, quality 40": lambda p: encoded(p.resize((p.width // 3, p.height // 3)), "WEBP", quality=40),
    "grey": lambda p: encoded(p.convert("L"), quality=60),
    "brighter": lambda p: encoded(p.point(lambda v: min(255, int(v * 1.2 + 10))), quality=80),
    "1 % cut off all around": lambda p: encoded(cropped(p, *[0.01] * 4), quality=80),
    "2 % cut off all around": lambda p: encoded(cropped(p, *[0.02] * 4), quality=80),
    "5 % cut off all around": lambda p: encoded(cropped(p, *[0.05] * 4), quality=80),
    "5 % cut off one side": lambda p: encoded(cropped(p, 0, 0, 0.05, 0), quality=80),
}


def other(number):
    """In the formats and sizes in which pictures go over the wire."""
    picture = scene(number)
    if number % 3 == 1:
        return encoded(within(picture, 96 + number % 300), "WEBP", quality=60)
    if number % 3 == 2:
        return encoded(within(picture, 96 + number % 200), "PNG")
    return encoded(picture, quality=75)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("petze", nargs="?", default=ROOT / "build" / "release" / "petze")
    parser.add_argument("--photos", type=int, default=60)
    parser.add_argument("--others", type=int, default=2000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "photos").mkdir()
        frames, meant = [], []

        def send(image, label, item):
            meant.append((label, item))
            frames.extend(packets(1024 + len(meant), 80, post(image)))

        for i in range(options.photos):
            path = folder / "photos" / f"{i:03}.jpg"
            path.write_bytes(encoded(scene(FIRST_PHOTO + i), quality=88))
            picture = Image.open(path).convert("RGB")
            for label, change in VARIANTS.items():
                send(change(picture), label, f"photos/{path.name}")
        for number in range(options.others):
            send(other(number), "other", None)
        (folder / "profile.toml").write_text('[data]\nphotos = ["photos"]\n')
        done = subprocess.run([options.petze, "events", "--profile", folder / "profile.toml", capture(folder / "a.pcap", frames)],
                              capture_output=True, check=True)
    report(options, meant, [json.loads(line) for line in done.stdout.splitlines()])


def report(options, meant, stream):
    told = collections.defaultdict(set)
    for event in stream:
        if event["event_type"] == "finding":
            told[event["src_port"] - 1025].add((event["finding"]["item"], event["finding"]["match"]))
    found, wrong, sent = collections.Counter(), [], collections.Counter()
    for i, (label, item) in enumerate(meant):
        sent[label] += 1
        found[label] += (item, "similar") in told[i]
        wrong += [(label, item, got, match) for got, match in told[i] if got != item]
    plain = sum(row["count"] for row in stream[-1]["stats"]["unread"] if row["kind"] == "photo: of the profile, too plain")
    print(f"{options.photos} photos, of which {plain} are too plain to be told from others (charts, pages of text)")
    for label in VARIANTS:
        print(f"{label:<30} known again: {found[label]} of {sent[label] - plain}")
    pairs = options.others * (options.photos - plain)
    strangers = [row for row in wrong if row[0] == "other"]
    print(f"{options.others} other pictures: {len(strangers)} taken for a photo, in {pairs} comparisons;"
          f" by the rule of three at most {3 / pairs:.1e} of comparisons (95 %)" if not strangers else f"WRONG: {strangers}")
    print(f"one photo taken for another: {len(wrong) - len(strangers)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
