"""The tests' settings for an installation that stands where the logs come from."""

from tests.replay import ZONE
from tests.settings import *  # noqa: F403 - a replay runs on everything the tests run on

TIME_ZONE = ZONE
LOGGING = {"level": "ERROR"}
