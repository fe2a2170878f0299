import type { Gap, OpenDocuments } from "iam-proof";
import { nameOf, propertyOf, type StackResource } from "./stack-resource";

/** A secret or key has one policy: where several resources write it, it is the one that AWS gets last. */
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
