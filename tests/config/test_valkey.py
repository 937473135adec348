"""The embedded Valkey: one server per state folder, no port, back after a kill; and what travels through it."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import redis
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.core.cache.backends.redis import RedisCache

from config import valkey

pytestmark = pytest.mark.skipif("REDIS_URL" in os.environ, reason="another Valkey or Redis is configured")


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A state folder of the test's own, which an unprivileged server can enter."""
    with tempfile.TemporaryDirectory(prefix="tongban-") as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv("TONGBAN_STATE", folder)
        yield Path(folder)
        valkey.stop()


def process() -> int:
    client = redis.Redis.from_url(valkey.url())
    with client:
        return int(client.info("server")["process_id"])


def test_starts_once_however_many_ask_and_comes_back_after_a_kill(state: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: valkey.start(), range(4)))
    first = process()
    valkey.start()
    assert process() == first
    valkey.kill()
    valkey.start()
    assert process() != first
    valkey.stop()
    assert not valkey.is_running()
    valkey.stop()


def test_listens_on_no_port_keeps_nothing_on_disk_and_is_not_root(state: Path) -> None:
    valkey.start()
    client = redis.Redis.from_url(valkey.url())
    with client:
        settings = client.config_get("port", "save", "appendonly", "maxmemory-policy")
    assert settings == {"port": "0", "save": "", "appendonly": "no", "maxmemory-policy": "allkeys-lru"}
    assert Path(f"/proc/{process()}").stat().st_uid != 0
    assert (state / "valkey").stat().st_mode & 0o077 == 0


def test_the_cache_and_the_hints_travel_through_it(state: Path) -> None:
    valkey.start()
    cache = RedisCache(valkey.url(), {})
    cache.set("答", 42)
    assert cache.get("答") == 42
    cache.close()

    async def hint() -> object:
        # Two layers, as two processes have them.
        heard, said = (RedisPubSubChannelLayer(hosts=[valkey.url()]) for _ in range(2))
        channel = await heard.new_channel()
        await heard.group_add("desk.1", channel)
        await said.group_send("desk.1", {"type": "hint", "desk": 1})
        answer = await asyncio.wait_for(heard.receive(channel), 5)
        await heard.flush()
        await said.flush()
        return answer

    assert asyncio.run(hint()) == {"type": "hint", "desk": 1}


def test_a_long_path_gets_a_socket_in_a_closed_folder_elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TONGBAN_STATE", str(tmp_path / ("x" * 90)))
    assert len(valkey.url()) < 110
    assert valkey.url().startswith(f"unix://{tempfile.gettempdir()}/tongban-")


def test_another_server_is_used_and_none_started(monkeypatch: pytest.MonkeyPatch, state: Path) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://cache.example:6379/1")
    assert valkey.url() == "redis://cache.example:6379/1"
    valkey.start()
    assert list(state.iterdir()) == []
