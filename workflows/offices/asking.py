"""A page that asks for what an administrative act needs, does it, and says what stands against it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from workflows.offices.tables import Words
from workflows.refusals import Refusal


def ask(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    *,
    title: Words,
    intro: Words,
    done: Words,
    back: str,
) -> HttpResponse:
    """Ask with ``form``; once it is filled in, do it and lead ``back``, or show the refusal beside what was typed."""
    answer = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid() and _did(form, do):
            messages.success(request, str(done))
            return redirect(back)
        answer = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "title": title, "intro": intro, "back": back}
    return render(request, "offices/ask.html", context, status=answer)


def _did(form: forms.Form, do: Callable[[dict[str, Any]], object]) -> bool:
    try:
        do(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as error:
        # A field of the model that the form does not ask for is told above the form.
        for name, sentences in getattr(error, "message_dict", {None: error.messages}).items():
            form.add_error(name if name in form.fields else None, sentences)
    return form.is_valid()


def tried(request: HttpRequest, do: Callable[[], object], done: Words) -> bool:
    """Do what a button asks for; tell what came of it, and whether it was done."""
    try:
        do()
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return False
    messages.success(request, str(done))
    return True
