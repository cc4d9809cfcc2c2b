#!/usr/bin/env python3
"""Plays every story, lets Petze judge the recording, and compares with what an expert said before.

    check.py [--petze BINARY] [--table FILE] [--keep DIR] [--only PART]

Fails where of verdicts with a confidence of 0.9 or more fewer than 95 % agree. --table writes docs/scenarios.md."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE), str(_HERE.parent / "recording")]

import person  # noqa: E402
import stories_in_order  # noqa: E402, F401
import stories_of_concern  # noqa: E402, F401
from phone import ADDRESS, DAY, Phone  # noqa: E402
from story import STORIES, Expected, Story  # noqa: E402

SURE, LEAST_AGREEMENT = 0.9, 0.95


@dataclass
class Judged:
    story: Story
    expected: Expected
    verdict: str
    confidence: float
    because: list[str]

    @property
    def agrees(self) -> bool:
        return self.verdict == self.expected.verdict


def play(story: Story, folder: Path, petze: str) -> list[Judged]:
    folder.mkdir(parents=True, exist_ok=True)
    phone = Phone(folder)
    story.play(phone)
    phone.close()
    profile = folder / "profile.toml"
    profile.write_text(person.profile(story.consent, story.used, ADDRESS, DAY.date().isoformat()))
    done = subprocess.run([petze, "events", "--quiet", "--types", "verdict", "--profile", profile, "--keys", phone.keys, phone.capture],
                          capture_output=True, check=True)
    verdicts = {one["endpoint"]: one for one in (json.loads(line)["verdict"] for line in done.stdout.splitlines())}
    missing = {"verdict": "(no such receiver)", "confidence": 1.0, "because": []}
    return [Judged(story, expected, *(verdicts.get(expected.receiver, missing)[key] for key in ("verdict", "confidence", "because")))
            for expected in story.expected]


def table(all_judged: list[Judged], sure: list[Judged]) -> str:
    agree, agree_sure = (sum(one.agrees for one in some) for some in (all_judged, sure))
    out = [f"""# Scenarios: Petze's verdicts beside an expert's

{len(STORIES)} scripted phones, played over real sockets by `tests/scenarios/check.py` and recorded by a relay between client and server; the
clock of the day is scripted. The phones, their owner and most receivers are invented; hosts of makers and networks appear under
documentation addresses. What an expert would call each transfer, and why, was written before the rules met the stories.

Of {len(all_judged)} verdicts {agree} agree. Of the {len(sure)} with a confidence of {SURE} or more, {agree_sure} do. Where they do not, the row says so: it is
either the expert's word against a rule's, or a rule that is still missing.

| story | receiver | expert | Petze | confidence | the expert's reason |
|---|---|---|---|---|---|"""]
    for one in all_judged:
        said = one.verdict if one.agrees else f"**{one.verdict}**"
        out.append(f"| {one.story.name} | {one.expected.receiver} | {one.expected.verdict} | {said} | {one.confidence:.2f} | {one.expected.why} |")
    return "\n".join(out) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--petze", default=os.environ.get("PETZE", "build/release/petze"))
    parser.add_argument("--table", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", default="", help="only stories whose names have this in them")
    options = parser.parse_args()
    judged: list[Judged] = []
    with tempfile.TemporaryDirectory(prefix="petze-scenarios-") as folder:
        for number, story in enumerate(STORIES):
            if options.only not in story.name:
                continue
            for one in play(story, (options.keep or Path(folder)) / f"{number:02}", options.petze):
                judged.append(one)
                print(f"{'  ' if one.agrees else '! '}{story.name}: {one.verdict} {one.confidence:.2f}"
                      + ("" if one.agrees else f", where an expert says {one.expected.verdict}"), flush=True)
                for reason in [] if one.agrees else one.because:
                    print(f"      {reason}")
    sure = [one for one in judged if one.confidence >= SURE]
    if options.table:
        options.table.write_text(table(judged, sure))
    agree = sum(one.agrees for one in sure)
    print(f"{sum(one.agrees for one in judged)} of {len(judged)} agree; of {len(sure)} that are sure, {agree}")
    return 0 if agree >= LEAST_AGREEMENT * len(sure) else 1


if __name__ == "__main__":
    sys.exit(main())
