"""What the seals say: the keys in use, the latest seals, and the proof that a case stands in one."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connections
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from workflows.journal.seals import keys as files
from workflows.journal.seals.merkle import Path, Tree
from workflows.journal.seals.models import CounterSignature, Seal, SealKey, SealLeaf
from workflows.journal.seals.statement import Leaf
from workflows.journal.seals.suites import provider_of

_AS_SEALED = """
SELECT DISTINCT ON (l.place) l.place, l.registered, l.case_id, l.seq, l.head
  FROM workflows_sealleaf l
 WHERE l.district_id = %s AND l.seal_id <= %s
 ORDER BY l.place, l.seal_id DESC
"""


@dataclass(frozen=True, slots=True)
class ShownSeal:
    """A seal as a page shows it: whether its signatures hold, and whether a second district has signed."""

    seal: Seal
    countersignature: CounterSignature | None
    is_signed: bool
    is_countersigned: bool

    @property
    def root(self) -> str:
        """The root in hexadecimal."""
        return bytes(self.seal.root).hex()


def all_keys(using: str = "audit") -> QuerySet[SealKey]:
    """Every public key, by district and number."""
    return SealKey.objects.using(using).select_related("district").order_by("district__code", "number")


def keys_in_use(using: str = "audit") -> list[SealKey]:
    """The latest key of each district, by the district's code."""
    latest = Window(RowNumber(), partition_by=F("district"), order_by=F("number").desc())
    return list(all_keys(using).annotate(place=latest).filter(place=1))


def seals(using: str = "audit") -> QuerySet[Seal]:
    """Every seal with who signed and countersigned it, the latest first."""
    joined = Seal.objects.using(using).select_related("key__district", "countersignature__key__district")
    return joined.order_by("-number")


def without_countersignature(using: str = "audit") -> QuerySet[Seal]:
    """The seals that only one district has signed, oldest first."""
    return seals(using).filter(countersignature=None).order_by("number")


def shown(found: Iterable[Seal]) -> list[ShownSeal]:
    """Return seals with what their signatures are worth, reckoned anew."""
    return [_shown(seal) for seal in found]


def _shown(seal: Seal) -> ShownSeal:
    second: CounterSignature | None = getattr(seal, "countersignature", None)
    return ShownSeal(seal, second, is_signed(seal), bool(second and is_countersigned(seal, second)))


def is_signed(seal: Seal) -> bool:
    """Tell whether the first signature is over what the seal says."""
    signature, signed = bytes(seal.signature), seal.statement().signed()
    return provider_of(seal.key.suite).is_signed(bytes(seal.key.public), signature, signed)


def is_countersigned(seal: Seal, second: CounterSignature) -> bool:
    """Tell whether the second signature is another district's, over what the seal says and its first signature."""
    signed = seal.statement().countersigned(bytes(seal.signature))
    is_elsewhere = second.key.district_id != seal.key.district_id
    return is_elsewhere and provider_of(second.key.suite).is_signed(
        bytes(second.key.public), bytes(second.signature), signed
    )


def proof_of(case: int, using: str = "audit") -> dict[str, Any] | None:
    """The proof that a case stood in a sealed root: the latest of its leaves and the first seal that has it.

    Reads every leaf of the case's district. None while the case is in no seal.
    """
    leaf = SealLeaf.objects.using(using).filter(case_id=case).order_by("-seal_id").first()
    if leaf is None:
        return None
    seal = seals(using).get(number=leaf.seal_id)
    code = leaf.district.code
    tree = _tree(code, leaf.district_id, seal, using)
    second: CounterSignature | None = getattr(seal, "countersignature", None)
    own = Leaf(code, leaf.place, bytes(leaf.registered).hex(), case, leaf.seq, bytes(leaf.head).hex())
    return {
        "leaf": asdict(own),
        "path": _written(tree.path(leaf.place - 1)),
        "statement": asdict(seal.statement()),
        "signature": bytes(seal.signature).hex(),
        "countersignature": second
        and {"key": [second.key.district.code, second.key.number], "signature": bytes(second.signature).hex()},
        "keys": files.as_published(all_keys(using)),
    }


def _tree(code: str, district: int, seal: Seal, using: str) -> Tree:
    hash_ = provider_of(seal.suite).hash
    tree = Tree(hash_)
    with connections[using].cursor() as cursor:
        cursor.execute(_AS_SEALED, [district, seal.number])
        for place, registered, case, seq, head in cursor:
            leaf = Leaf(code, place, bytes(registered).hex(), case, seq, bytes(head).hex())
            tree.put(place - 1, leaf.hashed(hash_))
    return tree


def _written(path: Path) -> list[list[str]]:
    return [[side, neighbour.hex()] for side, neighbour in path]
