"""Runs the program under test and reads what it writes. PETZE names the binary."""
import json, os, pathlib, subprocess, tempfile, unittest

BINARY = os.environ.get("PETZE", "build/release/petze")
ROOT = pathlib.Path(__file__).resolve().parents[2]
CAPTURES = ROOT / "tests" / "captures"
DEMO = CAPTURES / "redmi-note.pcapng"
DEMO_PROFILE = CAPTURES / "redmi-note" / "profile.toml"


def run(*arguments, stdin=b"", env=None, timeout=120):
    """The finished process; output as bytes."""
    return subprocess.run([BINARY, *map(str, arguments)], input=stdin, capture_output=True, timeout=timeout,
                          env={**os.environ, **(env or {})})


def events(*arguments, **options):
    """The event stream of a run that must succeed."""
    done = run("events", *arguments, **options)
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode())
    return [json.loads(line) for line in done.stdout.splitlines()]


def of_type(stream, kind):
    return [event for event in stream if event["event_type"] == kind]


def named(stream):
    """The findings of what the profile names, without those that only look like personal data."""
    return [event for event in of_type(stream, "finding") if "item" in event["finding"]]


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="petze-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def analyze(self, *arguments, **options):
        """The report folder of a run that must succeed."""
        out = self.folder / "report"
        done = run("analyze", "--out", out, *arguments, **options)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return out, done.stdout.decode()
