"""Whether the ports that the hotline listens on are free, asked before anything starts.

Rule: each sentence names the setting that moves ours.
"""

from __future__ import annotations

import socket

from hotline.settings import Settings, tcp_ports


def ports_in_use(settings: Settings) -> list[str]:
    """One sentence for each port that another program holds: which setting to change."""
    faults = []
    wanted = [(name, address, socket.SOCK_STREAM) for name, address in tcp_ports(settings).items()]
    wanted.append(("sip_port", (settings.sip_host, settings.sip_port), socket.SOCK_DGRAM))
    for name, address, kind in wanted:
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind == socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as fault:
                faults.append(
                    f"- port {address[1]} on {address[0]} cannot be used ({fault.strerror}): "
                    f"stop the program that holds it, or set HOTLINE_{name.upper()} to a free port"
                )
    return faults
