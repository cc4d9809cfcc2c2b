"""Imports ten million invented networks with petze data, and looks addresses up: time and size.

    python3 bench/data_import.py build/release/petze [NUMBER]

Two forms: a table of origin AS (iptoasn) and registry objects (RPSL), each of NUMBER networks, an eighth of them IPv6.
"""
import pathlib, random, subprocess, sys, tempfile, time


def networks(number):
    """Blocks one behind the other, a few of them inside others, as registries have them."""
    seed = random.Random(1)
    address = 1 << 24
    for i in range(number - number // 8):
        size = 1 << seed.choice((5, 6, 7, 8, 8, 8, 8))
        yield f"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}", address + size - 1
        address += size if i % 8 else 0
        address = address if address < 223 << 24 else 1 << 24


def last_v4(value):
    return f"{value >> 24}.{value >> 16 & 255}.{value >> 8 & 255}.{value & 255}"


def write_table(path, number):
    with open(path, "w") as out:
        for i, (first, last) in enumerate(networks(number)):
            out.write(f"{first}\t{last_v4(last)}\t{i % 70000 + 1}\tDE\tEXAMPLE-{i % 70000} Invented Networks {i % 70000}\n")
        for i in range(number // 8):
            block = f"2a{i >> 16:02x}:{i & 0xffff:x}"
            out.write(f"{block}::\t{block}:ffff:ffff:ffff:ffff:ffff:ffff\t{i % 70000 + 1}\tDE\tEXAMPLE-{i % 70000}\n")


def write_objects(path, number):
    with open(path, "w") as out:
        for i, (first, last) in enumerate(networks(number)):
            out.write(f"inetnum:        {first} - {last_v4(last)}\nnetname:        EXAMPLE-{i % 3000000}\n"
                      f"descr:          Invented Holder {i % 1000000}\ndescr:          Example Road 1\ncountry:        DE\n"
                      f"admin-c:        XX1-EXAMPLE\ntech-c:         XX1-EXAMPLE\nstatus:         ASSIGNED PA\n"
                      f"mnt-by:         EXAMPLE-MNT\nlast-modified:  2014-07-20T01:02:03Z\nsource:         RIPE\n\n")
        for i in range(number // 8):
            out.write(f"inet6num:       2a{i >> 16:02x}:{i & 0xffff:x}::/32\nnetname:        EXAMPLE6-{i}\n"
                      f"descr:          Invented Holder {i % 1000000}\ncountry:        DE\nstatus:         ASSIGNED\n"
                      f"mnt-by:         EXAMPLE-MNT\nsource:         RIPE\n\n")


def main():
    petze = pathlib.Path(sys.argv[1]).resolve()
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000
    for form, write in (("iptoasn", write_table), ("rpsl", write_objects)):
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder) / f"{form}-20140721.txt"
            write(source, number)
            begin = time.monotonic()
            subprocess.run([petze, "data", "import", source, "--data", folder], check=True)
            seconds = time.monotonic() - begin
            index = (pathlib.Path(folder) / "attribution.petze").stat().st_size
            print(f"{form}: {number} networks out of {source.stat().st_size / 1e6:.0f} MB in {seconds:.1f} s, "
                  f"index {index / 1e6:.0f} MB")


main()
