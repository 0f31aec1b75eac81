"""The embedded Valkey is a doorbell on a unix socket: no port, nothing kept."""

import redis

from portal.embedded.broker import Broker
from portal.embedded.places import Places


def test_it_answers_on_its_socket_has_no_port_and_forgets(places: Places) -> None:
    broker = Broker(places)
    for _ in range(2):
        broker.start()
        with redis.Redis(unix_socket_path=str(broker.socket)) as client:
            assert client.config_get("port") == {"port": "0"}
            assert client.config_get("save") == {"save": ""}
            assert client.get("bell") is None
            client.set("bell", "rung")
        broker.stop()
        assert broker.exited
    assert places.sockets.stat().st_mode & 0o777 == 0o700
