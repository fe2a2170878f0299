import { deepStrictEqual, ok } from "node:assert/strict";

import { type NormalResource, normalState, withSchemaNames } from "./normal-state";
import { scenario } from "./scenario";

describe("the example of the components in other languages", function () {
  this.timeout(10 * 60_000); // The first run builds or installs what runs the language.
  let wanted: NormalResource[];
  before(async () => {
    wanted = await stateOf("components");
    ok(wanted.length > 12);
  });

  for (const language of ["yaml", "go", "python"]) {
    it(`deploys in ${language} what it deploys in TypeScript`, async () => {
      const state = await stateOf(`languages/${language}`);
      deepStrictEqual(language === "python" ? state.map(withSchemaNames) : state, wanted);
    });
  }
});

async function stateOf(example: string): Promise<NormalResource[]> {
  const { pulumi, remove } = await scenario(example);
  try {
    await pulumi("up", "--yes", "--stack", "dev");
    return normalState(await pulumi("stack", "export", "--stack", "dev"));
  } finally {
    await remove();
  }
}
