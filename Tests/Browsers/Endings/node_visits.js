// node's own WebSocket: jobs come on stdin as JSON, what each visit saw goes out as a line.
"use strict";
const { visitAll } = require("./visit.js");

// undici throws out of reach when a server selects a subprotocol that nobody offered; the visit sees nothing.
process.on("uncaughtException", (error) => process.stderr.write(`uncaught: ${error.message}\n`));

const { jobs, atOnce } = JSON.parse(require("node:fs").readFileSync(0));
const tell = (seen) => process.stdout.write(JSON.stringify(seen) + "\n");
visitAll(jobs, atOnce, tell).then(() => tell(null));
// Who has seen the last line ends this, when the sessions have ended too.
setInterval(() => {}, 1000);
