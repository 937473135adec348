"""The ASGI application: pages over HTTP, live hints over websockets."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Models can be imported once Django is set up, which this does.
pages = get_asgi_application()

from config.consumers import Hints  # noqa: E402 - needs models

application = ProtocolTypeRouter(
    {
        "http": pages,
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter([path("ws/hints/", Hints.as_asgi())])),
        ),
    }
)
