// The lines that docs/openfeature.md gives to users of Node and of browsers, just as they stand there.
import "./browser.mjs";
import { OpenFeature as Server } from "@openfeature/server-sdk";
import { OpenFeature as Web } from "@openfeature/web-sdk";
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { after, test } from "node:test";
import { evalService } from "./engine.mjs";

const page = await readFile(process.env.PAGE, "utf8");

after(() => Promise.all([Server.close(), Web.close()]));

for (const reader of ["Node", "Browser"]) {
  test(`the lines for ${reader} print what the flag serves`, async (context) => {
    const printed = [];
    context.mock.method(console, "log", (line) => printed.push(line));
    const module = `./lines-for-${reader}.mjs`;
    await writeFile(module, linesFor(reader).replaceAll("http://localhost:3001", evalService));

    await import(module);

    assert.deepEqual(printed, [true]);
  });
}

function linesFor(reader) {
  const [, section] = page.split(`### ${reader}\n`);
  return section.match(/```js\n([^]*?)```/)[1];
}
