"""Clients that are programs of their own: node and Java speak lines with us, curl only shakes hands.

A line is a word and its arguments, data in base64. To the program: `text DATA`, `binary DATA`, `ping DATA`,
`close CODE REASON`; from it: `open SUBPROTOCOL EXTENSIONS`, `text DATA`, `binary DATA`, `pong DATA`,
`closed CODE REASON`, and whether that was clean where it says so, `error WORDS`.
"""

import base64
import os
import pathlib
import shutil
import subprocess

from closecall import Failed, Lines, short

FOLDER = pathlib.Path(__file__).resolve().parent


class NotHere(Exception):
    """Why a program cannot be asked at all."""


def encode(data):
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


class ProgramClient:
    def __init__(self, url, subprotocols):
        self.program = Lines([*self.command, url, *subprotocols])
        try:
            opened = self.answer("open")
        except Failed:
            self.drop()
            raise
        self.subprotocol, self.extensions = (base64.b64decode(word).decode() for word in opened)

    def answer(self, *kinds):
        """The arguments of the next line, which must be of one of these kinds."""
        line = self.program.next()
        kind, *words = line.split(" ")
        if kind not in kinds:
            raise Failed(f"{self.name} said {short(line)} where {' or '.join(kinds)} was expected")
        self.kind = kind
        return words

    def send(self, message):
        self.program.write(f"{'text' if isinstance(message, str) else 'binary'} {encode(message)}")

    def receive(self):
        data = base64.b64decode(self.answer("text", "binary")[0])
        return data.decode() if self.kind == "text" else data

    def ping(self, payload):
        self.program.write(f"ping {encode(payload)}")
        if self.answer("pong") != [encode(payload)]:
            raise Failed("the pong carries something else than the ping")

    def close(self, code, reason):
        self.program.write(f"close {code} {encode(reason)}")
        return self.received_close()

    def received_close(self):
        code, reason, *is_clean = self.answer("closed")
        return int(code), base64.b64decode(reason).decode(), *is_clean

    def drop(self):
        self.program.__exit__()


class Node(ProgramClient):
    name = "node"
    has_no = {"ping": "its WebSocket cannot ping"}

    @classmethod
    def find(cls):
        node = shutil.which("node")
        if not node:
            raise NotHere("there is no node on PATH")
        cls.command = [node, "--experimental-websocket", FOLDER / "node_client.js"]
        probe = [node, "--experimental-websocket", "-p", "typeof WebSocket"]
        said = subprocess.run(probe, capture_output=True, text=True).stdout.strip()
        cls.version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
        if said != "function":
            raise NotHere(f"{node} is {cls.version or 'broken'}, which has no WebSocket; 20.10 has")


class Java(ProgramClient):
    name = "java"
    has_no = {"compression": "it has no permessage-deflate"}

    @classmethod
    def find(cls):
        java, compiler = shutil.which("java"), shutil.which("javac")
        if not java or not compiler:
            raise NotHere("there is no java with a compiler on PATH")
        said = subprocess.run([java, "--version"], capture_output=True, text=True).stdout
        cls.version = said.split("\n")[0]
        classes = FOLDER.parents[1] / ".build" / "peers" / "java"
        done = subprocess.run(
            [compiler, "-d", classes, FOLDER / "JavaClient.java"], capture_output=True, text=True)
        if done.returncode != 0:
            raise NotHere(f"{compiler} refuses JavaClient.java: {done.stderr.strip() or done.stdout.strip()}")
        cls.command = [java, "-XX:TieredStopAtLevel=1", *cls.trust(), "-cp", classes, "JavaClient"]

    @classmethod
    def trust(cls):
        """Java has a format of its own for what others hear of by SSL_CERT_FILE."""
        certificate = os.environ["SSL_CERT_FILE"]
        store = pathlib.Path(certificate).with_suffix(".p12")
        if not store.exists():
            command = ["keytool", "-importcert", "-noprompt", "-file", certificate, "-keystore", store]
            done = subprocess.run([*command, "-storepass", "closecall"], capture_output=True, text=True)
            if done.returncode != 0:
                raise NotHere(f"keytool makes it no trust store: {done.stdout.strip()}")
        return [f"-Djavax.net.ssl.trustStore={store}", "-Djavax.net.ssl.trustStorePassword=closecall"]


class Curl:
    """The 101 and its headers, by curl's eyes. It knows of no frames."""

    name = "curl"
    only = {"subprotocol", "compression agreed", "vanishing", "unknown authority"}
    otherwise = "it knows no frames"

    # RFC 6455 §1.3 has this key and its answer.
    KEY = "dGhlIHNhbXBsZSBub25jZQ=="
    ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

    @classmethod
    def find(cls):
        if not shutil.which("curl"):
            raise NotHere("there is no curl on PATH")
        said = subprocess.run(["curl", "--version"], capture_output=True, text=True).stdout
        cls.version = said.split(" ")[1]

    def __init__(self, url, subprotocols):
        headers = {
            "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": self.KEY, "Sec-WebSocket-Extensions": "permessage-deflate",
        }
        if subprotocols:
            headers["Sec-WebSocket-Protocol"] = ", ".join(subprotocols)
        # --include would hold the head back until a body comes.
        command = ["curl", "--silent", "--show-error", "--http1.1", "--dump-header", "-"]
        for name, value in headers.items():
            command += ["--header", f"{name}: {value}"]
        self.program = Lines([*command, "http" + url.removeprefix("ws")])
        try:
            self.read_head()
        except Failed:
            self.drop()
            raise

    def read_head(self):
        status = self.program.next()
        if not status.startswith("HTTP/1.1 101 "):
            raise Failed(f"the answer is {status!r}")
        head = {}
        while line := self.program.next().strip():
            name, _, value = line.partition(":")
            head[name.lower()] = value.strip()
        if head.get("sec-websocket-accept") != self.ACCEPT:
            raise Failed(f"Sec-WebSocket-Accept: expected {self.ACCEPT}, found {head}")
        self.subprotocol = head.get("sec-websocket-protocol", "")
        self.extensions = head.get("sec-websocket-extensions", "")

    def drop(self):
        self.program.__exit__()


PROGRAM_CLIENTS = [Node, Java, Curl]
