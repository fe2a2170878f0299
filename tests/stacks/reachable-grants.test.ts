import { deepStrictEqual, strictEqual } from "node:assert";

import { withReachableGrants } from "../../stacks/reachable-grants";
import { landingZone } from "./run-stack";

/** What the one reader of an inventory still reads, and what it read before. */
function reads(mode: string, objects: string): { kept: string[]; before: string[] } {
  const zone = landingZone(`
accounts:
  a: { id: "111111111111", region: eu-west-1 }
  b: { id: "222222222222", region: eu-west-1 }
clusters: { shop: { account: a, existing: true } }
secrets: { theirs: { account: b, key: k } }
parameters: { flags: { account: a } }
readers: { shop: { cluster: shop, namespace: shop, serviceAccount: shop, mode: ${mode}, reads: ${objects} } }
`);
  const ids = (one: typeof zone) =>
    one.readers.flatMap(({ grants }) => grants.map(({ target }) => target.id));
  return { kept: ids(withReachableGrants(zone)), before: ids(zone) };
}

describe("withReachableGrants", () => {
  it("drops a parameter of the cluster's account from a reader that reads as a target role", () => {
    const { before, kept } = reads("targetRole", "[theirs, { parameter: flags }]");
    deepStrictEqual(before, ["theirs", "flags"]);
    deepStrictEqual(kept, ["theirs"]);
  });

  it("keeps it where the pod reads as its own role", () => {
    deepStrictEqual(reads("resourcePolicy", "[theirs, { parameter: flags }]").kept, [
      "theirs",
      "flags",
    ]);
  });

  it("leaves a reader that reaches everything as it is", () => {
    const zone = landingZone(`
accounts: { a: { id: "111111111111", region: eu-west-1 } }
clusters: { shop: { account: a, existing: true } }
secrets: { own: { account: a } }
readers: { shop: { cluster: shop, namespace: shop, serviceAccount: shop, reads: [own] } }
`);
    strictEqual(withReachableGrants(zone).readers[0], zone.readers[0]);
  });
});
