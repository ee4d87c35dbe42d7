"""A real IMAP server for tests: Dovecot as an ordinary process in a temporary folder, on loopback and with TLS."""

from __future__ import annotations

import getpass
import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from bot.mail.imap import ImapAccount
from tests.mail.certificates import make_certificate
from tests.program import free_port

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
USER, PASSWORD = "amtsbote", 'geheim, mit "Zeichen" \\ und €'

CONFIGURATION = """
base_dir = {folder}/run
log_path = {folder}/log
state_dir = {folder}/state
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail
auth_failure_delay = 0
imap_capability = {capability}
first_valid_uid = 1
service imap-login {{
  chroot = {chroot}
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
passdb {{
  driver = passwd-file
  args = scheme=plain {folder}/passwords
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
{users}
"""
AS_THAT_USER = """
default_internal_user = {name}
default_login_user = {name}
default_internal_group = {group}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


class Dovecot:
    """Start and stop it as often as you like; the mails stay.

    `idle` is whether it offers to tell of new mails, `plain` whether it opens a port without TLS, and `name`
    whom its certificate is for.
    """

    def __init__(self, idle: bool = True, plain: bool = False, name: str = "localhost") -> None:
        assert DOVECOT, "Für die Tests fehlt das Programm dovecot (Paket dovecot-imapd)."
        # Short, because of the longest path of a socket; readable for the accounts that Dovecot runs as.
        self.folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.folder.chmod(0o755)
        self.port, self.plain_port = free_port(), free_port() if plain else 0
        self._configure(idle, plain)
        self.certificate, _ = make_certificate(self.folder, name)
        self._process: subprocess.Popen[bytes] | None = None

    def account(self, **changed: object) -> ImapAccount:
        given = {
            "host": "localhost",
            "port": self.port,
            "user": USER,
            "password": PASSWORD,
            "ca_file": self.certificate,
        }
        return ImapAccount(**given | {"address": "amtsbote@musterstadt.example"} | changed)  # type: ignore[arg-type]

    def start(self) -> None:
        self._process = subprocess.Popen([str(DOVECOT), "-F", "-c", str(self.folder / "dovecot.conf")])
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text())

    def stop(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(20)
            self._process = None
            self._wait_until_free()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def client(self) -> imaplib.IMAP4_SSL:
        context = ssl.create_default_context(cafile=str(self.certificate))
        client = imaplib.IMAP4_SSL("localhost", self.port, ssl_context=context, timeout=20)
        client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        client.select("INBOX")
        return client

    def deliver(self, *mails: bytes) -> None:
        with self.client() as client:
            for raw in mails:
                assert client.append("INBOX", "", None, raw)[0] == "OK"  # type: ignore[arg-type]

    def flags(self) -> list[str]:
        """Of every mail in the mailbox, oldest first, "Seen" or "Flagged" or ""."""
        with self.client() as client:
            found = client.fetch("1:*", "(FLAGS)")[1]
        names = [[name for name in ("Seen", "Flagged") if f"\\{name}".encode() in line] for line in found if line]
        return [" ".join(one) for one in names]

    def _configure(self, idle: bool, plain: bool) -> None:
        (self.folder / "passwords").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
        for name in ("mail", "home"):
            (self.folder / name).mkdir()
        uid, gid, users, chroot = os.getuid(), os.getgid(), "", ""
        if uid == 0:  # Dovecot opens no mailbox of root's and lets nobody log in as root
            nobody = pwd.getpwnam("nobody")
            uid, gid, chroot = nobody.pw_uid, nobody.pw_gid, "login"
            for name in ("mail", "home"):
                os.chown(self.folder / name, uid, gid)
        else:
            users = AS_THAT_USER.format(name=getpass.getuser(), group=grp.getgrgid(gid).gr_name)
        values = {"folder": self.folder, "port": self.port, "plain_port": self.plain_port, "users": users}
        values |= {"uid": uid, "gid": gid, "chroot": chroot, "ssl": "yes" if plain else "required"}
        values |= {"capability": "+LITERAL+" if idle else "IMAP4rev1 SASL-IR UIDPLUS"}
        (self.folder / "dovecot.conf").write_text(CONFIGURATION.format(**values))

    def _wait_until_free(self) -> None:
        """Login processes hold the port for a moment after their master has gone."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                with suppress(OSError):
                    probe.bind(("127.0.0.1", self.port))
                    return
            time.sleep(0.05)
        raise AssertionError("the port stays taken")
