"""The product's settings, with connections that follow a test to another database: a pool would keep the old one."""

from config import database
from config.settings import *  # noqa: F403 - the tests run on everything the product runs on

DATABASES = database.connections(pool=False)
# One quick hash, for people who never sign in from outside.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A test that reads a sentence reads it as the code says it; tests of the translation activate it.
LANGUAGE_CODE = "en"
