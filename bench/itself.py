#!/usr/bin/env python3
"""Petze beside itself: with a profile and without, on two threads and on one, and how long it takes to start.

    itself.py FOLDER [--petze build/release/petze] [--runs 5] [profile threads start]

FOLDER holds the captures of bench/README.md. Runs take turns; what is printed are Markdown tables of medians (min–max) of ratios, of CPU
seconds with a profile and of wall time on threads, and milliseconds of wall time for the start. Profiles are invented, the same each time.
"""
import argparse, os, pathlib, random, shutil, statistics, subprocess, sys, tempfile, time

from compare import measured

START_BYTES = 10_240  # of a capture


def words(choose, letters):
    text = ""
    while len(text) < letters:
        text += "".join(choose.choices("abcdefghijklmnopqrstuvwxyz", k=choose.randrange(2, 10))) + " "
    return text.strip()


def number(choose):
    return "+4930231" + "".join(choose.choices("0123456789", k=5))


def write_profile(folder, name, identifiers, contacts, messages):
    """A profile of so many invented values of each kind."""
    choose = random.Random(name)
    kinds = {"imei": lambda: "35" + "".join(choose.choices("0123456789", k=13)), "phone_number": lambda: number(choose),
             "mac": lambda: ":".join(f"{choose.randrange(256):02x}" for _ in range(6)),
             "email": lambda: words(choose, 8).replace(" ", "") + "@mail.example", "serial": lambda: words(choose, 10).replace(" ", "")}
    lines = ["[identifiers]"]
    for i, (kind, make) in enumerate(kinds.items()):
        values = [f'"{make()}"' for _ in range(i, identifiers, len(kinds))]
        lines.append(f"{kind} = [{', '.join(values)}]")
    if contacts or messages:
        (folder / f"{name}.vcf").write_text("".join(
            f"BEGIN:VCARD\nVERSION:3.0\nFN:Invented {words(choose, 6).title()}\nTEL:{number(choose)}\n"
            f"EMAIL:{words(choose, 8).replace(' ', '')}@mail.example\nEND:VCARD\n" for _ in range(contacts)))
        (folder / f"{name}.xml").write_text('<?xml version="1.0"?><smses>' + "".join(
            f'<sms address="{number(choose)}" date="1700000000000" type="1" body="{words(choose, 80)}"/>' for _ in range(messages)) + "</smses>")
        lines += ["[data]", f'contacts = ["{name}.vcf"]', f'messages = ["{name}.xml"]']
    file = folder / f"{name}.toml"
    file.write_text("\n".join(lines) + "\n")
    return str(file)


def told(values, digits=2):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def wall(command):
    begin = time.monotonic()
    if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE).returncode != 0:
        sys.exit(f"{' '.join(command)} failed")
    return time.monotonic() - begin


def beginning(folder, made):
    """A capture of a few kilobytes."""
    capture = made / "start.pcap"
    with open(folder / "w2.pcap", "rb") as whole:
        capture.write_bytes(whole.read(START_BYTES))
    return str(capture)


def profile(petze, folder, made, runs):
    capture = folder / "w2.pcap"
    plain = [petze, "events", str(capture), "--threads", "1"]
    profiles = {"1,000 identifiers": write_profile(made, "identifiers", 1000, 0, 0),
                "10 identifiers, 90 contacts, 900 messages": write_profile(made, "mixed", 10, 90, 900)}
    ratios = {name: ([], []) for name in profiles}
    for file in profiles.values():
        wall([petze, "events", beginning(folder, made), "--profile", file])
    for _ in range(runs):
        base = measured(plain)[0]
        for name, file in profiles.items():
            for options, values in zip((["--no-cache"], []), ratios[name]):
                values.append(measured([*plain, "--profile", file, *options])[0] / base)
    print("| profile | CPU on w2, compiled anew / without | kept from before / without |\n|---|---|---|")
    for name, (anew, kept) in ratios.items():
        print(f"| {name} | {told(anew)} | {told(kept)} |")


def threads(petze, folder, made, runs):
    print("| workload | Petze | one / two |\n|---|---|---|")
    for name in ("w1", "w2", "w4", "w5"):
        capture, keys = folder / f"{name}.pcap", folder / f"{name}.keys"
        for mode, options in {"all events": [], "stats alone": ["--types", "stats"]}.items():
            command = [petze, "events", str(capture), *(["--keys", str(keys)] if keys.exists() else []), *options, "--threads"]
            if capture.exists():
                print(f"| {name} | {mode} | {told([wall([*command, '1']) / wall([*command, '2']) for _ in range(runs)])} |", flush=True)


def start(petze, folder, made, runs):
    capture, out = beginning(folder, made), str(made / "report")
    analyze = [petze, "analyze", capture, "--out", out, "--quiet"]
    many = [*analyze, "--profile", write_profile(made, "many", 10, 1000, 1000)]
    wall(many)
    commands = {"`petze --version`": [petze, "--version"], "`petze events`, a capture of 10 kB": [petze, "events", capture],
                "`petze analyze` of it": analyze,
                "the same with 1,000 contacts and 1,000 messages": [*many, "--no-cache"], "the same again": many}
    print("| | ms |\n|---|---|")
    for name, command in commands.items():
        times = []
        for _ in range(runs):
            shutil.rmtree(out, ignore_errors=True)
            times.append(1000 * wall(command))
        print(f"| {name} | {told(times, 0)} |", flush=True)


def main():
    tables = {"profile": profile, "threads": threads, "start": start}
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("tables", nargs="*", default=list(tables), metavar="TABLE", help="profile, threads, start")
    arguments.add_argument("--petze", default="build/release/petze")
    arguments.add_argument("--runs", type=int, default=5)
    a = arguments.parse_intermixed_args()
    if unknown := set(a.tables) - set(tables):
        arguments.error(f"no such table: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as made:
        os.environ["XDG_CACHE_HOME"] = made
        for name in a.tables:
            tables[name](a.petze, a.folder, pathlib.Path(made), a.runs)
            print()


if __name__ == "__main__":
    main()
