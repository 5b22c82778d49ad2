// node's own WebSocket, driven by lines on stdin; see programs.py for the words.
"use strict";
const [url, ...protocols] = process.argv.slice(2);
const say = (...words) => process.stdout.write(words.join(" ") + "\n");
const encode = (data) => Buffer.from(data).toString("base64");
const decode = (word) => Buffer.from(word ?? "", "base64");

const socket = new WebSocket(url, protocols);
socket.binaryType = "arraybuffer";
socket.onopen = () => say("open", encode(socket.protocol), encode(socket.extensions));
socket.onerror = (event) => say("error", event.message || "without a word");
socket.onmessage = ({ data }) => say(typeof data === "string" ? "text" : "binary", encode(data));
socket.onclose = ({ code, reason, wasClean }) => {
    say("closed", code, encode(reason), wasClean);
    process.stdin.destroy();
};

require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
    const [verb, first, second] = line.split(" ");
    switch (verb) {
        case "text": return socket.send(decode(first).toString());
        case "binary": return socket.send(decode(first));
        case "close": return socket.close(Number(first), decode(second).toString());
    }
});
