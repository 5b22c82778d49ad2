import assert from "node:assert/strict";
import { test } from "node:test";
import { proxy } from "./closecall.mjs";
import { exchange } from "./reconnecting-client.mjs";

const messages = ["one", "two", "three"];

test("a connection lost in mid-message costs no message", async (t) => {
  const result = await exchange(await proxy(t, "lost-in-mid-message.yaml"), messages);
  assert.deepEqual(result.answers, messages);
  assert.deepEqual(result.ends, [1006, 1000]);
});

test("a server that is overloaded is asked again", async (t) => {
  const result = await exchange(await proxy(t, "try-again-later.yaml"), messages);
  assert.deepEqual(result.answers, messages);
  assert.deepEqual(result.ends, [1013, 1000]);
});

test("a server that is starting is waited for", async (t) => {
  const result = await exchange(await proxy(t, "not-yet.yaml"), messages);
  assert.deepEqual(result.answers, messages);
  // A browser's API says nothing of the status.
  assert.deepEqual(result.ends, [1006, 1006, 1000]);
});

test("a client gives up some day", async (t) => {
  const url = await proxy(t, "not-yet.yaml");
  await assert.rejects(exchange(url, messages, { attempts: 2 }), /2 connections, 0 of 3/);
});
