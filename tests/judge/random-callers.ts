import fc from "fast-check";

import type { AccessRequest, RequestPrincipal } from "../../proof";
import type { AccessDocuments } from "../../sdk/access";
import * as the from "../proof/prover/deployments/deployment";

const ACCOUNTS = [the.CLUSTER_ACCOUNT, the.OWNER, the.PARTNER, "444444444444"];

/** Draws callers that the documents do not name. They have any tags of the readers, and come from anywhere. */
function strangers({ associations }: AccessDocuments): fc.Arbitrary<RequestPrincipal> {
  const tagsOf = (associations ?? []).map((one) => ({
    "eks-cluster-arn": one.clusterArn,
    "kubernetes-namespace": one.namespace,
    "kubernetes-service-account": one.serviceAccount,
  }));
  const tags = fc.constantFrom({}, ...tagsOf);
  const account = fc.constantFrom(...ACCOUNTS);
  const name = fc.constantFrom("stranger", "pods/stranger", "admin");
  return fc.oneof(
    fc
      .record({ account, name, tags })
      .map(({ account: id, name: role, tags: given }): RequestPrincipal => {
        const roleArn = `arn:aws:iam::${id}:role/${role}`;
        return { kind: "session", roleArn, sessionName: "stranger", tags: given };
      }),
    fc.record({ account, tags }).map(
      ({ account: id, tags: given }): RequestPrincipal => ({
        kind: "user",
        arn: `arn:aws:iam::${id}:user/stranger`,
        tags: given,
      }),
    ),
    fc
      .constantFrom(the.CLUSTER_ACCOUNT, the.PARTNER)
      .map((id): RequestPrincipal => ({ kind: "root", account: id })),
    fc
      .constantFrom("ec2.amazonaws.com", "pods.eks.amazonaws.com", "lambda.amazonaws.com")
      .map((service): RequestPrincipal => ({ kind: "service", service })),
  );
}

/** Draws a stranger's read of the secret: the request for its value, and the request to decrypt it. */
export function strangersReads(
  documents: AccessDocuments,
  secret: string,
): fc.Arbitrary<AccessRequest[]> {
  const key = documents.secrets?.find(({ arn }) => arn === secret)?.key;
  const anywhere = fc.record(
    {
      "aws:SourceVpc": fc.constantFrom("vpc-1", "vpc-0"),
      "aws:SourceVpce": fc.constantFrom("vpce-0a1b2c3d", "vpce-1"),
      "aws:SourceIp": fc.constantFrom("10.0.0.1", "203.0.113.5"),
      "aws:MultiFactorAuthPresent": fc.constantFrom("true", "false"),
    },
    { requiredKeys: [] },
  );
  return fc.record({ principal: strangers(documents), context: anywhere }).map((caller) => {
    const read = { ...caller, action: "secretsmanager:GetSecretValue", resource: secret };
    if (!key) return [read];
    // The service's own call uses none of the caller's endpoints.
    const { "aws:SourceVpc": _, "aws:SourceVpce": __, ...others } = caller.context;
    const context = {
      ...others,
      "kms:ViaService": the.VIA_SERVICE,
      "kms:EncryptionContext:SecretARN": secret,
    };
    return [read, { ...caller, context, action: "kms:Decrypt", resource: key }];
  });
}
