import { match, strictEqual } from "node:assert";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { brokenStateAdvice, isBrokenState } from "../../../../cli/stacks/backend/stacks-in-backend";
import { filesIn } from "../../support";

/** Does something with a backend of files whose stacks have these states. */
async function withStates(
  states: Record<string, string>,
  use: (url: string, directory: string) => void,
) {
  const backend = filesIn({});
  const directory = join(backend, ".pulumi/stacks/shop");
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(states)) writeFileSync(join(directory, name), text);
  use(`file://${backend}?metadata=skip`, directory);
}

describe("a state that a full disk has cut off", () => {
  it("is known by the engine's words", () => {
    for (const said of [
      "error: place 1: unexpected end of JSON input",
      "error: failed to load checkpoint: place 1: unexpected end of JSON input",
      "error: could not deserialize deployment: unexpected end of JSON input",
      "place 1: invalid character 'g' after top-level value",
    ]) {
      strictEqual(isBrokenState(said), true, said);
    }
    strictEqual(isBrokenState('error: no stack named "a.secrets" found'), false);
  });

  it("is named, with the copy that the engine left beside it", () =>
    withStates(
      { "a.secrets.json": '{"version":', "a.secrets.json.bak": "{}", "b.secrets.json": "{}" },
      (url, directory) => {
        const advice = brokenStateAdvice(url);
        match(advice, /^the state of stack a\.secrets is cut off/);
        match(
          advice,
          new RegExp(`cp ${directory}/a.secrets.json.bak ${directory}/a.secrets.json\n`),
        );
        strictEqual(advice.includes("b.secrets"), false);
      },
    ));

  it("is to be taken from the engine's other copies where that one is broken, too", () =>
    withStates({ "a.secrets.json": "", "a.secrets.json.bak": "" }, (url, directory) => {
      const advice = brokenStateAdvice(url);
      match(advice, new RegExp(`\\.pulumi/backups .* to ${directory}/a.secrets.json\n`));
      strictEqual(advice.includes("cp "), false);
    }));

  it("is told of without a name where the backend's files are elsewhere", () => {
    match(brokenStateAdvice("s3://state"), /^the state of a stack is cut off.*\.pulumi\/backups/);
  });
});
