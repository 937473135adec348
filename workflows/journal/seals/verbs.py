"""Making keys, sealing the days that are over, and countersigning them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from django.db import connections, transaction
from django.db.models import Min
from django.utils import timezone

from workflows.journal.models import CaseRegisterRow
from workflows.journal.seals import keys as files
from workflows.journal.seals.enums import Suite
from workflows.journal.seals.errors import KeyFileError, NoSuchDistrictError, NotWholeError
from workflows.journal.seals.models import CounterSignature, Seal, SealKey, SealLeaf
from workflows.journal.seals.queries import all_keys, keys_in_use, without_countersignature
from workflows.journal.seals.statement import introduction
from workflows.journal.seals.suites import provider_of
from workflows.journal.seals.taking import Taken, take
from workflows.organisation.models import District

NOTHING = b"\x00" * 32
"""What the first seal follows."""

_reports = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sealed:
    """How many seals and countersignatures one call made, and how many seals still want the second one."""

    seals: int = 0
    countersignatures: int = 0
    wanting: int = 0


def make_keys(
    *,
    now: datetime,
    districts: Collection[str] | None = None,
    rotate: bool = False,
    suite: str = Suite.SHA256_ED25519,
    using: str = "owner",
) -> list[SealKey]:
    """Give every district in force, or those named, a key where it has none; with ``rotate`` the next one.

    The private half is written beside the database (mode 0600), the public one into it; a key file that is there
    already is taken. The earlier key introduces the new one where it is on this machine. Raise NoSuchDistrictError or
    KeyFileError.
    """
    wanted = District.objects.using(using).order_by("code")
    found = list(wanted.filter(code__in=districts) if districts else wanted.filter(valid_to=None))
    for code in set(districts or ()) - {district.code for district in found}:
        raise NoSuchDistrictError(district=code)
    in_use = {key.district_id: key for key in keys_in_use(using)}
    if not in_use:
        files.begin_anew(using)
    made = []
    with transaction.atomic(using=using):
        for district in found:
            before = in_use.get(district.pk)
            if before is None or rotate:
                made.append(_make_key(district, before, suite, now, using))
    files.publish(all_keys(using), using)
    return made


def _make_key(district: District, before: SealKey | None, suite: str, now: datetime, using: str) -> SealKey:
    number = before.number + 1 if before else 1
    found = files.kept(district.code, number, using)
    if found is None:
        private = provider_of(suite).generate()
        files.keep(district.code, number, suite, private, using)
    else:
        suite, private = found
    public = provider_of(suite).public(private)
    introduced = b""
    if before and (earlier := files.private_of(before, using)):
        said = introduction(district.code, number, suite, public)
        introduced = provider_of(before.suite).sign(earlier, said)
    return SealKey.objects.using(using).create(
        district=district, number=number, suite=suite, public=public, introduced=introduced, made_at=now
    )


def seal_and_countersign(*, now: datetime, using: str = "worker") -> Sealed:
    """Seal every day that is over by ``now`` and countersign what still wants it; safe to repeat, and for two at once.

    Where a key is not on this machine somebody else signs with it. A journal that is not whole is not sealed: it is
    reported and tried again.
    """
    if not SealKey.objects.using(using).exists():
        return Sealed()
    made: list[Seal] = []
    try:
        made = seal_days(now=now, using=using)
    except (NotWholeError, KeyFileError) as refusal:
        _reports.error("seal.refused", reason=str(refusal), code=refusal.code)
    signed = countersign(now=now, using=using)
    wanting = without_countersignature(using).count()
    if wanting:
        _reports.warning("seal.not_countersigned", seals=wanting)
    return Sealed(len(made), signed, wanting)


def seal_days(*, now: datetime, using: str = "worker") -> list[Seal]:
    """Seal the days that are over and not sealed, from the first case's day on; a missed day is sealed late.

    Raise NotWholeError or KeyFileError.
    """
    made: list[Seal] = []
    with transaction.atomic(using=using):
        if not _has_turn(using):
            return made
        last = Seal.objects.using(using).select_related("key__district").order_by("-number").first()
        days = _days_over(last, now, using)
        signers = [key for key in keys_in_use(using) if files.private_of(key, using)] if days else []
        if not signers:
            return made
        suite = signers[0].suite
        signers = [key for key in signers if key.suite == suite]
        # Another hash gives other trees, so that every leaf is written once more.
        taken = take(provider_of(suite).hash, using, anew=bool(last and last.suite != suite))
        for day in days:
            last = _seal(day, _unchanged(taken) if made else taken, last, signers, now, using)
            made.append(last)
    for seal in made:
        files.note(seal.number, seal.statement().digest(provider_of(seal.suite).hash), using)
    return made


def countersign(*, now: datetime, using: str = "worker") -> int:
    """Countersign every seal that wants it and for which another district's key is on this machine; gives how many."""
    count = 0
    in_use = keys_in_use(using)
    for seal in without_countersignature(using):
        for key in _in_rotation(in_use, seal.day, after=seal.key.district_id):
            private = _usable(key, using)
            if private is None:
                continue
            signature = provider_of(key.suite).sign(private, seal.statement().countersigned(bytes(seal.signature)))
            _made, is_new = CounterSignature.objects.using(using).get_or_create(
                seal=seal, defaults={"key": key, "signature": signature, "signed_at": now}
            )
            count += is_new
            break
    return count


def _usable(key: SealKey, using: str) -> bytes | None:
    try:
        return files.private_of(key, using)
    except KeyFileError as refusal:
        _reports.error("seal.refused", reason=str(refusal), code=refusal.code)
        return None


def _has_turn(using: str) -> bool:
    """Keep two workers from sealing the same day; whoever comes second leaves it to the first."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('tongban.seal', 0))")
        return bool(cursor.fetchone() == (True,))


def _days_over(last: Seal | None, now: datetime, using: str) -> list[date]:
    yesterday = timezone.localdate(now) - timedelta(days=1)
    if last:
        first = last.day + timedelta(days=1)
    else:
        opened = CaseRegisterRow.objects.using(using).aggregate(first=Min("opened_at"))["first"]
        if opened is None:
            return []
        first = timezone.localdate(opened)
    return [first + timedelta(days=past) for past in range((yesterday - first).days + 1)]


def _seal(day: date, taken: Taken, last: Seal | None, signers: Sequence[SealKey], now: datetime, using: str) -> Seal:
    key = next(iter(_in_rotation(signers, day)))
    provider = provider_of(key.suite)
    assert taken.until  # noqa: S101 - there is a case, and every case has a row
    seal = Seal(
        number=last.number + 1 if last else 1,
        day=day,
        made_at=now,
        sealed_until=taken.until,
        suite=key.suite,
        districts=[[each.district, each.cases, each.root] for each in taken.districts],
        root=taken.root,
        previous=last.statement().digest(provider_of(last.suite).hash) if last else NOTHING,
        key=key,
    )
    private = files.private_of(key, using)
    assert private  # noqa: S101 - signers are those whose keys are here
    seal.signature = provider.sign(private, seal.statement().signed())
    seal.save(using=using, force_insert=True)
    SealLeaf.objects.using(using).bulk_create(
        (
            SealLeaf(
                district_id=district,
                place=leaf.place,
                seal=seal,
                case_id=leaf.case,
                seq=leaf.seq,
                head=bytes.fromhex(leaf.head),
                registered=bytes.fromhex(leaf.registered),
            )
            for district, leaf in taken.changed
        ),
        batch_size=2000,
    )
    return seal


def _unchanged(taken: Taken) -> Taken:
    return Taken(taken.districts, taken.root, taken.until)


def _in_rotation(keys: Sequence[SealKey], day: date, after: int | None = None) -> list[SealKey]:
    """Return the keys by the turn of the day; the districts after one that signed already, without it."""
    if not keys:
        return []
    start = day.toordinal() % len(keys)
    turned = [*keys[start:], *keys[:start]]
    if after is None:
        return turned
    place = next((n for n, key in enumerate(turned) if key.district_id == after), -1)
    return [key for key in [*turned[place + 1 :], *turned[: place + 1]] if key.district_id != after]
