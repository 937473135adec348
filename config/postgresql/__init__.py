"""Django's PostgreSQL backend with immediate foreign keys; the driver is named in ``base``."""
