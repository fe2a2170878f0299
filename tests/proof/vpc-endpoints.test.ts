import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert";

import type { AccessRequest } from "../../proof";
import {
  endpoint,
  everything,
  ID,
  nobody,
  readersOnly,
  VPC,
  withEndpoints,
} from "./cross-account-documents";
import { type AccessDocuments, evaluate, mayRead } from "./pods";
import * as the from "./prover/deployments/deployment";
import { oneReader, policy, readStatement, root } from "./prover/deployments/deployment";
import { allow } from "./statements";

const reader = {
  kind: "session" as const,
  roleArn: the.ROLE,
  tags: {
    "eks-cluster-arn": the.CLUSTER,
    "kubernetes-namespace": the.BILLING.namespace,
    "kubernetes-service-account": the.BILLING.serviceAccount,
  },
};
const read = (context: AccessRequest["context"] = { "aws:SourceVpce": ID }): AccessRequest => ({
  principal: reader,
  action: "secretsmanager:GetSecretValue",
  resource: the.SECRET,
  context,
});
const decided = (documents: AccessDocuments, request = read()) =>
  evaluate(documents, request).decision;

describe("a VPC endpoint, to the evaluator", () => {
  it("must allow what comes through it", () => {
    const { decision, decidedBy, lacking, reason, statements } = evaluate(
      withEndpoints(endpoint(policy({ ...everything, Action: "secretsmanager:ListSecrets" }))),
      read(),
    );
    deepStrictEqual([decision, decidedBy], ["denied", null]);
    strictEqual(lacking, `endpoint policy of ${ID}`);
    match(reason, /endpoint policy of vpce-0a1b2c3d.* does not allow it/);
    ok(statements.some(({ document, matched }) => document === lacking && !matched));
    strictEqual(decided(withEndpoints(endpoint(readersOnly))), "allowed");
  });

  it("is named where it denies", () => {
    const { decidedBy, decision } = evaluate(
      withEndpoints(endpoint(policy(everything, { ...everything, Sid: "No", Effect: "Deny" }))),
      read(),
    );
    strictEqual(decision, "denied");
    deepStrictEqual(decidedBy, { document: `endpoint policy of ${ID}`, index: 1, sid: "No" });
  });

  it("limits nothing that comes another way, or where it has no policy of its own", () => {
    const limited = withEndpoints(endpoint(nobody));
    strictEqual(decided(limited), "denied");
    const contexts: Record<string, string>[] = [
      {},
      { "aws:SourceVpce": "vpce-1" },
      { "aws:SourceVpc": VPC },
    ];
    for (const context of contexts) {
      strictEqual(decided(limited, read(context)), "allowed", JSON.stringify(context));
    }
    strictEqual(decided(limited, read({ "AWS:sourcevpce": [ID] })), "denied");
    strictEqual(decided(withEndpoints(endpoint(null))), "allowed");
  });

  it("limits nothing that it does not lead to", () => {
    for (const place of [{ service: "ssm" }, { serviceRegion: "eu-west-1" }]) {
      strictEqual(decided(withEndpoints(endpoint(nobody, place))), "allowed");
    }
    for (const service of ["secretsmanager-fips", "secretsmanager"]) {
      strictEqual(decided(withEndpoints(endpoint(nobody, { service }))), "denied", service);
    }
    const chinese = {
      ...endpoint(nobody),
      service: `cn.com.amazonaws.${the.REGION}.secretsmanager`,
    };
    strictEqual(decided(withEndpoints(chinese)), "denied");
  });

  it("gives nobody any right", () => {
    const stranger = { kind: "session" as const, roleArn: `arn:aws:iam::${the.OWNER}:role/other` };
    const request = { ...read(), principal: stranger };
    strictEqual(decided(withEndpoints(endpoint(policy(everything))), request), "denied");
  });

  it("limits a call to KMS of its own, and not one that a service makes", () => {
    const documents = {
      ...withEndpoints(endpoint(nobody, { service: "kms" })),
      roles: [{ arn: the.ROLE, policies: [policy(allow("*"))] }],
      keys: [
        { arn: the.KEY, policy: policy({ ...everything, Principal: root(the.CLUSTER_ACCOUNT) }) },
      ],
    };
    const request = { ...read(), action: "kms:Decrypt", resource: the.KEY };
    strictEqual(decided(documents, request), "denied");
    const context = { ...request.context, "kms:ViaService": the.VIA_SERVICE };
    strictEqual(decided(documents, { ...request, context }), "allowed");
    strictEqual(
      mayRead(documents, reader, the.SECRET, { "aws:SourceVpce": ID }).decision,
      "allowed",
    );
  });

  it("tells the VPC of what comes through it", () => {
    const statement = {
      ...{ Sid: "FromElsewhere", Effect: "Deny", Principal: "*", Action: the.READS, Resource: "*" },
      Condition: { StringNotEquals: { "aws:SourceVpc": VPC } },
    };
    const documents = {
      ...oneReader({ secretPolicy: policy(readStatement(the.ROLE, the.BILLING), statement) }),
      vpcEndpoints: [endpoint(null)],
    };
    strictEqual(decided(documents), "allowed");
    strictEqual(decided(documents, read({})), "denied");
    throws(
      () => decided(documents, read({ "aws:SourceVpce": ID, "aws:SourceVpc": "vpc-1" })),
      /aws:SourceVpc must be vpc-0a1b2c3d in a request through vpce-0a1b2c3d, got vpc-1/,
    );
  });
});
