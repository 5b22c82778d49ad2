// Starts a closecall that listens, and gives its URL.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export async function closecall(test, ...words) {
  const program = process.env.CLOSECALL ?? "closecall";
  const child = spawn(program, [...words, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const exit = new Promise((resolve) => child.on("exit", resolve));
  test.after(() => {
    child.kill("SIGTERM");
    return exit;
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const match = /^listening on (.*)$/.exec(line);
    if (match) return match[1];
    throw new Error(`closecall said "${line}"`);
  }
  throw new Error("closecall ended before it listened");
}

// A proxy with a scenario, before an echo server.
export async function proxy(test, scenario) {
  const server = await closecall(test, "serve");
  const path = fileURLToPath(new URL(`../scenarios/${scenario}`, import.meta.url));
  return closecall(test, "proxy", server, "--scenario", path);
}
