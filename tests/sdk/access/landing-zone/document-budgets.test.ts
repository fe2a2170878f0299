import { deepStrictEqual } from "node:assert";

import { documentBudgets } from "../../../../sdk/access/landing-zone/landing-zone-documents";
import { parseInventory } from "../../../../sdk/grant";

/** The messages about an inventory of many readers and many secrets, each reader reading each secret. */
function problems(readers: number, secrets: number, mode = "resourcePolicy"): string[] {
  const ids = (name: string, count: number) =>
    Array.from({ length: count }, (_, n) => `${name}-${n}`);
  const inventory = {
    accounts: {
      a: { id: "111111111111", region: "eu-west-1" },
      b: { id: "222222222222", region: "eu-west-1" },
    },
    clusters: { shop: { account: "a", existing: true } },
    secrets: Object.fromEntries(
      ids("secret", secrets).map((id) => [id, { account: "b", key: "k" }]),
    ),
    readers: Object.fromEntries(
      ids("reader", readers).map((id) => [
        id,
        {
          cluster: "shop",
          namespace: "shop",
          serviceAccount: id,
          mode,
          reads: ids("secret", secrets),
        },
      ]),
    ),
  };
  const parsed = parseInventory(JSON.stringify(inventory), "landing-zone.yaml", [documentBudgets]);
  return "problems" in parsed ? parsed.problems.map(({ message }) => message) : [];
}

describe("documentBudgets", () => {
  it("is content with an inventory whose documents fit", () => {
    deepStrictEqual(problems(10, 3), []);
  });

  it("rejects a secret with more readers than its resource policy holds", () => {
    deepStrictEqual(
      problems(41, 1).map((message) => message.replace(/got \d+/, "got N")),
      [
        "secrets.secret-0 is over a limit of AWS: resource policy of the secret must be at most 20480 characters, got N; let further readers use mode targetRole, which needs no statement here",
      ],
    );
  });

  it("lets the same readers through target roles", () => {
    deepStrictEqual(problems(41, 1, "targetRole"), []);
  });

  it("rejects a reader of more secrets than its identity policy holds", () => {
    deepStrictEqual(
      problems(1, 80).map((message) => message.replace(/got \d+/, "got N")),
      [
        "readers.reader-0 is over a limit of AWS: identity policy of the role must be at most 10240 characters, got N; split the reader into several service accounts, each with fewer secrets",
      ],
    );
  });
});
