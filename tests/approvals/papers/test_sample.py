"""When papers are samples."""

import pytest
from django.conf import settings
from django.test import override_settings

from approvals.papers.sample import is_sample


@pytest.mark.parametrize("simulated", [True, False])
def test_the_settings_say_whether_the_register_is_a_simulator(*, simulated: bool) -> None:
    with override_settings(REGISTER_IS_SIMULATED=simulated):
        assert is_sample() is simulated


def test_papers_are_samples_where_the_settings_say_nothing() -> None:
    with override_settings(REGISTER_IS_SIMULATED=False):
        delattr(settings, "REGISTER_IS_SIMULATED")
        assert is_sample()
