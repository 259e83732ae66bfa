"""Serving pages, and doing the work on the list, in one command or in two."""

import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication

from holdfast.web.jobs import worker
from holdfast.web.practice.clock import practice_now
from holdfast.web.running.server_log import ServerLog

PAUSE = 0.5  # an enquiry is checked well before its answer is released, two seconds after it


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with threads, configured from here and from nowhere else."""

    def __init__(self, address: str, workers: int) -> None:
        self.address, self.workers = address, workers
        super().__init__()

    def load_config(self) -> None:
        """Set what gunicorn needs to know. It writes no access log: addresses stay out of files."""
        for name, value in {
            "bind": self.address,
            "workers": self.workers,
            "threads": 4,
            "worker_class": "gthread",
            "accesslog": None,
            "loglevel": "warning",
            "logger_class": ServerLog,
            "control_socket_disable": True,
        }.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the WSGI application."""
        from holdfast.web.wsgi import application

        return application


def serve(host: str, port: int, workers: int, with_worker: bool) -> None:
    """Serve until interrupted; with its own worker unless one runs elsewhere."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    helper = _start_worker() if with_worker else None
    try:
        Server(f"{host}:{port}", workers).run()
    finally:
        if helper is not None:
            helper.terminate()


def _start_worker() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "holdfast.web", "worker"]
    return subprocess.Popen([*command, "--parent", str(os.getpid())])  # noqa: S603


def work_for_ever(parent: int | None) -> None:
    """Do what is due, again and again; stops when the process that started it is gone."""
    while parent is None or _alive(parent):
        if not work_once(practice_now()):
            time.sleep(PAUSE)


def work_once(now: datetime) -> int:
    """Do what is due at `now`."""
    return worker.work(now)


def _alive(parent: int) -> bool:
    return os.getppid() == parent
