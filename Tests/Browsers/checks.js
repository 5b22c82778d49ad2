// What a page does with WebSockets, one function a name; what comes out is held against expected.json.
// The name is also the request's target, so `closecall serve --json` tells of the same session.
"use strict";

const SIZES = [0, 1, 125, 126, 65535, 65536, 1 << 20];

async function main() {
    const servers = await (await fetch("servers.json")).json();
    const results = {};
    for (const [name, check] of Object.entries(CHECKS)) {
        const urls = Object.fromEntries(
            Object.entries(servers).map(([kind, url]) => [kind, url + encodeURIComponent(name)]));
        results[name] = await withLimit(check(urls)).catch((error) => `${error.name}: ${error.message}`);
    }
    await fetch("results", { method: "POST", body: JSON.stringify(results) });
}

function withLimit(promise) {
    const limit = new Promise((_, reject) => setTimeout(reject, 15000, new Error("not done after 15 s")));
    return Promise.race([promise, limit]);
}

// A socket that writes down its events from the first on.
class Watched {
    constructor(url, ...protocols) {
        this.socket = new WebSocket(url, protocols);
        this.socket.binaryType = "arraybuffer";
        this.story = [];
        this.opened = new Promise((resolve) => this.socket.addEventListener("open", resolve));
        this.socket.addEventListener("error", () => this.story.push(["error"]));
        this.closed = new Promise((resolve) => this.socket.addEventListener("close", (event) => {
            this.story.push(["close", event.code, event.reason, event.wasClean]);
            resolve(event);
        }));
    }

    static async open(url, ...protocols) {
        const watched = new Watched(url, ...protocols);
        await Promise.race([watched.opened, watched.closed]);
        if (watched.socket.readyState !== WebSocket.OPEN) throw new Error("the connection did not open");
        return watched;
    }

    message() {
        return new Promise((resolve) => this.socket.addEventListener("message", resolve, { once: true }));
    }

    async end(...closeArguments) {
        this.socket.close(...closeArguments);
        await this.closed;
        return this.story;
    }
}

async function echo(url) {
    const watched = await Watched.open(url);
    const found = { kept: 0, damaged: [] };
    for (const size of SIZES) {
        for (const message of [someText(size), someBytes(size)]) {
            const answer = watched.message();
            watched.socket.send(message);
            if (isSame((await answer).data, message)) found.kept += 1;
            else found.damaged.push(`${size} ${typeof message}`);
        }
    }
    await watched.end(1000);
    return found;
}

function someText(size) {
    const start = size >= 10 ? "aé€😀" : "";
    return start + "abcdefghij".repeat(size / 10 + 1).slice(0, size - new TextEncoder().encode(start).length);
}

function someBytes(size) {
    const bytes = new Uint8Array(size);
    // The browser hands out at most 65536 random bytes at once.
    for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
    return bytes;
}

function isSame(found, sent) {
    if (typeof sent === "string" || typeof found === "string") return found === sent;
    const bytes = new Uint8Array(found);
    return bytes.length === sent.length && bytes.every((byte, index) => byte === sent[index]);
}

async function nameThrown(body) {
    try {
        await body();
        return "nothing thrown";
    } catch (error) {
        return error.name;
    }
}

async function closeThrows(url, ...closeArguments) {
    const watched = await Watched.open(url);
    const name = await nameThrown(() => watched.socket.close(...closeArguments));
    // What was refused must not have closed anything.
    const isOpen = watched.socket.readyState === WebSocket.OPEN;
    await watched.end(1000);
    return isOpen ? name : `${name}, and the socket is not open any more`;
}

const closing = (...words) => async ({ plain }) => (await Watched.open(plain)).end(...words);
const refusing = (...words) => ({ plain }) => closeThrows(plain, ...words);

const CHECKS = {
    "echo": ({ plain }) => echo(plain),
    "echo, compressed": ({ deflating }) => echo(deflating),

    async "extensions"({ deflating }) {
        return (await Watched.open(deflating)).socket.extensions.split(";")[0];
    },
    async "extensions, none"({ plain }) {
        return (await Watched.open(plain)).socket.extensions;
    },
    async "subprotocol"({ choosing }) {
        return (await Watched.open(choosing, "other", "chat.v1", "chat.v2")).socket.protocol;
    },
    async "subprotocol, none"({ choosing }) {
        return (await Watched.open(choosing)).socket.protocol;
    },
    async "bufferedAmount"({ plain }) {
        const watched = await Watched.open(plain);
        const before = watched.socket.bufferedAmount;
        const answer = watched.message();
        watched.socket.send("é€.");
        const sent = watched.socket.bufferedAmount;
        await answer;
        return { before, sent, echoed: watched.socket.bufferedAmount };
    },
    async "half a surrogate pair"({ plain }) {
        const watched = await Watched.open(plain);
        const answer = watched.message();
        watched.socket.send("\ud800");
        return (await answer).data;
    },
    async "readyState"({ plain }) {
        const watched = new Watched(plain);
        const states = [watched.socket.readyState];
        await watched.opened;
        states.push(watched.socket.readyState);
        watched.socket.close();
        states.push(watched.socket.readyState);
        await watched.closed;
        return [...states, watched.socket.readyState];
    },

    "close()": closing(),
    "close(1000)": closing(1000),
    "close(3000)": closing(3000),
    "close(1000, reason)": closing(1000, "done"),
    "close(4999, 123 bytes)": closing(4999, "à bientôt, ".repeat(9) + "......"),
    async "close(none, reason)"({ plain }) {
        const watched = await Watched.open(plain);
        return watched.end(undefined, "alone").catch((error) => error.name);
    },
    async "close() twice"({ plain }) {
        const watched = await Watched.open(plain);
        watched.socket.close(3001, "first");
        return watched.end(3002, "second");
    },
    async "close() after the end"({ plain }) {
        const watched = await Watched.open(plain);
        await watched.end(1000);
        return watched.end(3000);
    },
    "close() while connecting": ({ plain }) => new Watched(plain).end(),
    async "nobody listens"({ nobody }) {
        const watched = new Watched(nobody);
        await watched.closed;
        return watched.story;
    },
    async "unknown authority"({ unknown }) {
        const watched = new Watched(unknown);
        await watched.closed;
        return watched.story;
    },
    async "message too big"({ small }) {
        const watched = await Watched.open(small);
        watched.socket.send("z".repeat(1001));
        const event = await watched.closed;
        return [["close", event.code, event.wasClean]];
    },

    "close(0)": refusing(0),
    "close(999)": refusing(999),
    "close(1001)": refusing(1001),
    "close(1005)": refusing(1005),
    "close(1006)": refusing(1006),
    "close(1015)": refusing(1015),
    "close(2999)": refusing(2999),
    "close(5000)": refusing(5000),
    // 66536 is 1000 once cut to 16 bits; the web clamps instead.
    "close(66536)": refusing(66536),
    "close(-1)": refusing(-1),
    "close(1000, 124 bytes)": refusing(1000, "é".repeat(62)),
    "close(999, 124 bytes)": refusing(999, "é".repeat(62)),
    async "close(999) after the end"({ plain }) {
        const watched = await Watched.open(plain);
        await watched.end();
        return nameThrown(() => watched.socket.close(999));
    },
    "a URL with a fragment": ({ plain }) => nameThrown(() => new WebSocket(plain + "#part").close()),
    "a subprotocol twice": ({ plain }) => nameThrown(() => new WebSocket(plain, ["a", "a"]).close()),

    async "the event"({ plain }) {
        const watched = await Watched.open(plain);
        watched.socket.close();
        const { type, bubbles, cancelable, target } = await watched.closed;
        return { type, bubbles, cancelable, isTarget: target === watched.socket };
    },
    async "a new CloseEvent"() {
        const { type, code, reason, wasClean } = new CloseEvent("any");
        return { type, code, reason, wasClean };
    },
};

main();
