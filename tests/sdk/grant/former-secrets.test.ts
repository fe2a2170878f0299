import { deepStrictEqual } from "node:assert";

import { inventoryText, landingZoneOf, rejectsEach } from "./support";

const READERS = " {}";
const secrets = (...lines: string[]) =>
  inventoryText({ secrets: ["", ...lines].join("\n  "), readers: READERS });

/** Where the first secret was, as the inventory says. */
function former(entry: string) {
  const { secrets: found } = landingZoneOf({ secrets: `\n  ${entry}`, readers: READERS });
  const was = found[0]?.former;
  return was && { ...was, account: was.account.name, key: was.key?.id };
}

describe("a secret that was renamed or moved", () => {
  it("was in the same place under its old key, or where the inventory says", () => {
    deepStrictEqual(former("own: { account: a }"), undefined);
    const here = { account: "a", region: "us-east-1", key: undefined };
    deepStrictEqual(former("own: { account: a, renamedFrom: old }"), {
      ...here,
      ...{ id: "old", name: "old", keepDays: 7 },
    });
    deepStrictEqual(
      former("own: { account: a, renamedFrom: { secret: old, name: shop/old, keepDays: 30 } }"),
      { ...here, ...{ id: "old", name: "shop/old", keepDays: 30 } },
    );
    deepStrictEqual(former("own: { account: a, name: mine, key: pods, movedFrom: b }"), {
      ...{ account: "b", region: "us-east-1", key: "b/us-east-1/pods" },
      ...{ id: "own", name: "mine", keepDays: 7 },
    });
    deepStrictEqual(
      former(
        "own: { account: a, renamedFrom: old, movedFrom: { region: eu-west-1, keepDays: 0 } }",
      ),
      { ...here, region: "eu-west-1", ...{ id: "old", name: "old", keepDays: 0 } },
    );
  });

  const ARN = "arn:aws:secretsmanager:us-east-1:111111111111:secret:x-aBcDeF";
  rejectsEach({
    'secrets.own.renamedFrom must be a key that no entry has any more, got "old"; take that entry out: its secret stays until this one has its value':
      secrets("old: { account: a }", "own: { account: a, renamedFrom: §old }"),
    "secrets.one.renamedFrom must be another key than the secret has now: to change its name, give the entry another key, too":
      secrets("one: { account: a, renamedFrom: §one }"),
    'secrets.two must have been a secret of its own, got "old" in us-east-1 of a, which the old one of one is; set name or region of renamedFrom or movedFrom':
      secrets("one: { account: a, renamedFrom: old }", "§two: { account: a, renamedFrom: old }"),
    'secrets.own must have been a secret of its own, got "old" in us-east-1 of a, which other is; set name or region of renamedFrom or movedFrom':
      secrets("other: { account: a, name: old }", "§own: { account: a, renamedFrom: old }"),
    "secrets.own.renamedFrom must be left out: the secret exists, and nothing is copied to it":
      secrets(`own: { account: a, existing: true, arn: "${ARN}", renamedFrom: §old }`),
    "secrets.own.movedFrom must be another account or region than the secret has now, a and us-east-1":
      secrets("own: { account: a, movedFrom: §a }"),
    "secrets.own.movedFrom needs renamedFrom, too, within one account; give the entry another key, and the old one as renamedFrom":
      secrets("own: { account: a, §movedFrom: { region: eu-west-1 } }"),
    'secrets.own.movedFrom must name an account of this inventory, got "c"; did you mean "a"?':
      secrets("own: { account: a, movedFrom: §c }"),
    "secrets.own.movedFrom.keepDays must be that of renamedFrom, 1, got 2": secrets(
      "own: { account: a, renamedFrom: { secret: old, keepDays: 1 }, movedFrom: { account: b, keepDays: §2 } }",
    ),
    "secrets.own.renamedFrom.keepDays must be a whole number from 0 to 365, got the number 1000":
      secrets("own: { account: a, renamedFrom: { secret: old, keepDays: §1000 } }"),
  });
});
