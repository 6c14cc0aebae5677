"""Django's settings, from the environment."""

from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from tasuki.adapters import logs
from tasuki.adapters.postgres.settings import databases
from tasuki.adapters.tabular.limits import Limits
from tasuki.conf.environment import Environment

ENVIRONMENT = Environment()
TASUKI_VERSION = "0.1.0"

SECRET_KEY = ENVIRONMENT.secret
DEBUG = ENVIRONMENT.debug
DEMO = ENVIRONMENT.demo
BASE_URL = ENVIRONMENT.base_url.rstrip("/")
DATA_FOLDER = ENVIRONMENT.data
INDEX_KEY = ENVIRONMENT.index_key
KEY_FOLDER = ENVIRONMENT.key_folder
MAIL_DELAY_SECONDS = ENVIRONMENT.mail_delay_seconds
LEGAL_FORM = ENVIRONMENT.legal_form
NOTIFICATION_NUMBER = ENVIRONMENT.notification_number
ALLOWED_HOSTS = ENVIRONMENT.hosts.split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https") else []

INSTALLED_APPS = [
    "tasuki.apps.orgs",
    "tasuki.apps.audit",
    "tasuki.apps.keys",
    "tasuki.apps.vocab",
    "tasuki.apps.people",
    "tasuki.apps.passport",
    "tasuki.apps.consent",
    "tasuki.apps.imports",
    "tasuki.apps.quarantine",
    "tasuki.apps.same_person",
    "tasuki.apps.openings",
    "tasuki.apps.relay",
    "tasuki.apps.placement",
    "tasuki.apps.fees",
    "tasuki.apps.books",
    "tasuki.apps.agenda",
    "tasuki.apps.introductions",
    "tasuki.apps.insights",
    "tasuki.apps.rounds",
    "tasuki.apps.messages",
    "tasuki.apps.region",
    "tasuki.apps.moves",
    "tasuki.apps.pool",
    "tasuki.apps.cases",
    "tasuki.apps.alumni",
    "tasuki.apps.rights",
    "tasuki.apps.upkeep",
    "tasuki.web",
    "tasuki.cli",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",  # allauth's list of passkeys says when each was used
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "pgtrigger",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tasuki.web.middleware.ActorMiddleware",
]

_ROOT = Path(__file__).resolve().parent.parent
WEB_ROOMS = (
    "components",
    "account",
    "company",
    "agency",
    "person",
    "region",
    "platform",
    "privacy",
    "rounds",
    "economy",
    "moves",
    "cases",
    "pool",
    "alumni",
    "fees",
    "agenda",
    "introductions",
    "insights",
)

ROOT_URLCONF = "tasuki.conf.urls"
WSGI_APPLICATION = "tasuki.conf.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_ROOT / "web" / room / "templates" for room in WEB_ROOMS],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "tasuki.web.context.shell",
            ],
            "builtins": ["tasuki.web.components.tags"],
        },
    }
]

DATABASES = databases(DATA_FOLDER, ENVIRONMENT.database_url)
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "tasuki_cache",
        # The limits of the doors are counted here: with few rows a flood would push them out.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
TASKS = {"default": {"BACKEND": "tasuki.adapters.tasks.ProcrastinateBackend"}}
PROCRASTINATE_IMPORT_PATHS = ["tasuki.adapters.tasks", "tasuki.apps.schedule"]
PROCRASTINATE_ON_APP_READY = None

AUTH_USER_MODEL = "orgs.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "tasuki.web.account.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://")

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "tasuki_language"
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [  # each room keeps its own texts
    _ROOT / "apps" / "locale",
    *(_ROOT / "web" / room / "locale" for room in WEB_ROOMS),
]

STATIC_URL = "static/"
STATICFILES_DIRS = [_ROOT / "web" / "components" / "static"]
STATIC_ROOT = DATA_FOLDER / "static"
MEDIA_ROOT = DATA_FOLDER / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
FORM_RENDERER = "tasuki.web.components.forms.Renderer"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_PERMISSIONS = 0o600
IMPORT_LIMITS = Limits(
    upload_bytes=ENVIRONMENT.import_mb * 1024 * 1024,
    rows=ENVIRONMENT.import_rows,
    columns=ENVIRONMENT.import_columns,
    cells=ENVIRONMENT.import_cells,
)

if ENVIRONMENT.mail_host:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": ENVIRONMENT.mail_host,
                "port": ENVIRONMENT.mail_port,
                "username": ENVIRONMENT.mail_user,
                "password": ENVIRONMENT.mail_password.get_secret_value(),
                "use_tls": ENVIRONMENT.mail_use_tls,
                "timeout": 20,
            },
        }
    }
else:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(DATA_FOLDER / "mails")},
        }
    }
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}

LOGGING_CONFIG = None
DEFAULT_EXCEPTION_REPORTER_FILTER = "tasuki.adapters.logs.PersonalDataFilter"
DEFAULT_EXCEPTION_REPORTER = "tasuki.adapters.logs.PersonalDataReporter"
logs.configure()
