import { deepStrictEqual } from "node:assert/strict";
import { KINDS, sessionOf, waysToRead } from "../../../proof";
import {
  ATTACKER,
  allow,
  letIn,
  may,
  policy,
  READER,
  SEALED,
  trusts,
  withRole,
  withSecret,
  worldOf,
} from "./world";

describe("ways to read by keys of which no document tells the value", () => {
  it("leave the answer open", () => {
    const path = ["o-1234567890/r-abcd/ou-abcd-11111111/*"];
    const inUnit = { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": path } };
    const ofUnit = { "ForAnyValue:StringLike": { "aws:ResourceOrgPaths": path } };
    const inOrganization = { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } };
    const byStack = {
      "ForAnyValue:StringEquals": { "aws:CalledVia": "cloudformation.amazonaws.com" },
    };
    const writes = "secretsmanager:PutResourcePolicy";
    const trusting = (condition: typeof inUnit | typeof inOrganization) => [
      may(allow("sts:AssumeRole", READER)),
      withRole(READER, { trust: trusts({ AWS: "*" }, condition) }),
    ];
    const reading = policy({ ...letIn("*", "secretsmanager:*", inUnit, "*") });
    const results = [
      trusting(inUnit),
      trusting(inOrganization),
      [withSecret(SEALED, { policy: reading })],
      ...[ofUnit, byStack].map((condition) => [may(allow(writes, "*", condition))]),
      [may(allow(writes, "*", { Bool: { "aws:ViaAWSService": "true" } }))],
      [may(allow(writes, "*", { StringLike: { "aws:userid": "*:admin" } }))],
    ].map((differences) => {
      const { result, ways } = waysToRead(worldOf(differences), {
        ...{ kinds: KINDS, secrets: [SEALED] },
        starts: [sessionOf(ATTACKER)],
      });
      return [result, ways.length];
    });
    deepStrictEqual(
      results,
      results.map(() => ["unknown", 0]),
    );
  });
});
