"""Fills a database with the made-up corridor and its first and last scene, on a clock that then runs on by itself.

``python -m tests.e2e.corridor FOLDER`` is a process of its own, under the product's settings: the tests' own keep no
files. FOLDER receives the accounts.
"""

import os
import sys
from pathlib import Path

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    # Everything below needs models, and models need the settings.
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils.timezone import now  # noqa: PLC0415
    from django.utils.translation import override  # noqa: PLC0415

    from approvals.demo.extracts import note_extracts  # noqa: PLC0415
    from approvals.demo.rules import put_in_force  # noqa: PLC0415
    from approvals.demo.seeds import set_up  # noqa: PLC0415
    from approvals.demo.story import SCENES  # noqa: PLC0415
    from approvals.demo.teller import Teller  # noqa: PLC0415
    from workflows.engine.models import SimulatedClock  # noqa: PLC0415
    from workflows.engine.once import work_once  # noqa: PLC0415

    with override("zh-hans"):
        set_up(Path(sys.argv[1]))
        call_command("make_test_ca", verbosity=0)
        note_extracts()
        put_in_force()
        teller = Teller(say=lambda _sentence: None, work=lambda: None)
        for scene in (SCENES[0], SCENES[-1]):
            scene(teller)
            # Once after each scene: what an act makes of itself may come late, and starting the worker takes its time.
            assert work_once().is_clean
    SimulatedClock.objects.using("owner").update(instant=teller.now, running_since=now())


if __name__ == "__main__":
    main()
