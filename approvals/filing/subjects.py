"""What register extracts are about, as the key they are kept under."""

import hashlib

from workflows.organisation.codes import normalise


def person(id_type: str, id_no: str) -> str:
    """The subject of an extract about a person: a digest, so that no identity number stands in the table."""
    text = f"{id_type}:{normalise(id_no)}"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def named(name: str) -> str:
    """The subject of an extract about an enterprise that has no code yet: its name, as far as a name may reach."""
    return "".join(each for each in name if each.isprintable())[:120]
