"""nginx with the server blocks of the documentation, as a user without rights runs it: on loopback, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

from tests.left_out import left_out

_CONF = """{user}daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    log_format passed '$upstream_addr $request';
    access_log {folder}/access.log passed;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {sites}/*;
}}
"""


def program() -> str:
    """Where it is; a test that needs it is left out where it is not there."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    return found or left_out("nginx", "apt-get install nginx-light")


def certificate(folder: Path, name: str) -> Path:
    """Make a certificate for a name in `fullchain.pem`, its key beside it; both are good for a day."""
    openssl = shutil.which("openssl") or left_out("openssl", "apt-get install openssl")
    folder.mkdir(parents=True, exist_ok=True)
    words = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "1",
    ]
    words += ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    words += ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run([openssl, *words], check=True, capture_output=True)
    return folder / "fullchain.pem"


class Nginx:
    """One that runs, or is told to check what it would run."""

    def __init__(self, folder: Path, sites: Path) -> None:
        """Take every file in `sites` as a server of it."""
        self.program, self.folder = program(), folder
        folder.mkdir(parents=True, exist_ok=True)
        user = (
            "user root root;\n" if os.geteuid() == 0 else ""
        )  # else its workers cannot read the folders of a test
        (folder / "nginx.conf").write_text(_CONF.format(user=user, folder=folder, sites=sites), "utf-8")
        self.process: subprocess.Popen[bytes] | None = None

    def _words(self, *more: str) -> list[str]:
        return [self.program, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), *more]

    def check(self) -> str:
        """What `nginx -t` says."""
        run = subprocess.run(self._words("-t"), capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return run.stderr

    def load(self) -> None:
        """Start it, or have it read its files again."""
        if self.process is not None:
            subprocess.run(self._words("-s", "reload"), check=True)
            time.sleep(1)  # the old worker goes on until the new one is there
            return
        self.process = subprocess.Popen(self._words())
        kept = self.folder / "nginx.pid"  # written once it listens; checking the files leaves an empty one
        for _ in range(400):
            if kept.exists() and kept.read_text("utf-8").strip() == str(self.process.pid):
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / "error.log").read_text("utf-8"))

    def end(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)
