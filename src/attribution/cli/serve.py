"""``attribution serve``."""

import argparse
import signal
import socket
from importlib.util import find_spec

from attribution.cli.analyze import load_tagger
from attribution.cli.output import tell
from attribution.errors import InputError, MissingDependencyError

__all__ = ["serve"]

_NEEDED = {"fastapi": "fastapi", "uvicorn": "uvicorn", "python_multipart": "python-multipart"}


def serve(arguments: argparse.Namespace) -> int:
    """Run the service until it is told to stop; what it works on then is finished first."""
    missing = next((name for module, name in _NEEDED.items() if find_spec(module) is None), None)
    if missing:
        raise MissingDependencyError(missing, "serve")
    import uvicorn

    from attribution.service import LOOPBACK, Limits, make_app

    with _bound(arguments.host, arguments.port) as listener:
        address = listener.getsockname()[0]
        local = address == "::1" or address.startswith("127.")
        tagger = load_tagger(arguments)
        limits = Limits(max_mb=arguments.max_mb, timeout=arguments.timeout, concurrency=arguments.concurrency)
        hosts = (*LOOPBACK, arguments.host) if local else ("*",)
        app = make_app(tagger, limits=limits, batch_size=arguments.batch_size, hosts=hosts)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False))
        for number in (signal.SIGINT, signal.SIGTERM):  # the server raises them once more when it has stopped
            signal.signal(number, server.handle_exit)
        listener.listen()
        shown = f"[{address}]" if ":" in address else address
        tell(f"{tagger.name} is served at http://{shown}:{listener.getsockname()[1]}/ until Ctrl-C")
        if not local:
            tell("whoever reaches this address can use it: there is no password and no encryption")
        server.run(sockets=[listener])
    return 0


def _bound(host: str, port: int) -> socket.socket:
    """Take the port before the model is loaded, so that one that is in use is said at once."""
    listener = None
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except (OSError, UnicodeError) as error:
        if listener:
            listener.close()
        raise InputError(
            f"--host {host} --port {port} cannot be used ({error}): name another, or --port 0 for a free one"
        ) from error
    return listener
