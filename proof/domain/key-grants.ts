import { addTo } from "../collections";
import type { NamedPolicy } from "../grammar/syntax";
import type { KeyDocuments, KeyGrantDocuments } from "./documents";

/** Operations without an encryption context, which constraints do not limit. */
const WITHOUT_CONTEXT = new Set([
  "CreateGrant",
  "DeriveSharedSecret",
  "DescribeKey",
  "GenerateMac",
  "GetPublicKey",
  "RetireGrant",
  "Sign",
  "Verify",
  "VerifyMac",
]);

const policies = new WeakMap<KeyGrantDocuments, NamedPolicy>();

/** The grants of a key as policies: the grantee may do what the grant lists, within its constraints. Such a policy needs no other. */
export function grantPolicies({ arn, grants }: KeyDocuments): NamedPolicy[] {
  return (grants ?? []).map((grant, index) => {
    const name = `grant ${index + 1} of ${arn}`;
    const known = policies.get(grant);
    const made = known?.name === name ? known : { name, document: documentOf(grant) };
    policies.set(grant, made);
    return made;
  });
}

function documentOf({ grantee, operations, retiringPrincipal, ...constraints }: KeyGrantDocuments) {
  const inContext = operations.filter((one) => !WITHOUT_CONTEXT.has(one));
  const others = operations.filter((one) => WITHOUT_CONTEXT.has(one) && one !== "RetireGrant");
  const retiring = [
    ...(operations.includes("RetireGrant") ? [grantee] : []),
    ...(retiringPrincipal ? [retiringPrincipal] : []),
  ];
  const source = sourceCondition(constraints);
  const allow = (principal: string, actions: string[], ...conditions: object[]) => ({
    Effect: "Allow",
    Principal: principalOf(principal),
    Action: actions.map((one) => `kms:${one}`),
    Resource: "*",
    Condition: Object.assign({}, ...conditions),
  });
  return {
    // In this version of the policy language, `$` is an ordinary character: a grant has no variables.
    Version: "2008-10-17",
    Statement: [
      ...(inContext.length > 0 ? [allow(grantee, inContext, contextOf(constraints), source)] : []),
      ...(others.length > 0 ? [allow(grantee, others, source)] : []),
      ...retiring.map((principal) => allow(principal, ["RetireGrant"])),
    ],
  };
}

/** The keys of a constraint are compared without regard to case. For a key that occurs twice, either value matches. */
function contextOf({ encryptionContextEquals, encryptionContextSubset }: Constraints): object {
  const values = new Map<string, string[]>();
  for (const pairs of [encryptionContextEquals ?? {}, encryptionContextSubset ?? {}]) {
    for (const [key, value] of Object.entries(pairs)) {
      const name = `kms:EncryptionContext:${key.toLowerCase()}`;
      addTo(values, name, value);
    }
  }
  const only = Object.keys(encryptionContextEquals ?? {});
  return {
    ...(values.size > 0 && { StringEquals: Object.fromEntries(values) }),
    ...(only.length > 0 && {
      "ForAllValues:StringEqualsIgnoreCase": { "kms:EncryptionContextKeys": only },
    }),
  };
}

function sourceCondition({ sourceArn }: Constraints): object {
  return sourceArn ? { ArnEquals: { "aws:SourceArn": sourceArn } } : {};
}

type Constraints = Pick<
  KeyGrantDocuments,
  "encryptionContextEquals" | "encryptionContextSubset" | "sourceArn"
>;

/** The principal of a grant. A grantee that is not an account, role, user or session is a service. */
function principalOf(grantee: string): object {
  const isService = grantee.includes(".") && !grantee.startsWith("arn:");
  return isService ? { Service: grantee } : { AWS: grantee };
}
