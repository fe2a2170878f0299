import type { Gap, OpenDocuments, RawPolicy } from "iam-proof";

/** A resource of a stack, as far as documents need it. */
export interface StackResource {
  urn: string;
  type: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  /** The resource does not exist yet, so the values that AWS generates are not known. */
  isNew?: boolean;
  /** When a run last changed it, as the engine records it in RFC 3339; absent outside a state. */
  modified?: string;
  /** URN and id of its provider; absent where the program chose none. */
  provider?: string;
}

/** What the engine writes for a value that only the deployment will know. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What a resource became, else what was asked for. */
export function propertyOf({ inputs, outputs }: StackResource, property: string): unknown {
  return outputs[property] ?? inputs[property];
}

/** A resource without a value that is needed to tell who may read. */
export class UnreadableResource extends Error {
  override name = "UnreadableResource";
}

export type ResourceReader = ReturnType<typeof reader>;

/** Reads the properties of a resource: what it became, else what was asked for. */
export function reader({
  inputs,
  isNew = false,
  modified = "",
  outputs,
  urn,
}: Omit<StackResource, "type">) {
  const unknown = (property: string) =>
    new UnreadableResource(`${property} of ${nameOf(urn)} is known only after it is deployed`);
  const value = (property: string): unknown => {
    const found = outputs[property] ?? inputs[property];
    if (found === UNKNOWN) throw unknown(property);
    return found;
  };
  const optional = (property: string): string | undefined => {
    const found = value(property);
    return typeof found === "string" && found !== "" ? found : undefined;
  };
  const listed = (property: string): unknown[] => {
    const found = value(property);
    return Array.isArray(found) ? found : [];
  };
  return {
    /** In milliseconds; NaN where it is not known. */
    modified: Date.parse(modified),
    optional,
    text: (property: string): string => {
      const found = optional(property);
      if (found !== undefined) return found;
      if (isNew) throw unknown(property);
      throw new UnreadableResource(`${property} of ${nameOf(urn)} must be a text, got nothing`);
    },
    flag: (property: string): boolean => value(property) === true,
    document: (property: string): RawPolicy => {
      const found = value(property);
      if (typeof found !== "string" || found === "") return null;
      try {
        return JSON.parse(found);
      } catch {
        throw new UnreadableResource(
          `${property} of ${nameOf(urn)} must be a policy document in JSON`,
        );
      }
    },
    tags: (): Record<string, string> => ({
      ...(value("tags") as Record<string, string> | undefined),
      ...(value("tagsAll") as Record<string, string> | undefined),
    }),
    texts: (property: string): string[] => listed(property).map(String),
    list: (property: string) =>
      listed(property).map((one) =>
        reader({ inputs: one as Record<string, unknown>, outputs: {}, urn }),
      ),
  };
}

/** A resource as messages name it. */
export function nameOf(urn: string): string {
  const [stack = "", , type = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
  return `${type.split("$").at(-1)} ${urn.split("::").at(-1)} of stack ${stack}`;
}

type Opens = (subject: string) => OpenDocuments[];

const secret =
  (part: "all" | "policy" | "key"): Opens =>
  (arn) => [{ kind: "secret", arn, part }];
const key: Opens = (arn) => [{ kind: "key", arn }];
const rights: Opens = (arn) => [{ kind: "rights", arn }];
const trust: Opens = (arn) => [{ kind: "trust", arn }];
const session: Opens = (arn) => [{ kind: "session", arn }];
const both: Opens = (arn) => [...trust(arn), ...rights(arn)];

/** What stays open while a property's value is not known, by the type of the resource. */
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

/** The resources without their unknown values, and what those values leave open. */
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
    // The roles that it is attached to are reported as having a policy that was not read.
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

/** The ARN of the secret, key or role that a resource is or belongs to. */
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

function holdsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}

function without(values: Record<string, unknown>, properties: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !properties.includes(name)));
}
