"""What was measured, for people."""

from collections import Counter
from typing import TYPE_CHECKING, Callable, Iterable

from wrappings import MISSING

if TYPE_CHECKING:
    from measure import Cell, Measured

_HEAD = """# Disguises: recall and precision

Made by `bench/disguises/measure.py --table docs/disguises.md`; not written by hand. An invented person's values are leaked in every disguise by every
transport that can carry it, through real clients and servers; Petze then reads what was recorded. The disguises are made by python's own libraries (hashlib,
base64, zipfile, sqlite3, plistlib, email, …) and Debian's (msgpack, cbor2, bson, brotli, lz4, snappy, cryptography); framing of Protocol Buffers, Thrift,
WebSocket, MQTT and DNS is written by their standards. Between client and server stands a relay that passes on every byte and writes it down as packets;
the packets' headers are its own.

A cell says `found/sent`. Found means that Petze names the right item, with the right kind of match, for that very request or connection.
"""


def _counts(cells: "Iterable[Cell]") -> str:
    cells = list(cells)
    return f"{sum(cell.found for cell in cells)}/{len(cells)}" if cells else ""


def _grid(cells: "list[Cell]", row: "Callable[[Cell], str]", column: "Callable[[Cell], str]") -> str:
    rows, columns = (list(dict.fromkeys(map(key, cells))) for key in (row, column))
    lines = ["| | " + " | ".join(columns) + " | all |", "|---" * (len(columns) + 2) + "|"]
    sorted_cells: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        sorted_cells.setdefault((row(cell), column(cell)), []).append(cell)
    for name in rows:
        of_row = [sorted_cells.get((name, other), []) for other in columns]
        lines.append(f"| {name} | " + " | ".join(map(_counts, of_row)) + f" | {_counts(sum(of_row, []))} |")
    return "\n".join(lines)


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def summary(measured: "Measured") -> str:
    """Two lines."""
    cells = measured.cells
    lines = [f"recall    {measured.recall():.4f}  ({_counts(cells)} leaks, {len({(c.leak.value.kind, c.leak.family, c.leak.disguise) for c in cells})} "
             f"values in disguise, {len({c.transport for c in cells})} transports, {_size(measured.wire_bytes)} on the wire)",
             f"precision {measured.precision():.4f}  ({len(measured.false)} false of {measured.findings} findings; {_size(measured.decoy_bytes)} of decoys)"]
    if measured.subset:
        lines.append("a subset: each value in each disguise by one transport, few decoys; without --subset all of it")
    if MISSING:
        lines.append("not measured, since not installed: " + ", ".join(sorted(set(MISSING))))
    return "\n".join(lines)


def misses(measured: "Measured") -> list[str]:
    """What was not found, by value and disguise."""
    missed, sent = Counter(), Counter()  # type: ignore[var-annotated]
    by: dict[tuple[str, str, str], list[str]] = {}
    for cell in measured.cells:
        key = (cell.leak.family, cell.leak.disguise, cell.leak.value.kind)
        sent[key] += 1
        if not cell.found:
            missed[key] += 1
            by.setdefault(key, []).append(cell.transport)
    return [f"{family}: {disguise}: {kind}: {count} of {sent[family, disguise, kind]} ({', '.join(by[family, disguise, kind])})"
            for (family, disguise, kind), count in missed.items()]


def page(measured: "Measured") -> str:
    """docs/disguises.md."""
    cells, families = measured.cells, list(dict.fromkeys(cell.leak.family for cell in measured.cells))
    parts = [_HEAD, "```\n" + summary(measured) + "\n```\n",
             "Decoys are other people's numbers, near misses of the person's own values (one character changed, two turned round, one missing, some more), "
             "hashes of these, random bytes, digits, hex and base64, and other pictures.\n", "## Values and families of disguises\n",
             _grid(cells, lambda cell: cell.leak.value.kind, lambda cell: cell.leak.family) + "\n", "## Disguises and transports\n"]
    for family in families:
        of_family = [cell for cell in cells if cell.leak.family == family]
        parts += [f"### {family[0].upper()}{family[1:]}\n", _grid(of_family, lambda cell: cell.leak.disguise, lambda cell: cell.transport) + "\n"]
    missed = misses(measured)
    parts += ["## Not found\n", "\n".join(f"- {miss}" for miss in missed) + "\n" if missed else "Nothing.\n"]
    return "\n".join(parts)
