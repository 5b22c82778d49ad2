"""The ways from a client to a server: straight, through `closecall proxy`, and through it by TLS.

`closecall proxy --tls-self-signed` has its authority in a temporary folder, and the clients hear of it by their
environment, so that nothing of the user's is touched.
"""

import contextlib
import os
import pathlib
import shutil
import ssl
import subprocess
import tempfile

from closecall import Failed, Proxy, Server


class Authority:
    """Certificates: those of `--tls-self-signed`, and one that was made by OpenSSL for the peers' servers."""

    def __init__(self, program, folder):
        self.environment = {**os.environ, "XDG_CONFIG_HOME": str(folder)}
        done = subprocess.run(
            [program, "ca", "--path"], env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"closecall ca ended with status {done.returncode}: {done.stderr.strip()}")
        self.certificate = pathlib.Path(done.stdout.strip())
        self.server_certificate = folder / "server.pem"
        self.server_key = folder / "server.key"

    def trust(self):
        """Tells the clients to come, Python's libraries, closecall connect, node and curl, by the environment."""
        for name in ("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "CURL_CA_BUNDLE"):
            os.environ[name] = str(self.certificate)

    def server_context(self):
        """TLS for a server of Python's, by a certificate that no authority has signed."""
        if not self.server_certificate.exists():
            self.make_server_certificate()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.server_certificate, self.server_key)
        return context

    def make_server_certificate(self):
        openssl = shutil.which("openssl")
        if not openssl:
            raise Failed("there is no openssl on PATH to make a server's certificate")
        command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"]
        command += ["-subj", "/CN=a peer's server", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
        command += ["-keyout", self.server_key, "-out", self.server_certificate]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"openssl req ended with status {done.returncode}: {done.stderr.strip()}")


@contextlib.contextmanager
def authorities(program):
    """An authority to trust, and one that nobody trusts; both gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="closecall-peers-") as folder:
        known, unknown = pathlib.Path(folder, "known"), pathlib.Path(folder, "unknown")
        for place in (known, unknown):
            place.mkdir()
        yield Authority(program, known), Authority(program, unknown)


class Straight:
    """No proxy at all."""

    name = "straight"
    is_proxy = False
    is_tls = False
    version = ""

    def __init__(self, program, known, unknown):
        self.program = program
        self.known = known
        self.unknown = unknown

    def server(self, *options):
        """`closecall serve`, for a client."""
        return Server(self.program, *options)

    def tls(self):
        """What the peer's server is to speak TLS by."""
        return None

    @contextlib.contextmanager
    def front(self, url):
        """The URL by which to reach this one."""
        yield url


class ThroughProxy(Straight):
    name = "through the proxy"
    is_proxy = True

    def server(self, *options):
        server = Server(self.program, *options)
        try:
            return Fronted(server, self.proxy(server.url))
        except BaseException:
            server.__exit__()
            raise

    def proxy(self, url):
        return Proxy(self.program, url)

    @contextlib.contextmanager
    def front(self, url):
        with self.proxy(url) as proxy:
            yield proxy.url.rstrip("/")


class ThroughProxyByTLS(ThroughProxy):
    name = "by wss:// through the proxy"
    is_tls = True

    def tls(self):
        return self.known.server_context()

    def proxy(self, url, *options):
        if url.startswith("wss:"):
            options += ("--upstream-ca", self.known.server_certificate)
        return Proxy(self.program, url, "--tls-self-signed", *options, environment=self.known.environment)

    def untrusted_proxy(self, url):
        """Its certificates come from an authority that no client knows."""
        return Proxy(self.program, url, "--tls-self-signed", environment=self.unknown.environment)


WAYS = [Straight, ThroughProxy, ThroughProxyByTLS]


class Fronted:
    """A server with a proxy before it: it has the proxy's URL, and tells what the server tells."""

    def __init__(self, server, proxy):
        self.server = server
        self.proxy = proxy
        self.url = proxy.url

    def __getattr__(self, name):
        return getattr(self.server, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.proxy.__exit__()
        finally:
            self.server.__exit__()
