"""The product's settings, with connections that follow a test to another database: a pool would keep the old one."""

from config import database, environment
from config.settings import *  # noqa: F403 - the tests run on everything the product runs on

DATABASES = database.connections(pool=False)
# One quick hash, for people who never sign in from outside.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A test that reads a sentence reads it as the code says it; tests of the translation activate it.
LANGUAGE_CODE = "en"
STORAGES = STORAGES | {"files": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}  # noqa: F405 - the product's, but for the files
# One process needs no server for its cache and its hints; tests/config/test_valkey.py uses the real one.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
STORAGES = STORAGES | {
    "files": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# What browsers load is served from where it is built.
STATIC_ROOT, STATICFILES_DIRS = environment.CHECKOUT / "frontend" / "dist", []
# Signing in has tests of its own; the others begin with people who are signed in.
SECOND_STEP = False
# The story and others have folders of their own; the keys organs seal with are made once for all of them.
ORGAN_KEYS = str(environment.state_folder() / "organ-keys")
