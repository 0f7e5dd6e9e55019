// The engine that the build has started, and what one does with it as its user.
import { setTimeout as pause } from "node:timers/promises";

/** flag-api, which changes flags. */
export const flagApi = process.env.FLAG_API;

/** eval-service, which evaluates them. */
export const evalService = process.env.EVAL_SERVICE;

/** eval-service's OFREP behind a doorkeeper who knows the token `sesame`. */
export const guarded = process.env.GUARDED;

const PATIENCE_MILLIS = 10_000;
let places = 0;

/** An environment of the test's own: the base URL that its clients take, and how its flags change. */
export async function environment() {
  const key = `js-${process.pid}-${++places}`;
  await call("POST", `${flagApi}/projects/default/environments`, { key });
  const path = `/projects/default/environments/${key}`;
  const baseUrl = evalService + path;
  return {
    key,
    baseUrl,
    create: async (flag) => {
      await call("POST", `${flagApi}${path}/flags`, flag);
      await until(`${flag.key} to be known`, async () => (await serves(baseUrl, flag.key)) !== undefined);
    },
    change: (flag, edit) => call("PUT", `${flagApi}${path}/flags/${flag}`, edit),
  };
}

/** Waits, no longer than it takes, for what nothing announces. */
export async function until(what, condition) {
  const end = Date.now() + PATIENCE_MILLIS;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(10);
  }
}

/** The promise, or an error when it takes too long. */
export async function soon(what, promise) {
  const alarm = new AbortController();
  const late = pause(PATIENCE_MILLIS, undefined, { signal: alarm.signal }).then(
    () => Promise.reject(new Error(`waited in vain for ${what}`)),
    () => new Promise(() => {}),
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    alarm.abort();
  }
}

async function serves(baseUrl, flag) {
  const answer = await fetch(`${baseUrl}/evaluate`, {
    method: "POST",
    body: JSON.stringify({ flagKey: flag, context: {} }),
  });
  return answer.ok ? (await answer.json()).variant : undefined;
}

async function call(method, url, body) {
  const answer = await fetch(url, { method, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
}
