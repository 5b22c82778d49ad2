"""Browsers without a window, and the server of the page that they open."""

import contextlib
import http.server
import json
import os
import pathlib
import queue
import signal
import socket
import subprocess
import threading

FIREFOX_SETTINGS = {
    # Else the checks that fail to connect would make the next ones wait.
    "network.websocket.delay-failed-reconnects": False,
    "network.proxy.type": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.aboutwelcome.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.normandy.enabled": False,
}


class Chromium:
    @staticmethod
    def command(path, home, url):
        # Its sandbox refuses to run as root.
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        return [
            path, "--headless=new", *sandbox, f"--user-data-dir={home}/profile", "--no-first-run",
            "--no-proxy-server", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
            url,
        ]

    @staticmethod
    def trust_store(home):
        return pathlib.Path(home, ".pki", "nssdb")


class Firefox:
    @staticmethod
    def command(path, home, url):
        settings = FIREFOX_SETTINGS.items()
        lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in settings]
        profile = Firefox.trust_store(home)
        profile.mkdir(exist_ok=True)
        (profile / "user.js").write_text("\n".join(lines))
        return [path, "--headless", "--no-remote", "--profile", profile, url]

    @staticmethod
    def trust_store(home):
        return pathlib.Path(home, "profile")


BROWSERS = {"chromium": Chromium, "firefox-esr": Firefox}


@contextlib.contextmanager
def held_port():
    """A port that is taken, so that nobody else gets it, and on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@contextlib.contextmanager
def running(command, home):
    """A browser is many processes; all are in the group of the first."""
    child = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        env={**os.environ, "HOME": home})
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


class Page:
    """The HTTP server of a folder's page.html: its files, and documents as JSON, by their paths.

    `results` has what the page posts.
    """

    def __init__(self, folder, documents):
        self.results = queue.Queue()
        answering = handler(folder, documents, self.results)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), answering)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/page.html"

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def handler(folder, documents, results):
    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=folder)

        def do_GET(self):
            if self.path in documents:
                self.answer(json.dumps(documents[self.path]).encode())
            else:
                super().do_GET()

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.answer(b"")
            results.put(json.loads(body))

        def answer(self, body):
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler
