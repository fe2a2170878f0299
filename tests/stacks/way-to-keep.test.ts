import { deepStrictEqual } from "node:assert";

import { parseInventory } from "../../sdk/grant";
import { successors } from "../../stacks/former-secrets";
import { wayToKeep } from "../../stacks/way-to-keep";
import { inventoryText, landingZoneOf } from "../grant/support";

const arnOf = (name: string) =>
  `arn:aws:secretsmanager:us-east-1:111111111111:secret:${name}-aBcDeF`;
const zone = (...entries: string[]) =>
  landingZoneOf({ secrets: ["", ...entries].join("\n  "), readers: " {}" });

/** What is said of the secret `own` of account a, by this name in AWS. */
function way(name: string, deployed: string[], ...entries: string[]) {
  const held = { id: "own", arn: arnOf(name) };
  return wayToKeep(held, { name: "a" }, zone(...entries).secrets, deployed);
}

describe("what keeps the value of a secret that would go", () => {
  it("is renamedFrom in the one entry that is new", () => {
    const entries = ["mine: { account: a }", "other: { account: a }"];
    deepStrictEqual(
      way("own", ["own", "other"], ...entries),
      "to keep the value as secret mine, write into secrets.mine: renamedFrom: own",
    );
    deepStrictEqual(
      way("legacy", ["own", "other"], ...entries),
      "to keep the value as secret mine, write into secrets.mine: renamedFrom: { secret: own, name: legacy }",
    );
  });

  it("names the new entries where there are several, and none where there is none", () => {
    deepStrictEqual(
      way("own", [], "mine: { account: a }", "other: { account: a }"),
      "to keep the value under another key (mine, other), write into the entry of that key: renamedFrom: own",
    );
    deepStrictEqual(
      way("own", ["other"], "other: { account: a }"),
      "to keep the value under another key, write into the entry of that key: renamedFrom: own",
    );
  });

  it("is movedFrom where another account owns it, and another key where its name or region changed", () => {
    deepStrictEqual(
      way("own", [], "own: { account: b }"),
      "to keep the value, write into secrets.own: movedFrom: a",
    );
    deepStrictEqual(
      way("own", [], "own: { account: a, name: new }"),
      "to keep the value, give the entry another key than own, and write into it: renamedFrom: own",
    );
    deepStrictEqual(
      way("own", [], "own: { account: a, region: eu-west-1 }"),
      "to keep the value, give the entry another key than own, and write into it: renamedFrom: own, movedFrom: { region: us-east-1 }",
    );
  });

  it("is nothing of a secret that exists", () => {
    const existing = `own: { account: a, existing: true, arn: "${arnOf("x")}" }`;
    deepStrictEqual(way("own", [], existing), undefined);
  });

  it("is what the inventory takes: the old secret is then one that stays", () => {
    for (const entry of [
      "mine: { account: a, renamedFrom: own }",
      "mine: { account: a, renamedFrom: { secret: own, name: legacy } }",
      "own: { account: b, movedFrom: a }",
      "mine: { account: a, region: eu-west-1, renamedFrom: own, movedFrom: { region: us-east-1 } }",
    ]) {
      const text = inventoryText({ secrets: `\n  ${entry}`, readers: " {}" });
      const parsed = parseInventory(text, "zone.yaml");
      const [problem] = "problems" in parsed ? parsed.problems : [];
      deepStrictEqual(problem?.message, undefined);
      const [one] = "landingZone" in parsed ? successors(parsed.landingZone) : [];
      deepStrictEqual([one?.former.id, one?.former.region], ["own", "us-east-1"]);
    }
  });
});
