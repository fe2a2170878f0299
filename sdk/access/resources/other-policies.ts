import type { Gap, OpenDocuments } from "iam-proof";
import { accountOf } from "iam-proof/names";
import { secretArnIn } from "../../policy";
import { nameOf, propertyOf, type StackResource } from "./stack-resource";

const ofRoles = [
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
];

/**
 * Rights that the program gives to roles which are not in the program. What else such a role may do, and who can assume it, is
 * unknown.
 */
export function rolesElsewhere(resources: readonly StackResource[], objects: string[]): Gap[] {
  const known = new Set(
    resources
      .filter(({ type }) => type === "aws:iam/role:Role")
      .map((one) => propertyOf(one, "name")),
  );
  const accounts = [...new Set(objects.flatMap((arn) => accountOf(arn) ?? []))];
  return resources
    .filter((one) => ofRoles.includes(one.type) && !known.has(propertyOf(one, "role")))
    .flatMap((one) => {
      const role = String(propertyOf(one, "role"));
      const reason = `${nameOf(one.urn)} gives rights to the role ${role}, which is no resource of the program`;
      return accounts.map(
        (account): Gap => ({
          open: { kind: "rights", arn: `arn:aws:iam::${account}:role/${role}` },
          reason,
        }),
      );
    });
}

/** A secret or key has only one policy. If several resources write it, the last one that AWS receives wins. */
export function repeatedPolicies(resources: readonly StackResource[]): Gap[] {
  const keys = resources.filter(({ type }) => type === "aws:kms/key:Key");
  const keyArn = (id: unknown) =>
    keys.find((key) => propertyOf(key, "keyId") === id)?.outputs.arn ?? id;
  return [
    ...repeated(
      resources.filter(({ type }) => type === "aws:secretsmanager/secretPolicy:SecretPolicy"),
      (one) => String(propertyOf(one, "secretArn")),
      (arn) => ({ kind: "secret", arn, part: "policy" }),
    ),
    ...repeated(
      resources.filter(({ type }) => type === "aws:kms/keyPolicy:KeyPolicy"),
      (one) => String(keyArn(propertyOf(one, "keyId"))),
      (arn) => ({ kind: "key", arn }),
    ),
  ];
}

/**
 * Policies of secrets that only a refresh has put into the state, and no resource writes. Others may have written them, or a run has
 * deleted them since: the state does not tell.
 */
export function refreshedPolicies(resources: readonly StackResource[]): Gap[] {
  const written = new Set(
    resources
      .filter(({ type }) => type === "aws:secretsmanager/secretPolicy:SecretPolicy")
      .map((one) => propertyOf(one, "secretArn")),
  );
  return resources
    .filter(({ type }) => type === "aws:secretsmanager/secret:Secret")
    .filter(({ inputs, outputs }) => !inputs.policy && outputs.policy && !written.has(outputs.arn))
    .flatMap((one) => {
      const arn = String(one.outputs.arn);
      const replicas = (propertyOf(one, "replicas") ?? []) as { region: string }[];
      const reason = `the state has a policy of ${nameOf(one.urn)} from a refresh, and nothing in it writes one: others wrote it, or a later run deleted it; prove with --live`;
      return [arn, ...replicas.map(({ region }) => secretArnIn(region, arn))].map(
        (secret): Gap => ({ open: { kind: "secret", arn: secret, part: "policy" }, reason }),
      );
    });
}

function repeated(
  policies: StackResource[],
  subjectOf: (policy: StackResource) => string,
  open: (arn: string) => OpenDocuments,
): Gap[] {
  const first = new Map<string, StackResource>();
  return policies.flatMap((one): Gap[] => {
    const subject = subjectOf(one);
    const other = first.get(subject);
    if (!other) {
      first.set(subject, one);
      return [];
    }
    const reason = `${nameOf(other.urn)} and ${nameOf(one.urn)} both write the policy of ${subject}`;
    return [{ open: open(subject), reason }];
  });
}
