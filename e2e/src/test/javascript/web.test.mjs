// OpenFeature's client for browsers with its OFREP provider, as they come, on a running engine.
import "./browser.mjs";
import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";
import { ErrorCode, OpenFeature, ProviderEvents } from "@openfeature/web-sdk";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { environment, evalService, guarded, soon } from "./engine.mjs";
import { recording, way } from "./wire.mjs";

const pro = { targetingKey: "u-1", plan: "pro" };

afterEach(async () => {
  await OpenFeature.close();
  await OpenFeature.clearContexts();
});

test("a value comes with its variant, reason and metadata", async () => {
  const details = (await client(pro)).getBooleanDetails("checkout", false);

  assert.equal(details.value, true);
  assert.equal(details.variant, "on");
  assert.equal(details.reason, "SPLIT");
  assert.equal(details.errorCode, undefined);
  assert.deepEqual(details.flagMetadata, { flagSetId: "production", version: 1 });
});

test("every type of value arrives as it is", async () => {
  const flags = await client({});

  assert.equal(flags.getStringValue("greeting", "?"), "Grüße, 世界 🌸");
  assert.equal(flags.getStringValue("silence", "?"), "");
  assert.equal(flags.getNumberValue("limit", 0), 10);
  assert.equal(flags.getNumberValue("huge", 0), Number.MAX_SAFE_INTEGER);
  assert.equal(flags.getNumberValue("price", 0), 10);
  assert.equal(flags.getNumberValue("ratio", 0), 0.3333333333333333);
  assert.deepEqual(flags.getObjectValue("steps", []), ["cart", "pay"]);
  assert.deepEqual(flags.getObjectValue("layout", {}), {
    columns: 3,
    gap: 1,
    title: "Übersicht",
    dark: false,
    none: null,
    areas: ["head", "main", { name: "foot", height: 0.5 }],
  });
});

test("a disabled flag serves its off value and not the caller's default", async () => {
  const details = (await client(pro)).getBooleanDetails("dark", true);

  assert.equal(details.value, false);
  assert.equal(details.reason, "DISABLED");
});

test("an unknown flag is the caller's default and says so, whatever its key", async () => {
  const flags = await client(pro);

  for (const key of ["no-such-flag", "größe", "a/key", "checkout?"]) {
    assertError(flags.getBooleanDetails(key, true), ErrorCode.FLAG_NOT_FOUND);
  }
});

test("another type than the flag's is the caller's default and says so", async () => {
  assertError((await client(pro)).getBooleanDetails("greeting", true), ErrorCode.TYPE_MISMATCH);
});

test("a flag that buckets asks for a targeting key, and its neighbours are served", async () => {
  const flags = await client({});

  assertError(flags.getBooleanDetails("half", true), ErrorCode.TARGETING_KEY_MISSING);
  assert.equal(flags.getBooleanValue("checkout", false), true);
});

test("another context is another evaluation, also for the same person", async () => {
  const wire = recording();
  const flags = await client(
    { targetingKey: "u-1" },
    { fetchImplementation: wire.fetch, changeDetection: "none" },
  );
  const before = flags.getNumberDetails("limit", 0);

  await OpenFeature.setContext(pro);

  assert.equal(before.value, 10);
  assert.equal(before.reason, "DEFAULT");
  assert.equal(flags.getNumberDetails("limit", 0).value, 2_000_000_000);
  assert.equal(flags.getNumberDetails("limit", 0).flagMetadata.ruleId, "pros");
  assert.equal(wire.exchanges[1].ifNoneMatch, wire.exchanges[0].etag);
  assert.equal(wire.exchanges[1].status, 200);
});

test("polling sends the tag it has, gets a 304 while nothing changed, and then the change", async () => {
  const own = await environment();
  await own.create({ key: "moving", enabled: true });
  const wire = recording();
  const flags = await client(pro, {
    baseUrl: own.baseUrl,
    changeDetection: "polling",
    pollInterval: 50,
    fetchImplementation: wire.fetch,
  });
  const same = await soon("a 304", wire.until((exchange) => exchange.status === 304));
  const changed = happening(flags, ProviderEvents.ConfigurationChanged);

  await own.change("moving", { defaultVariant: "on" });
  const event = await soon("the change", changed);

  assert.equal(same.ifNoneMatch, wire.exchanges[0].etag);
  assert.deepEqual(event.flagsChanged, ["moving"]);
  assert.equal(flags.getBooleanValue("moving", false), true);
});

test("to follow the stream costs a 304, and then a change reaches the page without polling", async () => {
  const own = await environment();
  await own.create({ key: "moving", enabled: true });
  const wire = recording();
  const flags = await client(pro, { baseUrl: own.baseUrl, fetchImplementation: wire.fetch });
  const before = flags.getBooleanDetails("moving", true);
  const second = await soon("the stream's first word", wire.until((each) => each.url.includes("flagConfigEtag")));
  const changed = happening(flags, ProviderEvents.ConfigurationChanged);

  await own.change("moving", { defaultVariant: "on" });
  const event = await soon("the change", changed);

  assert.equal(before.value, false);
  assert.equal(before.flagMetadata.flagSetId, own.key);
  assert.equal(second.status, 304);
  assert.equal(second.ifNoneMatch, wire.exchanges[0].etag);
  assert.deepEqual(event.flagsChanged, ["moving"]);
  assert.equal(flags.getBooleanValue("moving", false), true);
});

test("a page that was cut off hears of what changed meanwhile", async (context) => {
  const own = await environment();
  await own.create({ key: "moving", enabled: true });
  const cable = await way(own.baseUrl);
  context.after(cable.close);
  const flags = await client(pro, { baseUrl: cable.url });
  const changed = happening(flags, ProviderEvents.ConfigurationChanged);
  const stale = happening(flags, ProviderEvents.Stale);

  cable.cut();
  await soon("the page to notice", stale);
  await own.change("moving", { defaultVariant: "on" });
  cable.mend();

  assert.deepEqual((await soon("the change", changed)).flagsChanged, ["moving"]);
  assert.equal(flags.getBooleanValue("moving", false), true);
});

test("a page whose start failed gets its flags when it sets its context again", async (context) => {
  const cable = await way(evalService);
  context.after(cable.close);
  cable.cut();
  await assert.rejects(client({}, { baseUrl: cable.url }));
  const flags = OpenFeature.getClient();
  assertError(flags.getBooleanDetails("checkout", true), ErrorCode.FLAG_NOT_FOUND);

  cable.mend();
  await OpenFeature.setContext(pro);

  assert.equal(flags.getBooleanValue("checkout", false), true);
});

test("a page that comes back starts with what it kept, and a 304 confirms it", async (context) => {
  const kept = new Map();
  globalThis.localStorage = { getItem: (key) => kept.get(key), setItem: (key, value) => kept.set(key, value) };
  context.after(() => delete globalThis.localStorage);
  await client(pro, { cacheMode: "local-cache-first" });
  await OpenFeature.close();
  const wire = recording();

  const flags = await client(pro, { cacheMode: "local-cache-first", fetchImplementation: wire.fetch });
  const details = flags.getBooleanDetails("checkout", false);
  const first = await soon("the look for news", wire.until(() => true));

  assert.equal(details.value, true);
  assert.equal(details.reason, "CACHED");
  assert.equal(first.status, 304);
});

for (const [header, value] of [["Authorization", "Bearer sesame"], ["X-API-Key", "sesame"]]) {
  test(`a token is sent as ${header} and decides`, async () => {
    const guardedBy = (token) =>
      client({}, { baseUrl: guarded, headers: [[header, token]], changeDetection: "none" });

    assert.equal((await guardedBy(value)).getBooleanValue("flag", false), true);
    await assert.rejects(guardedBy(`${value}!`), { code: ErrorCode.PROVIDER_FATAL });
  });
}

function assertError(details, code) {
  assert.equal(details.value, true, "the caller's default");
  assert.equal(details.reason, "ERROR");
  assert.equal(details.errorCode, code);
}

/** Resolves when the client tells of an event that is wanted. */
function happening(client, event, wanted = () => true) {
  return new Promise((resolve) => {
    client.addHandler(event, (details) => wanted(details) && resolve(details));
  });
}

async function client(context, options) {
  await OpenFeature.setContext(context);
  const provider = new OFREPWebProvider({ baseUrl: evalService, cacheMode: "disabled", ...options });
  await OpenFeature.setProviderAndWait(provider);
  return OpenFeature.getClient();
}
