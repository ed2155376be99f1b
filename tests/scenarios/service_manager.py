"""A service manager's end of a daemon's life: what it hears on NOTIFY_SOCKET, as systemd would."""
import os, re, secrets, socket, threading, time


class ServiceManager:
    """Listens on a path or, with abstract=True, on an abstract name. `heard` are (moment, message), oldest first."""

    def __init__(self, folder, abstract=False, watchdog_s=None):
        mark = secrets.token_hex(8)
        self.name = f"@tradewatch-{mark}" if abstract else str(folder / f"notify-{mark}")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind("\0" + self.name[1:] if abstract else self.name)
        self.heard = []
        self.watchdog_s = watchdog_s
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            message = self.socket.recv(65536).decode()
            self.heard.append((time.monotonic(), message))

    def environment(self):
        more = {"WATCHDOG_USEC": str(int(self.watchdog_s * 1e6))} if self.watchdog_s else {}
        return {**os.environ, "NOTIFY_SOCKET": self.name, **more}

    def messages(self):
        """What it said of its state: pings and mere words for `systemctl status`, which come at any time, left out."""
        return [message for _, message in list(self.heard) if not message.startswith(("WATCHDOG=1", "STATUS="))]

    def reloads(self):
        """Of each reload the moment that it began, in microseconds of CLOCK_MONOTONIC, as the daemon said."""
        return [int(re.fullmatch(r"RELOADING=1\nMONOTONIC_USEC=(\d+)", message).group(1))
                for message in self.messages() if message.startswith("RELOADING=1")]

    def longest_silence(self, since, until):
        """Seconds without a ping between two moments."""
        pings = [moment for moment, message in list(self.heard) if message == "WATCHDOG=1" and since <= moment <= until]
        moments = [since, *pings, until]
        return max(later - earlier for earlier, later in zip(moments, moments[1:]))
