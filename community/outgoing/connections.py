"""The one door through which we go to addresses that somebody else gave: to the very address that was checked."""

import socket
import ssl
from collections.abc import Callable
from time import monotonic

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from community.outgoing.addresses import AddressRefused

MayReach = Callable[[str], bool]  # of an IP address
ACCEPTED_LATE = 0.001  # seconds that the last of several addresses has at least


def reach(host: str, port: int, *, may_reach: MayReach, seconds: float) -> socket.socket:
    """Resolve once, refuse unless all that is found may be reached, and go to what was found.

    `seconds` are for all its addresses together, and for each step of what is said afterwards.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys((family, address) for family, _type, _protocol, _name, address in found))
    if not all(may_reach(str(address[0])) for _family, address in addresses):
        raise AddressRefused(f"{host} leads to an address that nothing of ours goes to.")
    end = monotonic() + seconds
    failure: OSError = OSError("It has no address.")
    for family, address in addresses:
        link = socket.socket(family, socket.SOCK_STREAM)
        try:
            link.settimeout(max(end - monotonic(), ACCEPTED_LATE))
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            link.connect(address)
        except OSError as error:
            link.close()
            failure = error
        else:
            link.settimeout(seconds)
            return link
    raise failure


def open_pools(may_reach: MayReach) -> PoolManager:
    """Connections that are kept for the next request; no proxy of the environment, no cookies."""

    def connect(connection: HTTPConnection) -> socket.socket:
        # `_dns_host` is the name that urllib3 itself would look up here; its time is a number once a request is made.
        host, seconds = connection._dns_host, connection.timeout  # noqa: SLF001 -- as above
        return reach(host, connection.port, may_reach=may_reach, seconds=seconds)  # type: ignore[arg-type]

    class Connection(HTTPConnection):
        _new_conn = connect

    class TLSConnection(HTTPSConnection):
        _new_conn = connect  # the certificate is still asked for the name

    class Pool(HTTPConnectionPool):
        ConnectionCls = Connection

    class TLSPool(HTTPSConnectionPool):
        ConnectionCls = TLSConnection

    manager = PoolManager(num_pools=50, maxsize=8, ssl_context=ssl.create_default_context())
    manager.pool_classes_by_scheme = {"http": Pool, "https": TLSPool}
    return manager
