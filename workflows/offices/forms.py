"""What administrators are asked."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflows.offices.tables import named
from workflows.offices.words import outcome_words
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Desk, District, Organ, Person, Post
from workflows.organisation.queries import known_outcomes


class DayInput(forms.DateInput):
    """A day, chosen from the browser's calendar."""

    input_type = "date"

    def __init__(self) -> None:
        """Write days as browsers do."""
        super().__init__(format="%Y-%m-%d")


class Day(forms.DateField):
    """A day."""

    def __init__(self, label: Any, *, required: bool = True, help_text: Any = "") -> None:
        """Ask for a day by ``label``."""
        super().__init__(
            label=label, required=required, help_text=help_text, widget=DayInput, input_formats=["%Y-%m-%d"]
        )


class LastDay(Day):
    """The last day something holds; what the records keep is the day after it."""

    def clean(self, value: Any) -> date | None:
        """Return the first day on which it holds no longer."""
        last: date | None = super().clean(value)
        return last + timedelta(days=1) if last else None


class Place(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's field takes no parameters at run time
    """One of the districts, organs or desks, by name."""

    def __init__(self, *args: Any, **more: Any) -> None:
        """Ask to choose."""
        super().__init__(*args, empty_label=_("Choose"), **more)

    def label_from_instance(self, obj: Any) -> str:
        """Name a desk with its district."""
        said = named(obj)
        return said if not isinstance(obj, Desk) or named(obj.district) in said else f"{named(obj.district)} · {said}"


class Colleague(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """One of the people, by name and user name."""

    def label_from_instance(self, obj: Person) -> str:
        """Tell people of one name apart."""
        return f"{obj.name} ({obj.username})"


class AccountForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label=_("User name"), max_length=150, help_text=_("Signs in with it; for example lw.receiver.")
    )
    name = forms.CharField(label=_("Name"), max_length=60)
    email = forms.EmailField(label=_("E-mail"), required=False)


class DistrictForm(forms.Form):
    """A new district."""

    code = forms.CharField(label=pgettext_lazy("of a district", "Code"), max_length=12)
    name = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    gb2260 = forms.RegexField(label=_("Division code (GB/T 2260)"), regex=r"^[0-9]{6}$")
    valid_from = Day(_("Opens on"))


class OrganForm(forms.Form):
    """A new organ."""

    district = Place(District.objects.none(), label=_("District"))
    uscc = forms.CharField(label=_("Unified social credit code"), max_length=30)
    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=160)
    short_name = forms.CharField(label=_("Short name, for paper numbers"), max_length=20)
    has_own_power = forms.BooleanField(
        label=_("Decides in its own name"),
        required=False,
        initial=True,
        help_text=_("Without power of its own it decides nothing unless another organ entrusts it."),
    )
    valid_from = Day(_("Opens on"))

    def __init__(self, *args: Any, day: date, **more: Any) -> None:
        """Offer what there is on a day."""
        super().__init__(*args, **more)
        _offer(self, "district", District.objects.in_force(day).order_by("code"))


class DeskForm(forms.Form):
    """A new desk."""

    district = Place(District.objects.none(), label=_("District"))
    organ = Place(Organ.objects.none(), label=_("Organ"))
    kind = forms.SlugField(
        label=pgettext_lazy("of a desk", "Kind"),
        max_length=64,
        help_text=_("As standards name it, such as WINDOW or REGISTRY."),
    )
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    valid_from = Day(_("Opens on"))

    def __init__(self, *args: Any, day: date, **more: Any) -> None:
        """Offer what there is on a day."""
        super().__init__(*args, **more)
        _offer(self, "district", District.objects.in_force(day).order_by("code"))
        _offer(self, "organ", Organ.objects.in_force(day).order_by("name"))


class ClosingForm(forms.Form):
    """The last day of something."""

    valid_to = LastDay(_("Last day"))


class SuccessionForm(ClosingForm):
    """The last day of a district, and who takes its place."""

    successor = Place(
        District.objects.none(),
        label=_("Successor"),
        required=False,
        help_text=_("From the next day on the code means this district."),
    )

    def __init__(self, *args: Any, day: date, district: District, **more: Any) -> None:
        """Offer the other districts."""
        super().__init__(*args, **more)
        _offer(self, "successor", District.objects.in_force(day).exclude(pk=district.pk).order_by("code"))


class AppointmentForm(forms.Form):
    """A post for somebody."""

    username = forms.CharField(label=_("User name"), max_length=150)
    role = forms.ChoiceField(label=_("Role"), choices=PostRole.choices)
    desk = Place(
        Desk.objects.none(),
        label=_("Desk"),
        required=False,
        help_text=_("Clerks stand at a desk; administrators and posts of the corridor do not."),
    )
    valid_from = Day(_("First day"))
    valid_to = LastDay(_("Last day"), required=False, help_text=_("Empty: until it is ended."))

    def __init__(self, *args: Any, day: date, **more: Any) -> None:
        """Offer what there is on a day."""
        super().__init__(*args, **more)
        desks = Desk.objects.in_force(day).select_related("district").order_by("district__code", "kind")
        _offer(self, "desk", desks)

    def clean_username(self) -> Person:
        """Return the person."""
        found = Person.objects.filter(username=self.cleaned_data["username"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has this user name; the system administrator makes accounts."))
        return found


class EntrustmentForm(forms.Form):
    """A document by which one organ acts for another."""

    issuer = Place(Organ.objects.none(), label=_("Entrusting organ"))
    handler = Place(Organ.objects.none(), label=_("Handling organ"))
    sealer = Place(
        Organ.objects.none(),
        label=_("Sealing organ"),
        required=False,
        help_text=_("Empty: the seal of the entrusting organ."),
    )
    document = forms.CharField(label=_("Document"), max_length=80)
    valid_from = Day(_("First day"))
    valid_to = LastDay(_("Last day"), required=False, help_text=_("Empty: until it is ended."))

    def __init__(self, *args: Any, day: date, **more: Any) -> None:
        """Offer the organs there are on a day."""
        super().__init__(*args, **more)
        for name in ("issuer", "handler", "sealer"):
            _offer(self, name, Organ.objects.in_force(day).order_by("name"))


class HeldPost(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """One of the posts, by its holder, desk and role."""

    def label_from_instance(self, obj: Post) -> str:
        """Say whose post it is, and where."""
        desk = named(obj.desk) if obj.desk else ""
        return " · ".join([obj.person.name, desk, str(PostRole(obj.role).label)])


class DeputyForm(forms.Form):
    """Who stands in at which post, when, and what is left to the holder."""

    post = HeldPost(Post.objects.none(), label=_("Whose work"), empty_label=_("Choose"))
    deputy = Colleague(Person.objects.none(), label=_("Deputy"), empty_label=_("Choose"))
    valid_from = Day(_("First day"))
    valid_to = LastDay(_("Last day"))
    no_decisions = forms.BooleanField(
        label=_("Without decisions"),
        required=False,
        help_text=_("The deputy neither grants nor denies; everything else goes on."),
    )
    excluded = forms.MultipleChoiceField(
        label=_("Left to the holder"),
        required=False,
        help_text=_("Further outcomes the deputy may not bring about."),
    )

    def __init__(self, *args: Any, posts: QuerySet[Post], people: QuerySet[Person], **more: Any) -> None:
        """Offer these posts and these people."""
        super().__init__(*args, **more)
        _offer(self, "post", posts)
        _offer(self, "deputy", people)
        choices = [(name, outcome_words(name)) for name in sorted(known_outcomes() - _DECISIONS)]
        self.fields["excluded"].choices = choices  # type: ignore[attr-defined]  # a field of choices

    @property
    def limits(self) -> list[str]:
        """The outcomes left to the holder."""
        chosen = set(self.cleaned_data["excluded"])
        return sorted(chosen | _DECISIONS if self.cleaned_data["no_decisions"] else chosen)


_DECISIONS = {"grant", "deny"}


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    form.fields[name].queryset = rows  # type: ignore[attr-defined]  # a field of choices
