import { deepStrictEqual } from "node:assert";

import { filesIn, run } from "../support";

const INVENTORY = `id: lz-warnings
accounts:
  a: { id: "111111111111", region: us-east-1 }
secrets:
  db-admin1: { account: a }
`;

describe("warnings of an inventory", () => {
  it("are printed by check, plan and up, and by no verb that only reads", async () => {
    const directory = filesIn({ "zone.yaml": INVENTORY });
    const option = ["--inventory", `${directory}/zone.yaml`];
    const warns = async (...args: string[]) =>
      (await run([...args, ...option])).stderr.includes("warning: secrets.db-admin1");
    const verbs = [
      ["check"],
      ["plan"],
      ["up"],
      ["permissions"],
      ["prove"],
      ["what-can-read", "web"],
    ];
    const said = await Promise.all(
      [...verbs, ["destroy"], ["who-can-read", "db-admin1"]].map(async ([verb = "", ...args]) =>
        (await warns(verb, ...args)) ? [verb] : [],
      ),
    );
    deepStrictEqual(said.flat(), ["check", "plan", "up"]);
  });
});
