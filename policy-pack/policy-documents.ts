import type { ResourceValidationPolicy } from "@pulumi/policy";
import { type ParsedPolicy, type PolicyKind, parsePolicy } from "iam-proof";

/** Inputs that hold a policy document, by the type of the resource. */
const DOCUMENTS: Record<string, Record<string, PolicyKind>> = {
  "aws:iam/groupPolicy:GroupPolicy": { policy: "identity" },
  "aws:iam/policy:Policy": { policy: "identity" },
  "aws:iam/role:Role": { assumeRolePolicy: "trust" },
  "aws:iam/rolePolicy:RolePolicy": { policy: "identity" },
  "aws:iam/userPolicy:UserPolicy": { policy: "identity" },
  "aws:kms/key:Key": { policy: "key" },
  "aws:kms/keyPolicy:KeyPolicy": { policy: "key" },
  "aws:secretsmanager/secret:Secret": { policy: "resource" },
  "aws:secretsmanager/secretPolicy:SecretPolicy": { policy: "resource" },
};

/** A resource as a rule sees it. */
interface CheckedResource {
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: the inputs of any resource type
  props: Record<string, any>;
}

/** The policy documents of a resource, by what each is attached to. Leaves out documents that cannot be understood. */
export function policiesOf(resource: CheckedResource, ...kinds: PolicyKind[]): ParsedPolicy[] {
  return textsOf(resource)
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ kind, name, text }) => {
      try {
        return [parsePolicy({ name, document: JSON.parse(text) }, kind)];
      } catch {
        return []; // `readablePolicies` reports it
      }
    });
}

/** Says why policy documents of a resource cannot be understood, in one sentence for each. */
export function flawsOf(resource: CheckedResource): string[] {
  return textsOf(resource).flatMap(({ kind, name, text }) => {
    try {
      parsePolicy({ name, document: JSON.parse(text) }, kind);
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
}

function textsOf({ props, type }: CheckedResource) {
  const inline: { name?: string; policy?: string }[] =
    type === "aws:iam/role:Role" ? (props.inlinePolicies ?? []) : [];
  const own = Object.entries(DOCUMENTS[type] ?? {}).map(([name, kind]) => ({
    ...{ kind, name, text: props[name] },
  }));
  const within = inline.map(({ name = "inlinePolicies", policy: text }) => ({
    ...{ kind: "identity" as const, name, text },
  }));
  return [...own, ...within].filter(
    (one): one is typeof one & { text: string } => typeof one.text === "string" && one.text !== "",
  );
}

/** Makes a rule. `check` returns what is wrong with a resource, in one sentence for each mistake. */
export function rule(
  name: string,
  description: string,
  check: (resource: CheckedResource) => string[],
): ResourceValidationPolicy {
  return {
    name,
    description,
    validateResource: (resource, reportViolation) => {
      for (const says of check(resource)) reportViolation(says);
    },
  };
}
