import { addTo } from "../collections";
import type { NamedPolicy } from "../grammar/syntax";
import type { KeyDocuments, KeyGrantDocuments } from "./documents";

/** Operations without an encryption context, which no constraint on it limits. */
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

/**
 * What each grant of a key says, written as a policy: whom it names may do what it lists, within its constraints. Such a policy
 * needs no other beside it.
 */
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
    // In this version `$` is a character as any other: a grant has no variables.
    Version: "2008-10-17",
    Statement: [
      ...(inContext.length > 0 ? [allow(grantee, inContext, contextOf(constraints), source)] : []),
      ...(others.length > 0 ? [allow(grantee, others, source)] : []),
      ...retiring.map((principal) => allow(principal, ["RetireGrant"])),
    ],
  };
}

/** Keys of constraints are compared without regard to case; of one that stands twice, either value will do. */
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

/** A grantee that is no account, role, user or session is a service. */
function principalOf(grantee: string): object {
  const isService = grantee.includes(".") && !grantee.startsWith("arn:");
  return isService ? { Service: grantee } : { AWS: grantee };
}
