"""What the frame of every page shows: where one can go, as whom, and how the page is displayed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from config.display import chosen
from config.reader import CLERKS, RULERS, posts_of
from workflows.engine.present import present
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Post
from workflows.organisation.queries import lent_to

THEMES = (
    ("light", pgettext_lazy("colours", "Light")),
    ("dark", pgettext_lazy("colours", "Dark")),
    ("auto", pgettext_lazy("colours", "As the device")),
)


_PLACES = "offices:places"
_CONFIRM = ("offices:proposals", _("Second pair of eyes"))
_OFFICES: Mapping[PostRole, Sequence[tuple[str, Promise]]] = {
    PostRole.SYSTEM_ADMIN: [
        ("offices:accounts", _("Accounts")),
        (_PLACES, _("Districts and desks")),
        ("offices:follow_ups", _("Given up")),
        _CONFIRM,
    ],
    PostRole.SECURITY_ADMIN: [
        ("offices:posts", _("Posts")),
        ("offices:deputies", _("Deputies")),
        ("offices:entrustments", _("Entrustments")),
        _CONFIRM,
    ],
    PostRole.AUDIT_ADMIN: [
        ("offices:administration", _("Administrative log")),
        ("audit:seals", _("Daily seals")),
        ("audit:access", _("Who looked at personal data")),
        ("audit:erasures", _("Erasures")),
    ],
}
"""What each administrator is offered."""


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation."""

    address: str
    words: str | Promise
    is_current: bool


class Frame:
    """The frame of one request; what needs the database is read only where a page shows it."""

    themes = THEMES

    def __init__(self, request: HttpRequest) -> None:
        """Remember whose page it is."""
        self._request = request
        self.helpline = settings.HELPLINE
        self.theme = chosen(request, "theme")
        self.size = chosen(request, "size")
        self.keys = chosen(request, "keys")

    @property
    def held(self) -> list[Post]:
        """The posts the reader holds today."""
        return posts_of(self._request)

    @cached_property
    def roles(self) -> frozenset[str]:
        """What the reader is, anywhere."""
        return frozenset(post.role for post in self.held)

    @property
    def is_staff(self) -> bool:
        """Whether the reader holds a post."""
        return bool(self.held)

    @property
    def works_at_a_desk(self) -> bool:
        """Whether the reader holds a post at a desk, and so can be stood in for."""
        return any(post.desk_id for post in self.held)

    @cached_property
    def stands_in_for(self) -> list[str]:
        """Whom the reader stands in for today, each with the post in words."""
        user = getattr(self._request, "user", None)
        # What is asked with the posts says whether there is anything to ask.
        if user is None or not any(getattr(post, "stands_in", False) for post in self.held):
            return []
        lent = lent_to(user.pk, localdate(present())).select_related("post__person", "post__desk__district")
        return [
            gettext("for %(name)s: %(post)s") % {"name": e.post.person.name, "post": _post_said(e.post)} for e in lent
        ]

    @property
    def posts(self) -> list[str]:
        """The posts in words: district, desk and role."""
        return [_post_said(post) for post in self.held]

    @property
    def room(self) -> str:
        """The name of the part of the site, beside the product's."""
        namespace = self._namespace
        rooms = {"desks": gettext("Desk"), "studio": gettext("Standards"), "offices": gettext("Offices")}
        return rooms.get(namespace, "")

    @property
    def _namespace(self) -> str:
        match = self._request.resolver_match
        return (match.namespace if match else "").split(":")[0]

    @property
    def links(self) -> list[Link]:
        """Where the reader can go, by what they are; a room whose address is not there is not offered."""
        here = self._request.path
        found = [(address, words) for name, words in self._offers() if (address := address_of(name))]
        current = max((address for address, _words in found if here.startswith(address)), key=len, default="")
        return [Link(address, words, address == current) for address, words in found]

    def _offers(self) -> list[tuple[str, str | Promise]]:
        user = getattr(self._request, "user", None)
        offers: list[tuple[str, str | Promise]] = []
        if self.roles & CLERKS:
            offers += [("desks:queue", _("Queue")), ("licences:list", _("Licences"))]
        if self.roles & RULERS:
            offers.append(("studio:standards", _("Standards")))
        offers += [offer for role, offers_of in _OFFICES.items() if role in self.roles for offer in offers_of]
        if not self.is_staff:
            offers.append(("portal:catalogue", _("Services")))
            if user is not None and user.is_authenticated:
                offers += [("portal:cases", _("My cases")), ("licences:list", _("My licences"))]
        return offers


def address_of(name: str) -> str:
    """The address of a page by name; empty where an installation leaves its room out."""
    try:
        return reverse(name, args=["districts"] if name == _PLACES else None)
    except NoReverseMatch:
        return ""


def _post_said(post: Post) -> str:
    chinese = (get_language() or "zh").startswith("zh")
    role = PostRole(post.role).label
    if post.desk is None:
        return str(role)
    desk = post.desk
    district, name = (desk.district.name, desk.name) if chinese else (desk.district.name_en, desk.name_en)
    named = [name] if district in name else [district, name]
    return " · ".join([*named, str(role)])


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Give every template its frame."""
    return {"frame": Frame(request)}
