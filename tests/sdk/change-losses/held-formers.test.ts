import { deepStrictEqual } from "node:assert";
import { deployedValues, heldFormers } from "../../../sdk/change-losses";
import { landingZoneOf, reader } from "../grant/support";

/** The old secrets of account a and their replicas, while its stack has a secret with replicas in these regions. */
function formersOf(id: string, regions: string[]) {
  const zone = landingZoneOf({
    secrets:
      "\n  new: { account: a, renamedFrom: old, replicas: [{ region: eu-west-1 }, { region: eu-central-1 }] }",
    readers: reader("[new]", "    region: eu-west-1"),
  });
  const [account] = zone.accounts;
  if (!account) throw new Error("no account");
  const type = "aws:secretsmanager/secret:Secret";
  const outputs = {
    arn: `arn:aws:secretsmanager:us-east-1:${account.id}:secret:${id}-AbCdEf`,
    replicas: regions.map((region) => ({ region })),
  };
  const { secrets } = deployedValues(account.name, [
    { urn: `urn:pulumi:a.secrets::p::${type}::${id}-secret`, type, outputs },
  ]);
  return heldFormers(zone, account, secrets).map(({ grants, replicas }) => [
    replicas.map(({ region }) => region),
    grants.map(({ target }) => target.replicas?.length),
  ]);
}

describe("an old secret that a stack holds", () => {
  it("keeps the replicas that it has, and gets none that the new secret gets", () => {
    deepStrictEqual(formersOf("old", ["eu-west-1"]), [[["eu-west-1"], [1]]]);
    deepStrictEqual(formersOf("old", []), [[[], [0]]]);
  });

  it("is none where the stack does not hold it", () => {
    deepStrictEqual(formersOf("other", ["eu-west-1"]), []);
  });
});
