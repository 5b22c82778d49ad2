// A client that gets every message answered, however often its connection is lost.
import { createRequire } from "node:module";

const WebSocket = globalThis.WebSocket ?? createRequire(import.meta.url)("ws");

export async function exchange(url, messages, { attempts = 5, firstWait = 20 } = {}) {
  const result = { answers: [], attempts: 0, ends: [] };
  let wait = firstWait;
  while (result.attempts < attempts) {
    result.attempts += 1;
    const end = await converse(url, messages, result.answers);
    result.ends.push(end.code);
    if (result.answers.length === messages.length) return result;
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait *= 2;
  }
  throw new Error(
    `gave up: ${result.attempts} connections, ${result.answers.length} of ${messages.length} messages answered`);
}

// Sends each message when the one before has been answered; ends with the close event.
function converse(url, messages, answers) {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    const next = () => {
      if (answers.length < messages.length) socket.send(messages[answers.length]);
      else socket.close(1000);
    };
    socket.onopen = next;
    socket.onmessage = (event) => {
      answers.push(String(event.data));
      next();
    };
    socket.onclose = resolve;
    // node 20 has no close event for a handshake that failed, only this one.
    socket.onerror = () => setTimeout(() => resolve({ code: 1006 }), 10);
  });
}
