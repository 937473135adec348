"""The product's settings with connections that stay open, and the tests' cache and files: one process is measured."""

from tests.settings import *  # noqa: F403 - as the tests run

for each in DATABASES.values():  # noqa: F405 - the tests'
    each["CONN_MAX_AGE"] = None
ROOT_URLCONF = "tests.performance.urls"
ALLOWED_HOSTS = ["testserver"]
