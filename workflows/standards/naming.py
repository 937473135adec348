"""What a sentence calls a step or an act: its title, the reader's language first, or its key while it has none."""

from collections.abc import Mapping

from django.utils.translation import get_language

from workflows.standards.schema import Act, Step


def called(thing: Step | Act) -> str:
    """The title of a step or an act for the reader; whoever drafts may not have written it yet."""
    chinese = (get_language() or "").lower().startswith("zh")
    titles = (thing.title.zh, thing.title.en) if chinese else (thing.title.en, thing.title.zh)
    return next((title for title in titles if title.strip()), "") or (
        thing.key if isinstance(thing, Step) else thing.name
    )


def called_step(steps: Mapping[str, Step], key: str) -> str:
    """What a step is called by its key, which stays as it is written where no step has it."""
    return called(steps[key]) if key in steps else key
