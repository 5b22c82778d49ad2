// One visit: opens a WebSocket as a job says, does what it says, and tells what the API reported.
// The same in a page and in node; `seen` is what a visit gives.
"use strict";

// An error that no close event follows, which is node's way with handshakes, is the end all the same.
const ERROR_ALONE_MS = 2000;
// When a job has nothing more to do and nobody has closed.
const IDLE_MS = 1000;

function visit(job) {
    return new Promise((resolve) => {
        const seen = {
            name: job.name, way: job.way, opened: false, error: false, messages: 0, code: null, reason: null,
            wasClean: null, ms: null,
        };
        const began = performance.now();
        const done = () => {
            clearTimeout(limit);
            resolve(seen);
        };
        const limit = setTimeout(done, job.limit * 1000);
        let heard = () => {};
        const socket = job.protocols.length ? new WebSocket(job.url, job.protocols) : new WebSocket(job.url);
        socket.binaryType = "arraybuffer";
        socket.onopen = () => {
            seen.opened = true;
            if (job.close) socket.close(...job.close);
            if (job.steps) play(job.steps, socket, seen, (listener) => { heard = listener; });
        };
        socket.onmessage = () => { seen.messages += 1; heard(); };
        socket.onerror = () => {
            seen.error = true;
            seen.ms = performance.now() - began;
            setTimeout(done, ERROR_ALONE_MS);
        };
        socket.onclose = ({ code, reason, wasClean }) => {
            Object.assign(seen, { code, reason, wasClean });
            seen.ms = performance.now() - began;
            heard();
            done();
        };
    });
}

async function play(steps, socket, seen, listen) {
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const isOpen = () => socket.readyState === WebSocket.OPEN;
    for (const [verb, ...words] of steps) {
        if (verb === "text") socket.send(words[0]);
        if (verb === "binary") socket.send(Uint8Array.from(words[0]));
        if (verb === "wait") await pause(words[0]);
        if (verb === "close" && isOpen()) socket.close(...words);
        while (verb === "receive" && seen.messages < words[0] && isOpen()) await new Promise(listen);
    }
    await pause(IDLE_MS);
    if (isOpen()) socket.close(1000);
}

// Several at once, each told of as it ends.
async function visitAll(jobs, atOnce, tell) {
    const rest = [...jobs].reverse();
    const worker = async () => {
        while (rest.length > 0) await tell(await visit(rest.pop()));
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
}

if (typeof module !== "undefined") module.exports = { visitAll };
