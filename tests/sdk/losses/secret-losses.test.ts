import { deepStrictEqual } from "node:assert";

import { secretLoss, secretRemovals } from "../../../sdk/losses/secret-losses";
import { landingZoneOf } from "../grant/support";

const ARN = "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-aBcDeF";
const READERS = "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }";

const zone = (own: string, readers = READERS) => landingZoneOf({ secrets: `\n  ${own}`, readers });

/** What a deployment says of the secret `own` that its stack holds. */
function found(after: ReturnType<typeof zone>, recoveryDays?: number) {
  const [account] = after.accounts;
  if (!account) throw new Error("no account");
  return secretRemovals([{ id: "own", arn: ARN, recoveryDays }], account, after);
}
const removals = (after: ReturnType<typeof zone>) => found(after).map(({ why }) => why);

describe("a secret that a stack holds", () => {
  it("stays where its name and place stay, whatever else changes", () => {
    deepStrictEqual(removals(zone("own: { account: a, key: pods, sealed: true }")), []);
    deepStrictEqual(removals(zone(`own: { account: a, existing: true, arn: "${ARN}" }`)), []);
  });

  it("needs no name only where it has no value or is deleted already", () => {
    const [one] = found(zone("other: { account: a }", " {}"), 30);
    const says = (value?: string) => {
      const { name, says } = (one && secretLoss(one, { value })) ?? {};
      return [name, says?.replace(/^secret own of account 111111111111 \(a\) /, "")];
    };
    const gone = ", and the inventory no longer has it";
    deepStrictEqual(says("put"), ["own", `has a value${gone}`]);
    for (const open of [undefined, "unknown"]) {
      deepStrictEqual(says(open), ["own", `may have a value${gone}`]);
    }
    deepStrictEqual(says("missing"), [undefined, "has no value, and will be deleted"]);
    for (const deleted of ["not deployed", "scheduled for deletion"]) {
      deepStrictEqual(says(deleted), [undefined, "is deleted already"]);
    }
  });

  it("is deleted where the inventory no longer has it, or gives it another name or region", () => {
    const place = (instead: string) => [
      `the inventory gives it ${instead}, where a new one is made without the value`,
    ];
    deepStrictEqual(removals(zone("other: { account: a }", " {}")), [
      "the inventory no longer has it",
    ]);
    deepStrictEqual(
      removals(zone("own: { account: a, name: mine, region: eu-west-1 }", " {}")),
      place("region eu-west-1 instead of us-east-1, name mine instead of own"),
    );
    const another = ARN.replace("aBcDeF", "aBcDeG");
    deepStrictEqual(removals(zone(`own: { account: a, existing: true, arn: "${another}" }`)), [
      "the inventory says that another one exists",
    ]);
  });
});
