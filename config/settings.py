"""Every setting, read from the environment; what is missing where it matters fails loudly at the start."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from menkou.core.logs import FORMS, JSON
from menkou.embedded.errors import reason

BASE_DIR = Path(__file__).resolve().parent.parent
MENKOU_HOME = Path(os.environ.get("MENKOU_HOME") or BASE_DIR / ".menkou").absolute()
MENKOU_MODE = os.environ.get("MENKOU_MODE", "production")
if MENKOU_MODE not in ("demo", "production"):
    raise ImproperlyConfigured("MENKOU_MODE 只能是 demo（演示）或 production（正式）。")
IS_DEMO = MENKOU_MODE == "demo"
MENKOU_LOG = os.environ.get("MENKOU_LOG") or JSON
if MENKOU_LOG not in FORMS:
    raise ImproperlyConfigured("MENKOU_LOG 只能是 json 或 plain。")
MENKOU_KEYS = str(MENKOU_HOME / "keys")
MENKOU_OUTBOX_FILE = str(MENKOU_HOME / "outbox.log")
MENKOU_RECONCILE_S = int(os.environ.get("MENKOU_RECONCILE_S") or 10)  # lost work is looked for so often; tests: oftener
MENKOU_JOBS_KEPT_DAYS = int(os.environ.get("MENKOU_JOBS_KEPT_DAYS") or 7)  # what failed, for whoever looks into it
MENKOU_ANCHOR_S = int(os.environ.get("MENKOU_ANCHOR_S") or 240)  # heads of audit chains are written outside so often
MENKOU_ANCHORS = os.environ.get("MENKOU_ANCHORS", "")  # and to this folder too, on another disk or host
# of a demo alone: where 微信模拟 is, and the file in which it keeps how far its buttons have moved the time forward
MENKOU_SIMULATOR = os.environ.get("MENKOU_SIMULATOR", "") if IS_DEMO else ""
MENKOU_CLOCK = os.environ.get("MENKOU_CLOCK", "") if IS_DEMO else ""
MENKOU_ALARMS = {  # from when on it is an alarm, where the environment says so
    limit: float(os.environ[name])
    for name, limit in {
        "MENKOU_ALARM_BACKUP_H": "backup_h",
        "MENKOU_ALARM_DISK_GB": "disk_gb",
        "MENKOU_ALARM_QUEUE_MIN": "queue_min",
        "MENKOU_ALARM_OUTBOX_MIN": "outbox_min",
    }.items()
    if os.environ.get(name)
}
MENKOU_METRICS_TOKEN = os.environ.get("MENKOU_METRICS_TOKEN", "")  # without one there are no metrics to be asked for
if 0 < len(MENKOU_METRICS_TOKEN) < 16:
    raise ImproperlyConfigured("MENKOU_METRICS_TOKEN 太短，至少 16 个字符。")
MENKOU_REACTIONS = "config.reactions.REACTIONS"
MENKOU_PERMITTED_HOSTS = [one for one in os.environ.get("MENKOU_PERMITTED_HOSTS", "").split(",") if one]  # inside ones
MENKOU_SCENES = "config.scenes.village_code"
MENKOU_PUBLIC_URL = os.environ.get("MENKOU_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")


def secret_key() -> str:
    try:
        return (Path(MENKOU_KEYS) / "secret.key").read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"读不到 {MENKOU_KEYS}/secret.key：{reason(error)}。请用 menkou 命令启动。"
        ) from error


def database(url: str) -> dict:
    """A connection by its address, as postgresql://role:password@host:port/name?host=/socket/directory."""
    parts, query = urlsplit(url), parse_qs(urlsplit(url).query)
    return {
        "ENGINE": "menkou.core.postgres",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": query.get("port", [str(parts.port or "")])[0],
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": "-c citus.propagate_set_commands=local",  # plain PostgreSQL takes it as a comment
            "server_side_binding": True,  # PostgreSQL plans what is asked all day once,
            "prepare_threshold": 2,  # from the second time on
        },
    }


if not os.environ.get("MENKOU_DATABASE_URL"):
    raise ImproperlyConfigured("没有设置 MENKOU_DATABASE_URL。请用 menkou 命令启动，它会自己准备数据库。")
MENKOU_OWNER_DATABASE_URL = os.environ.get("MENKOU_OWNER_DATABASE_URL") or os.environ["MENKOU_DATABASE_URL"]
DATABASES = {"default": database(os.environ["MENKOU_DATABASE_URL"])}

SECRET_KEY = secret_key()
DEBUG = False
HOSTS = os.environ.get("MENKOU_HOSTS") or ("*" if IS_DEMO else urlsplit(MENKOU_PUBLIC_URL).hostname or "")
ALLOWED_HOSTS = HOSTS.split(",")
# how many proxies of ours stand before us, each naming its caller in X-Forwarded-For; one where TLS ends before us
MENKOU_PROXIES = int(os.environ.get("MENKOU_PROXIES") or MENKOU_PUBLIC_URL.startswith("https:"))
ALLAUTH_TRUSTED_PROXY_COUNT = MENKOU_PROXIES
CSRF_TRUSTED_ORIGINS = [MENKOU_PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
    "menkou.core",
    "menkou.channels",
    "menkou.places",
    "menkou.advisers",
    "menkou.accounts",
    "menkou.rulebook",
    "menkou.reminders",
    "menkou.engagements",
    "menkou.postings",
    "menkou.plans",
    "menkou.basis",
    "menkou.worklogs",
    "menkou.occasions",
    "menkou.rotas",
    "menkou.visits",
    "menkou.consultations",
    "menkou.chats",
    "menkou.groups",
    "menkou.inspections",
    "menkou.feedback",
    "menkou.complaints",
    "menkou.hotline",
    "menkou.mergers",
    "menkou.imports",
    "menkou.papers",
    "menkou.broadcasts",
    "menkou.boards",
    "menkou.disclosures",
    "menkou.assessments",
    "menkou.subsidies",
    "menkou.departures",
    "menkou.setup",
    "menkou.operations",
    "menkou.screens",
    "menkou.cities",
    "menkou.audit",
    "menkou.oversight",
]
MIDDLEWARE = [
    "config.requests.measured",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.headers",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.DistrictMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "config.context.everywhere",
            ]
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "menkou.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "config.signing_in.Adapter"
ACCOUNT_FORMS = {"login": "config.signing_in.LoginForm"}
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip"}  # by address only: by name, anybody could lock anybody out
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_DISPLAY = str

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MENKOU_PUBLIC_URL.startswith("https:")
SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_AGE = 12 * 3600
if SESSION_COOKIE_SECURE:  # a proxy ends TLS before us; whoever else reaches us could only fool themselves
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "config.errors.page_expired"
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = MENKOU_HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "menkou.core.logs.Lines", "form": MENKOU_LOG}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "menkou": {"level": "INFO"},
        "django.request": {"level": "CRITICAL"},  # config.errors logs faults itself, without what was sent
        "django.server": {"level": "CRITICAL"},
    },
}
