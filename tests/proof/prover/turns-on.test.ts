import { deepStrictEqual, match, ok, strictEqual } from "node:assert";

import type { TurningKey } from "../../../proof";
import {
  ASSOCIATION,
  crossAccountDocuments,
  OWNER_ACCOUNT,
  ROLE,
  SECRET,
} from "../cross-account-documents";
import { type AccessDocuments, blastRadius, evaluate, prove, summarise, whoCanRead } from "../pods";
import { denial, FROM_OFFICE, underControl } from "../under-control";

const { clusterArn, namespace, serviceAccount } = ASSOCIATION;
/** What the answer says about each key, without the names of statements. */
const brief = (keys: TurningKey[] = []) =>
  keys.map(({ found, holds, key, operator, sid }) => [sid, key, operator, found.join(), holds]);

async function refuted(documents: AccessDocuments) {
  const { claims } = await prove(documents, { claims: ["grant-available"] });
  const [{ counterexample } = {}] = claims;
  ok(counterexample);
  return counterexample;
}

describe("what an answer turns on", function () {
  this.timeout(60_000);

  it("is the key that the request lacks, and the statement that denies for it", async () => {
    const { request, statement, turnsOn } = await refuted(underControl(denial(FROM_OFFICE)));
    deepStrictEqual([request.context, statement], [{}, "Office"]);
    deepStrictEqual(brief(turnsOn), [["Office", "aws:SourceIp", "NotIpAddress", "", true]]);
    deepStrictEqual(turnsOn?.[0]?.values, ["10.0.0.0/8"]);
  });

  it("is no key where the statement that denies has no condition", async () => {
    const { statement, turnsOn } = await refuted(underControl(denial()));
    deepStrictEqual([statement, turnsOn], ["Office", undefined]);
  });

  it("is the key of the statement that would have allowed, where none did", async () => {
    const documents = crossAccountDocuments();
    const [secret] = documents.secrets;
    const policy = structuredClone(secret?.policy) as { Statement: { Condition: object }[] };
    for (const one of policy.Statement) {
      Object.assign(one.Condition, { StringEquals: { "aws:SourceVpc": "vpc-1" } });
    }
    const { statement, turnsOn } = await refuted({
      ...documents,
      secrets: [{ ...secret, arn: SECRET, policy }],
    });
    strictEqual(statement, null);
    deepStrictEqual(
      turnsOn?.map(({ found, holds, key }) => [key, found, holds]),
      [["aws:SourceVpc", [], false]],
    );
  });

  it("is told of readings, too: by which keys the reader escapes a denial", async () => {
    const documents = underControl(denial(FROM_OFFICE));
    const { found } = await whoCanRead(documents, SECRET);
    const [reading] = found;
    deepStrictEqual([found.length, reading?.as], [1, "declared reader"]);
    const [address] = brief(reading?.turnsOn);
    deepStrictEqual(address?.slice(0, 3), ["Office", "aws:SourceIp", "NotIpAddress"]);
    match(`${address?.[3]}`, /^10\./);
    const compromise = {
      kind: "readers" as const,
      with: { clusterArn, namespace, serviceAccount },
    };
    const radius = await blastRadius(documents, compromise);
    deepStrictEqual(
      brief(radius.found[0]?.turnsOn).map(([, key]) => key),
      ["aws:SourceIp"],
    );
  });

  it("says nothing of a reading that turns on what its principal fixes", async () => {
    for (const documents of [
      crossAccountDocuments(),
      underControl(denial({ StringEquals: { "aws:PrincipalTag/quarantined": "true" } })),
      underControl(denial({ Bool: { "aws:SecureTransport": "false" } })),
    ]) {
      const { found } = await whoCanRead(documents, SECRET);
      deepStrictEqual(
        found.map(({ turnsOn }) => turnsOn),
        [undefined],
      );
    }
  });

  it("stands in the conditions of a summary", async () => {
    const { findings } = await summarise(underControl(denial(FROM_OFFICE)), OWNER_ACCOUNT);
    const [finding] = findings.filter(({ who }) => who.names.includes(ROLE));
    ok(finding?.conditions.some(({ holds, key }) => key === "aws:SourceIp" && !holds));
  });

  it("is told of one request", () => {
    const request = (context: Record<string, string>) => ({
      principal: { kind: "session" as const, roleArn: ROLE },
      action: "secretsmanager:GetSecretValue",
      resource: SECRET,
      context,
    });
    const told = (statement: object, context = {}) =>
      brief(evaluate(underControl(statement), request(context)).turnsOn).filter(
        ([sid]) => sid === "Office",
      );
    deepStrictEqual(told(denial(FROM_OFFICE)), [
      ["Office", "aws:SourceIp", "NotIpAddress", "", true],
    ]);
    deepStrictEqual(told(denial(FROM_OFFICE), { "aws:SourceIp": "203.0.113.9" }), [
      ["Office", "aws:SourceIp", "NotIpAddress", "203.0.113.9", true],
    ]);
    deepStrictEqual(told(denial()), []);
  });
});
