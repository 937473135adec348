"""Whether papers are samples (样本): they are while the register of record, the province's, is a simulator."""

from django.conf import settings


def is_sample() -> bool:
    """Tell whether 样本 stands across new papers; so it does unless the settings name a real register."""
    return bool(getattr(settings, "REGISTER_IS_SIMULATED", True))
