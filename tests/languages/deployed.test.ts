import { deepStrictEqual, ok } from "node:assert/strict";

import { normalState } from "./normal-state";
import { scenario } from "./scenario";

/** Programs that are to deploy what the one in TypeScript does. */
const examples = ["languages/yaml"];

describe("the example of the components in other languages", function () {
  this.timeout(10 * 60_000); // The first run builds language hosts.
  let wanted: object[];
  before(async () => {
    wanted = await stateOf("components");
    ok(wanted.length > 12);
  });

  for (const example of examples) {
    it(`${example} deploys what the program in TypeScript deploys`, async () => {
      deepStrictEqual(await stateOf(example), wanted);
    });
  }
});

async function stateOf(example: string): Promise<object[]> {
  const { pulumi, remove } = await scenario(example);
  try {
    await pulumi("up", "--yes", "--stack", "dev");
    return normalState(await pulumi("stack", "export", "--stack", "dev"));
  } finally {
    await remove();
  }
}
