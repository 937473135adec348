"""``python -m tests.conformance DIR [--json]``: exit 0 when nothing is wrong, 1 otherwise, 2 for another layout."""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import django

SHOWN = 20
"""Examples of what is wrong that are printed."""


def main() -> int:
    """Judge a folder and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("folder", type=Path, help="manifest.json, neutral/, truth*.jsonl.gz, walks*.jsonl.gz")
    parser.add_argument("--json", action="store_true", help="print the whole result as JSON")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.conformance.judging import judge  # noqa: PLC0415 - the engine needs the applications

    try:
        report = judge(asked.folder)
    except (OSError, ValueError, KeyError) as error:
        print(f"{asked.folder} cannot be read: {error}", file=sys.stderr)
        return 2
    totals = asdict(report.totals)
    if asked.json:
        print(json.dumps({"totals": totals, "results": [asdict(each) for each in report.results]}, ensure_ascii=False))
    else:
        print("\n".join(f"{name:<16}{value:>8}" for name, value in totals.items()))
    print("\n".join(report.examples[:SHOWN]), file=sys.stderr)
    return 1 if report.totals.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
