"""Where this checkout keeps its state, and how it reads the environment: the only place that does."""

import hashlib
import os
import secrets
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def flag(name: str, *, default: bool) -> bool:
    """Read a yes/no variable; anything but 0, no, off and false means yes."""
    value = os.environ.get(name)
    return default if value is None else value.lower() not in {"", "0", "no", "off", "false"}


def text(name: str, default: str = "") -> str:
    """Read a variable as text."""
    return os.environ.get(name, default)


def state_folder() -> Path:
    """The one folder everything the project runs with lives in, one per checkout.

    PostgreSQL refuses to run as root, and an unprivileged process cannot enter a checkout below ``/root``; so as root
    the folder is below ``/var/lib``. ``TONGBAN_STATE`` names another.
    """
    named = os.environ.get("TONGBAN_STATE")
    if named:
        return Path(named)
    if os.geteuid() == 0:
        return Path("/var/lib/tongban") / checkout_name()
    return CHECKOUT / "var" / "state"


def checkout_name() -> str:
    """A short name that differs between two checkouts of one machine."""
    return f"{CHECKOUT.name}-{_digest(CHECKOUT)}"


def state_name() -> str:
    """A short name that differs between two state folders, for what cannot lie in them."""
    return f"{CHECKOUT.name}-{_digest(state_folder())}"


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]


def secret(name: str) -> str:
    """The secret of that name, made on first use and readable by its owner only (mode 0600).

    Two processes that start at once agree on one secret: the file is created exclusively, the loser reads it.
    """
    given = os.environ.get(f"TONGBAN_SECRET_{name.upper()}")
    if given:
        return given
    folder = state_folder() / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            # A link is made whole or not at all, so nobody ever reads half a secret.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
