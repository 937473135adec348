"""What the worker gave up after five attempts: why, and a way to have it tried again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from workflows.journal.models import Effect
from workflows.journal.queries import given_up
from workflows.journal.verbs import try_again
from workflows.offices.asking import tried
from workflows.offices.entrance import Official, only_for
from workflows.offices.tables import Cell, Deed, Row, paged
from workflows.organisation.enums import PostRole
from workflows.templatetags.look import stamp

_KINDS = {
    "papers": pgettext_lazy("effect", "Papers"),
    "licence": pgettext_lazy("effect", "Licence"),
    "notices": pgettext_lazy("effect", "Messages"),
    "children": pgettext_lazy("effect", "Cases opened for a joint case"),
    "family": pgettext_lazy("effect", "Result told to a joint case"),
    "child_filing": pgettext_lazy("effect", "Application of a case of a joint case"),
    "erase_files": pgettext_lazy("effect", "Removal of erased files"),
}
"""The kinds this house performs; another is shown by its name."""


@require_safe
@only_for(PostRole.SYSTEM_ADMIN)
def follow_ups(request: HttpRequest, official: Official) -> HttpResponse:  # noqa: ARG001 - the entrance has asked who comes
    """What was given up, the newest first, with the reason of the last failure; nothing of what a case holds."""

    def row(each: Effect) -> Row:
        deed = Deed(
            _("Try again"), reverse("offices:follow_up_again", args=[each.pk]), ask=_("Shall it be tried again?")
        )
        number = numbers.get(each.case_id, "–")
        return Row(
            [
                Cell(_KINDS.get(each.kind, each.kind), small=each.kind),
                Cell(number, is_code=True),
                Cell(stamp(localtime(each.created_at)), small=_("%(number)s attempts") % {"number": each.attempts}),
                Cell(each.error or "–"),
            ],
            [deed],
        )

    found, numbers = given_up()
    columns = [_("What was to follow"), _("Case"), pgettext_lazy("effect", "Since"), _("Reason of the last failure")]
    context = {
        "title": _("What was given up"),
        "intro": _(
            "Papers, licences and messages follow from acts. What failed five times stands here until its cause is"
            " removed and it is tried again; nothing is made twice."
        ),
        "table": paged(request, found, row, columns=columns, empty=_("Nothing was given up.")),
    }
    return render(request, "offices/list.html", context)


@require_POST
@only_for(PostRole.SYSTEM_ADMIN)
def follow_up_again(request: HttpRequest, official: Official, effect: int) -> HttpResponse:
    """Have one tried again."""
    tried(
        request,
        lambda: try_again(actor=official.person, effect=effect, now=official.now),
        _("The worker tries it again within seconds."),
    )
    return redirect("offices:follow_ups")
