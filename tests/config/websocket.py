# mypy: disable-error-code="no-untyped-call"
"""A page's end of a websocket, talking ASGI to the application itself.

``channels.testing`` has one, but imports a server this project does not use.
"""

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator

from config.asgi import application

ORIGIN = "http://localhost"


class Page(ApplicationCommunicator):
    """A page that opens ``/ws/hints/``."""

    def __init__(self, query: str, cookie: str = "", origin: str = ORIGIN) -> None:
        """Ask as a browser would, with the session in a cookie."""
        headers = [(b"origin", origin.encode()), (b"host", b"localhost"), (b"cookie", cookie.encode())]
        super().__init__(
            application,
            {
                "type": "websocket",
                "path": "/ws/hints/",
                "query_string": query.encode(),
                "headers": headers,
                "subprotocols": [],
            },
        )

    async def connect(self) -> bool:
        """Open; False when the application would not have it."""
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output(5)
        return bool(answer["type"] == "websocket.accept")

    async def hears(self) -> Any:
        """The next hint."""
        return json.loads((await self.receive_output(5))["text"])

    async def hears_nothing(self) -> bool:
        """Whether it stays quiet."""
        return bool(await self.receive_nothing(0.1))

    async def closing_code(self) -> int:
        """The code the application closes with."""
        closed = await self.receive_output(5)
        assert closed["type"] == "websocket.close"
        return int(closed["code"])

    async def says(self, text: str) -> None:
        """Send something."""
        await self.send_input({"type": "websocket.receive", "text": text})

    async def disconnect(self) -> None:
        """Close, and wait until the application has noticed."""
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(5)
