import type { Gap, OpenDocuments } from "iam-proof";
import { nameOf, propertyOf, type StackResource, UNKNOWN } from "./stack-resource";

type Opens = (subject: string) => OpenDocuments[];

const secret =
  (part: "all" | "policy" | "key"): Opens =>
  (arn) => [{ kind: "secret", arn, part }];
const key: Opens = (arn) => [{ kind: "key", arn }];
const rights: Opens = (arn) => [{ kind: "rights", arn }];
const trust: Opens = (arn) => [{ kind: "trust", arn }];
const session: Opens = (arn) => [{ kind: "session", arn }];
const both: Opens = (arn) => [...trust(arn), ...rights(arn)];

/** What a property leaves open whose value is not known yet, by the type of the resource. */
const opens: Record<string, Record<string, Opens>> = {
  "aws:secretsmanager/secret:Secret": {
    policy: secret("policy"),
    kmsKeyId: secret("key"),
    replicas: secret("all"),
    tags: secret("all"),
    tagsAll: secret("all"),
  },
  "aws:secretsmanager/secretPolicy:SecretPolicy": { policy: secret("policy") },
  "aws:kms/key:Key": { policy: key, tags: key, tagsAll: key },
  "aws:kms/keyPolicy:KeyPolicy": { policy: key },
  "aws:iam/role:Role": {
    assumeRolePolicy: trust,
    inlinePolicies: rights,
    managedPolicyArns: rights,
    permissionsBoundary: rights,
    tags: both,
    tagsAll: both,
  },
  "aws:iam/rolePolicy:RolePolicy": { policy: rights },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    policy: session,
    disableSessionTags: both,
    targetRoleArn: both,
  },
};

/** The resources without values that are not known yet, and what these leave open. */
export function withoutUnknowns(resources: readonly StackResource[]): {
  resources: StackResource[];
  gaps: Gap[];
} {
  const gaps: Gap[] = [];
  const known = resources.flatMap((one): StackResource[] => {
    const unknown = Object.keys(opens[one.type] ?? {}).filter((property) =>
      holdsUnknown(propertyOf(one, property)),
    );
    for (const property of unknown) {
      const reason = `${property} of ${nameOf(one.urn)} is known only after it is deployed`;
      const open = opens[one.type]?.[property]?.(subjectOf(one, resources)) ?? [];
      gaps.push(...open.map((documents) => ({ open: documents, reason })));
    }
    // Roles to which it is attached are told as those of a policy that was not read.
    if (one.type === "aws:iam/policy:Policy" && holdsUnknown(propertyOf(one, "policy"))) return [];
    return [
      {
        ...one,
        inputs: without(one.inputs, unknown),
        outputs: without(one.outputs, unknown),
      },
    ];
  });
  return { resources: known, gaps };
}

/** ARN of the secret, key or role that a resource is, or is of. */
function subjectOf(one: StackResource, resources: readonly StackResource[]): string {
  const text = (property: string) => String(propertyOf(one, property) ?? "");
  const named = (type: string, property: string, name: string) =>
    String(
      resources
        .filter((other) => other.type === type && propertyOf(other, property) === name)
        .map((other) => propertyOf(other, "arn"))[0] ?? name,
    );
  switch (one.type) {
    case "aws:secretsmanager/secretPolicy:SecretPolicy":
      return text("secretArn");
    case "aws:kms/keyPolicy:KeyPolicy":
      return named("aws:kms/key:Key", "keyId", text("keyId"));
    case "aws:iam/rolePolicy:RolePolicy":
      return named("aws:iam/role:Role", "name", text("role"));
    case "aws:eks/podIdentityAssociation:PodIdentityAssociation":
      return text("roleArn");
    default:
      return text("arn");
  }
}

export function holdsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}

function without(values: Record<string, unknown>, properties: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !properties.includes(name)));
}
