"""Setting a password with a one-time code, by whoever cannot sign in yet or any more."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from config.accounts.adapter import address_in_log
from workflows.engine.present import present
from workflows.organisation.accounts import use_invitation
from workflows.refusals import Refusal


class InvitationForm(forms.Form):
    """User name, code, and the new password twice."""

    username = forms.CharField(
        label=_("User name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    code = forms.CharField(
        label=_("One-time code"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"})
    )
    password = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password, again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Refuse a password that was typed in two ways."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("The two passwords differ; type both again."))
        return again


@login_not_required
@never_cache
@sensitive_post_parameters("code", "password", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Ask for the code and the new password; lead to signing in once it is set."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _used(request, form):
        messages.success(request, str(_("The password is set; sign in with it.")))
        return redirect("account_login")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "account/invitation.html", {"form": form}, status=status)


def _used(request: HttpRequest, form: InvitationForm) -> bool:
    said: dict[str, Any] = {name: form.cleaned_data[name] for name in ("username", "code", "password")}
    try:
        use_invitation(**said, now=present(), address=address_in_log(request))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as error:
        form.add_error("password", error)
    return form.is_valid()
