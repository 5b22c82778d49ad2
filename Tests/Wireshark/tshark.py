"""What tshark reads in a trace: packets, and the WebSocket frames in them."""

import dataclasses
import functools
import json
import subprocess

# As the files are to be read by anybody: nothing else is told to tshark.
CHECKS = ["-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"]
LAYERS = "pkt_comment frame ip ipv6 tcp websocket"


class Unreadable(Exception):
    """tshark could not read a file, in its words."""


@dataclasses.dataclass
class Frame:
    opcode: int
    fin: bool
    rsv: int
    masked: bool
    length: int
    # Unmasked; None where tshark stops before it.
    payload: bytes | None
    code: int | None
    reason: str | None

    @property
    def head(self):
        return (self.opcode, self.fin, self.rsv, self.masked, self.length)


@dataclasses.dataclass
class Packet:
    number: int
    stream: int
    # Addresses and ports of sender and receiver.
    ends: tuple
    interface: str
    flags: int
    length: int
    complaints: list
    checksums: list
    comments: list
    frames: list
    is_malformed: bool
    has_tls: bool


FIN, SYN, RST = 0x01, 0x02, 0x04


@dataclasses.dataclass
class Stream:
    """A TCP connection; `initiator` is who sent the first packet."""

    number: int
    initiator: tuple
    packets: list

    def from_initiator(self):
        return [one for one in self.packets if one.ends[0] == self.initiator]

    def from_responder(self):
        return [one for one in self.packets if one.ends[0] != self.initiator]


def frames(packets):
    return [frame for packet in packets for frame in packet.frames]


def packets(file, *options, checks=CHECKS):
    # The bytes of fields stand beside them with -x: those of an unmasked payload are nowhere else.
    words = run([
        "tshark", "-n", "-r", file, *checks, *options, "-Y", "tcp", "-T", "json", "-x",
        "--no-duplicate-keys", "-J", LAYERS])
    return [packet_of(one["_source"]["layers"]) for one in json.loads(words)]


def streams(packets):
    found = {}
    for packet in packets:
        stream = found.setdefault(packet.stream, Stream(packet.stream, packet.ends[0], []))
        stream.packets.append(packet)
    return list(found.values())


def fields(file, names, *options):
    """Lines of fields, each as a list of texts."""
    chosen = [word for name in names for word in ("-e", name)]
    words = run(["tshark", "-n", "-r", file, *CHECKS, *options, "-T", "fields", *chosen])
    return [line.split("\t") for line in words.splitlines()]


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, errors="surrogateescape")
    if done.returncode != 0:
        raise Unreadable(f"{' '.join(map(str, command[:4]))}: {complaint(done)}")
    return done.stdout


def complaint(done):
    lines = done.stderr.strip().splitlines()
    return " ".join(line for line in lines if not line.startswith("Running as user"))


# --- Ports of others

# A kernel takes ports for clients as they come, and some of them are registered for something else.
FOREIGN = (
    "a connection whose client got a port that tshark holds for another protocol's, and takes for that; told "
    "-o tcp.try_heuristic_first:TRUE it reads the same as the journal")
HEURISTICS_FIRST = ["-o", "tcp.try_heuristic_first:TRUE"]


@functools.cache
def foreign_ports():
    rows = [line.split("\t") for line in run(["tshark", "-G", "decodes"]).splitlines()]
    return {int(port) for table, port, _ in rows if table == "tcp.port"}


# --- From JSON


def packet_of(layers):
    tcp = layers["tcp"]
    ip = layers.get("ip") or layers.get("ipv6")
    kind = "ip" if "ip" in layers else "ipv6"
    checksums = [tcp["tcp.checksum.status"]]
    if kind == "ip":
        checksums.append(ip["ip.checksum.status"])
    frame = layers["frame"]
    return Packet(
        number=int(frame["frame.number"]), stream=int(tcp["tcp.stream"]),
        ends=((ip[f"{kind}.src"], int(tcp["tcp.srcport"])), (ip[f"{kind}.dst"], int(tcp["tcp.dstport"]))),
        interface=frame.get("frame.interface_id_tree", {}).get("frame.interface_name", ""),
        flags=int(tcp["tcp.flags"], 16), length=int(tcp["tcp.len"]), complaints=sorted(complaints(tcp)),
        checksums=[int(status) for status in checksums], comments=comments_of(layers),
        frames=[frame_of(one) for one in listed(layers.get("websocket"))],
        is_malformed="_ws.malformed" in layers, has_tls="tls" in frame["frame.protocols"])


def comments_of(layers):
    found = listed(layers.get("pkt_comment", {}))
    return [text for one in found for text in listed(one.get("frame.comment"))]


def complaints(tcp):
    """What tshark marks with tcp.analysis.flags."""
    for one in listed(tcp.get("tcp.analysis", {}).get("tcp.analysis.flags")):
        for expert in listed(one["_ws.expert"]):
            yield next(key for key in expert if key.startswith("tcp.analysis."))


def frame_of(tree):
    length = int(tree["websocket.payload_length"])
    for name in ("websocket.payload_length_ext_16", "websocket.payload_length_ext_64"):
        length = int(tree.get(name, length))
    payload = tree.get("websocket.payload_raw")
    close = nested(tree, "websocket.payload.close.status_code")
    if length == 0:
        data = b""
    else:
        data = bytes.fromhex(payload[0]) if payload else None
    return Frame(
        opcode=int(tree["websocket.opcode"]), fin=tree["websocket.fin"] == "1",
        rsv=rsv_of(tree), masked=tree["websocket.mask"] == "1", length=length, payload=data,
        code=int(close) if close is not None else None,
        reason=nested(tree, "websocket.payload.close.reason"))


def rsv_of(tree):
    # With permessage-deflate, RSV1 has a field of its own.
    return int(tree["websocket.rsv"], 16) | (tree.get("websocket.pmc") == "1") << 2


def nested(tree, name):
    if isinstance(tree, list):
        return next((found for one in tree if (found := nested(one, name)) is not None), None)
    if not isinstance(tree, dict):
        return None
    if name in tree:
        return tree[name]
    return nested(list(tree.values()), name)


def listed(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
