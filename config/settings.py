"""Django's settings. What differs between installations comes from the environment (docs/operating.md lists it)."""

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import database, valkey
from config.environment import CHECKOUT, flag, secret, state_folder, text

DEBUG = False
STATE_FOLDER = state_folder()
# Empty: below the state folder. Whoever signs in another place keeps only their own district's key there.
SEAL_KEYS = text("TONGBAN_SEAL_KEYS")
SIGNER = text("TONGBAN_SIGNER", "approvals.sealing.files.FileSigner")
ORGAN_KEYS = text("TONGBAN_ORGAN_KEYS")
SEAL_SERVER = text("TONGBAN_SEAL_SERVER")
SITE_URL = text("TONGBAN_SITE_URL", "http://localhost:8000")
# The register of record is the province's; until one is connected a simulator answers, and papers carry 样本.
REGISTER = text("TONGBAN_REGISTER", "approvals.licences.simulator.port.SimulatedRegister")
REGISTER_IS_SIMULATED = flag("TONGBAN_REGISTER_IS_SIMULATED", default=True)
REGISTER_FAULTS = text("TONGBAN_REGISTER_FAULTS")
BUSINESS_LICENCE_TYPE = text("TONGBAN_BUSINESS_LICENCE_TYPE", "11330300MB1WN0058P010")
PRODUCTION = flag("TONGBAN_PRODUCTION", default=False)
SECRET_KEY = secret("django")
ALLOWED_HOSTS = text("TONGBAN_HOSTS", "localhost 127.0.0.1 [::1]").split()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "viewflow",
    "viewflow.workflow",
    "channels",
    "procrastinate.contrib.django",
    "workflows",
    "enterprises",
    "approvals",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.Headers",
    "config.middleware.Bundle",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.SecondStep",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [CHECKOUT / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.frame",
            ],
        },
    },
]

DATABASES = database.connections(pool=flag("TONGBAN_POOL", default=True))
DATABASE_ROUTERS = ["config.router.OneDatabase"]
# Jobs live in the same database and belong to the worker; who serves requests may only look at them.
PROCRASTINATE_DATABASE_ALIAS = "worker"
PROCRASTINATE_IMPORT_PATHS = ["workflows.engine.worker_jobs"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": valkey.url()}}
CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [valkey.url()]}}
}

AUTH_USER_MODEL = "workflows.Person"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "config.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "start"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_DISPLAY = "config.accounts.adapter.display_name"
# Wrong passwords: of one account from one address 5 in 5 minutes, from one address 10 in a minute.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key"}
# Whoever holds a post needs the second step; only a demonstration or a test may do without.
SECOND_STEP = PRODUCTION or flag("TONGBAN_SECOND_STEP", default=True)
MFA_ADAPTER = "config.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "通办 Tongban"
MFA_RECOVERY_CODE_COUNT = 10
# A code is good for its half minute and the one before and after it: clocks differ.
MFA_TOTP_TOLERANCE = 1

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [CHECKOUT / "config" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = state_folder() / "static"
# The bundle alone: what applications bring with them is not ours to serve.
STATICFILES_DIRS = [CHECKOUT / "frontend" / "dist"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "files": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": state_folder() / "files",
            "allow_overwrite": True,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
# Whoever watches over a process asks it directly, not through the proxy that speaks TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.pages.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "frame-src": [NONE],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "media-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "worker-src": [NONE],
    }
}

HELPLINE = text("TONGBAN_HELPLINE", "12345")

LOGGING_CONFIG = "config.log.configure"
LOGGING = {"level": text("TONGBAN_LOG_LEVEL", "WARNING")}

# Viewflow's own numbered Django migrations use the older auto field; the warning is about its models, not ours.
SILENCED_SYSTEM_CHECKS = ["models.W042"]
