"""What is asked when a draft is submitted."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from workflows.organisation.models import District
from workflows.rehearsing.verbs import LARGEST
from workflows.studio.queries import Asked
from workflows.studio.words import district_words


class SubmitForm(forms.Form):
    """From when the version is in force, who is asked, and until when they may answer."""

    valid_from = forms.DateField(label=_("In force from"), input_formats=["%Y-%m-%d"])
    opinions_due = forms.DateField(label=_("Opinions until"), input_formats=["%Y-%m-%d"], required=False)
    districts = forms.MultipleChoiceField(label=_("Districts concerned"), required=False)

    def __init__(self, *args: object, asked: Sequence[Asked], **kwargs: object) -> None:
        """Take the districts that may be asked."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.asked = {str(each.district.pk): each.district for each in asked}
        choices = [(key, district_words(district)) for key, district in self.asked.items()]
        self.fields["districts"].choices = choices  # type: ignore[attr-defined]  # a field of choices

    @property
    def in_force_from(self) -> date:
        """The day the version begins."""
        day: date = self.cleaned_data["valid_from"]
        return day

    @property
    def due_at(self) -> datetime | None:
        """The end of the last day for opinions."""
        day: date | None = self.cleaned_data["opinions_due"]
        return datetime.combine(day + timedelta(days=1), time(), get_current_timezone()) if day else None

    @property
    def concerned(self) -> list[District]:
        """The districts that are asked."""
        return [self.asked[key] for key in self.cleaned_data["districts"]]


class RehearsalForm(forms.Form):
    """With which cases a draft is tried."""

    since = forms.DateField(label=_("Received from"), input_formats=["%Y-%m-%d"])
    until = forms.DateField(label=_("Received until"), input_formats=["%Y-%m-%d"])
    most = forms.IntegerField(label=_("Cases at most"), min_value=1, max_value=LARGEST)
    seed = forms.IntegerField(label=_("Seed of the sample"), min_value=0, max_value=2**31 - 1)
