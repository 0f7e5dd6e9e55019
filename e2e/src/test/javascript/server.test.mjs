// OpenFeature's client for Node with its OFREP provider, as they come, on a running engine.
import { OFREPProvider } from "@openfeature/ofrep-provider";
import { ErrorCode, OpenFeature } from "@openfeature/server-sdk";
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { environment, evalService, guarded, until } from "./engine.mjs";

const pro = { targetingKey: "u-1", plan: "pro" };

after(() => OpenFeature.close());

test("a value comes with its variant, reason and metadata", async () => {
  const details = await (await client()).getBooleanDetails("checkout", false, pro);

  assert.equal(details.value, true);
  assert.equal(details.variant, "on");
  assert.equal(details.reason, "SPLIT");
  assert.equal(details.errorCode, undefined);
  assert.deepEqual(details.flagMetadata, { flagSetId: "production", version: 1 });
});

test("every type of value arrives as it is", async () => {
  const flags = await client();

  assert.equal(await flags.getBooleanValue("checkout", false, pro), true);
  assert.equal(await flags.getStringValue("greeting", "?", pro), "Grüße, 世界 🌸");
  assert.equal(await flags.getStringValue("silence", "?", pro), "");
  assert.equal(await flags.getNumberValue("limit", 0), 10);
  assert.equal(await flags.getNumberValue("huge", 0), Number.MAX_SAFE_INTEGER);
  assert.equal(await flags.getNumberValue("price", 0), 10);
  assert.equal(await flags.getNumberValue("ratio", 0), 0.3333333333333333);
  assert.deepEqual(await flags.getObjectValue("steps", []), ["cart", "pay"]);
  assert.deepEqual(await flags.getObjectValue("layout", {}), {
    columns: 3,
    gap: 1,
    title: "Übersicht",
    dark: false,
    none: null,
    areas: ["head", "main", { name: "foot", height: 0.5 }],
  });
});

test("the rule that served is named", async () => {
  const served = await (await client()).getNumberDetails("limit", 0, pro);

  assert.equal(served.value, 2_000_000_000);
  assert.equal(served.reason, "TARGETING_MATCH");
  assert.equal(served.flagMetadata.ruleId, "pros");
  assert.equal((await (await client()).getNumberDetails("limit", 0)).reason, "DEFAULT");
  assert.equal((await (await client()).getStringDetails("greeting", "?")).reason, "STATIC");
});

test("a disabled flag serves its off value and not the caller's default", async () => {
  const details = await (await client()).getBooleanDetails("dark", true, pro);

  assert.equal(details.value, false);
  assert.equal(details.reason, "DISABLED");
});

test("an unknown flag is the caller's default and says so, whatever its key", async () => {
  for (const key of ["no-such-flag", "größe", "a key", "a/key"]) {
    assertError(await (await client()).getBooleanDetails(key, true, pro), ErrorCode.FLAG_NOT_FOUND);
  }
});

test("another type than the flag's is the caller's default and says so", async () => {
  assertError(await (await client()).getBooleanDetails("greeting", true, pro), ErrorCode.TYPE_MISMATCH);
});

test("a flag that buckets asks for a targeting key", async () => {
  const flags = await client();

  assertError(await flags.getBooleanDetails("half", true, {}), ErrorCode.TARGETING_KEY_MISSING);
  assert.equal((await flags.getBooleanDetails("half", true, pro)).errorCode, undefined);
});

test("a change in an environment of its own reaches the client", async () => {
  const own = await environment();
  await own.create({ key: "moving", enabled: true });
  const flags = await client({ baseUrl: own.baseUrl });
  const before = await flags.getBooleanDetails("moving", true);

  await own.change("moving", { defaultVariant: "on" });

  assert.equal(before.value, false);
  assert.equal(before.flagMetadata.flagSetId, own.key);
  await until("the change", () => flags.getBooleanValue("moving", false));
  assertError(await (await client()).getBooleanDetails("moving", true), ErrorCode.FLAG_NOT_FOUND);
});

for (const [header, value] of [["Authorization", "Bearer sesame"], ["X-API-Key", "sesame"]]) {
  test(`a token is sent as ${header} and decides`, async () => {
    const known = await client({ baseUrl: guarded, headers: [[header, value]] });
    const unknown = await client({ baseUrl: guarded, headers: [[header, `${value}!`]] });
    const open = await client({ headers: [[header, value]] });

    assert.equal(await known.getBooleanValue("flag", false), true);
    assertError(await unknown.getBooleanDetails("flag", true), ErrorCode.GENERAL);
    assert.equal(await open.getBooleanValue("checkout", false, pro), true);
  });
}

// Where the provider says less than the engine's answer; docs/openfeature.md tells of each.

test("in this version of the provider, a key is sent unencoded", async () => {
  assert.equal(await (await client()).getBooleanValue("checkout?", false, pro), true);
});

function assertError(details, code) {
  assert.equal(details.value, true, "the caller's default");
  assert.equal(details.reason, "ERROR");
  assert.equal(details.errorCode, code);
}

async function client(options) {
  const all = { baseUrl: evalService, ...options };
  const domain = JSON.stringify(all);
  await OpenFeature.setProviderAndWait(domain, new OFREPProvider(all));
  return OpenFeature.getClient(domain);
}
