"""wss:// on both sides: a trace opens decrypted by itself, and one by --trace-plain needs no key."""

import asyncio
import itertools
import pathlib
import ssl

from comparison import compared
from gallery import Scenario, serving, visit
from journals import Journal
from proxies import proxy
from report import Check
from ways import Authority

VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}
AT_ONCE = 8

# A record has 16 KiB at most: the large message takes several.
PLAY = {
    "client": [
        {"send": "héllo"}, {"ping": "are you there"}, {"send": {"binary": {"repeat": "x", "times": 70_000}}},
        {"receive": 2}, {"close": {"code": 4321, "reason": "that is all"}},
    ],
}


def check(program, folder, _):
    result = Check("TLS")
    authority = Authority(program, folder)
    for client, server, plain in itertools.product(VERSIONS, VERSIONS, [False, True]):
        name = f"client {client}, server {server}{', --trace-plain' if plain else ''}"
        with result.at(name):
            base = folder / f"{client}-{server}{'-plain' if plain else ''}"
            asyncio.run(play(program, authority, base, client, server, ["--trace-plain"] if plain else []))
            judge(result, name, base, plain)
    return result


async def play(program, authority, base, client, server, options):
    scenario = Scenario("", "", pathlib.Path(), PLAY)
    upstream_context = limited(authority.server_context(), server)
    options = [
        "--tls-self-signed", "--upstream-insecure", "--threads", "2", "--quiet", "--frames",
        "--trace", f"{base}.pcapng", "--journal", f"{base}.jsonl", *options]
    async with serving(scenario, ssl=upstream_context) as upstream:
        async with proxy(program, upstream, *options, environment=authority.environment) as url:
            context = ssl.create_default_context(cafile=authority.certificate)
            visits = [visit(scenario, url, ssl=limited(context, client)) for _ in range(AT_ONCE)]
            await asyncio.gather(*visits)


def limited(context, version):
    context.minimum_version = context.maximum_version = VERSIONS[version]
    return context


def judge(result, name, base, plain):
    journal = Journal(f"{base}.jsonl")
    comparison = compared(f"{base}.pcapng", journal, is_plain=plain)
    result.take(name, comparison)
    result.expect(f"{name}: sessions", len(journal.ends), AT_ONCE)
    codes = {end["client"]["code"] for end in journal.ends.values()}
    result.expect(f"{name}: codes", codes, {4321})
    has_tls = {packet.has_tls for packet in comparison.packets if packet.frames}
    result.expect(f"{name}: whether frames stand in TLS", has_tls, {not plain})
    has_secrets = b"CLIENT_" in pathlib.Path(f"{base}.pcapng").read_bytes()
    result.expect(f"{name}: whether there are secrets in the file", has_secrets, not plain)
