import { deepStrictEqual } from "node:assert";

import { documentsOf } from "../../../cli/documents/stack-documents";
import { landingZoneOf } from "../../sdk/grant/support";

const [ID, KEY] = ["key-1", "arn:aws:kms:us-east-1:111111111111:key/key-1"];

function resource(type: string, outputs: Record<string, unknown>) {
  return { urn: `urn:pulumi:a.secrets::p::${type}::name`, type, inputs: {}, outputs };
}

describe("documentsOf", () => {
  it("finds the key that only a parameter uses by its alias", () => {
    const zone = landingZoneOf({ parameters: "\n  /flags: { account: a, key: flags }" });
    const arn = "arn:aws:kms:us-east-1:111111111111:alias/flags";
    const { documents } = documentsOf(
      zone,
      [
        resource("aws:kms/key:Key", { arn: KEY, keyId: ID }),
        resource("aws:kms/alias:Alias", { arn, targetKeyId: ID }),
      ],
      {},
    );
    deepStrictEqual(
      [documents.parameters?.map(({ key }) => key), documents.keys?.map((one) => one.arn)],
      [[KEY], [KEY]],
    );
  });

  it("says where an owner lets a reader in both ways, which the claims do not tell apart", () => {
    const zone = landingZoneOf({});
    const notes = (outputs: object) =>
      documentsOf(zone, [resource("pulumi:pulumi:Stack", { ...outputs })], {}).notes;
    deepStrictEqual(notes({ formerWays: { orders: "b.workloads" } }), [
      "a.secrets lets orders in by the former mode, too, until b.workloads is deployed; the next up closes it then",
    ]);
    deepStrictEqual([notes({ formerWays: {} }), notes({})], [[], []]);
  });
});
