import { deepStrictEqual } from "node:assert";
import { deployedPolicies } from "../../../../sdk/access/landing-zone/deployed-policies";
import { plannedArns } from "../../../../sdk/access/landing-zone/landing-zone-documents";
import { landingZoneOf } from "../../grant/support";

const zoneOf = (reads: string) => {
  const place = "cluster: shop, namespace: web";
  const readers = `
  web: { ${place}, serviceAccount: web, reads: [own] }
  api: { ${place}, serviceAccount: api, reads: [${reads}] }`;
  return landingZoneOf({ readers });
};

describe("deployedPolicies", () => {
  it("holds once what two landing zones have alike, and writes the rest anew", () => {
    const before = deployedPolicies(zoneOf("own"), plannedArns);
    const after = deployedPolicies(zoneOf("own, foreign"), plannedArns);
    const held = new Set(before.map(({ document }) => document));
    const anew = after.filter(({ document }) => !held.has(document));
    deepStrictEqual(
      anew.map(({ kind, subject }) => `${kind} ${subject.split("/").at(-1)}`).sort(),
      [
        "podRolePolicy shop-web-api-bbcb9cfa5f78",
        "secretKeyPolicy pods",
        "secretResourcePolicy foreign",
      ],
    );
  });
});
