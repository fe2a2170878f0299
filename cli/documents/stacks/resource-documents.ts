import type {
  AssociationDocuments,
  KeyDocuments,
  RawPolicy,
  RoleDocuments,
  SecretDocuments,
} from "../../../sdk/access";
import { parseArn } from "../../../sdk/grant";
import { secretArnIn } from "../../../sdk/policy";
import { groupBy } from "../../../sdk/policy/order";
import { UserError } from "../../terminal/errors";
import { type StackResource, UNKNOWN } from "./stack-resources";

/** The documents among the resources of stacks, with the policies of objects that others made. */
export interface ResourceDocuments {
  associations: AssociationDocuments[];
  keys: KeyDocuments[];
  /** ARN of the key by that of its alias. */
  aliases: Map<string, string>;
  roles: RoleDocuments[];
  secrets: SecretDocuments[];
  /** Policies of secrets and keys that are not among the resources themselves, by ARN. */
  adopted: Map<string, RawPolicy>;
  /** What a role has and the resources do not show. */
  notes: string[];
}

/** Finds the documents in the resources of stacks. A value that is not known yet is a `UserError` that names it. */
export function resourceDocuments(resources: StackResource[]): ResourceDocuments {
  const of = (type: string) => resources.filter((one) => one.type === type).map(reader);
  const keyPolicies = keyPoliciesOf(resources);
  const keys = of("aws:kms/key:Key").map((key): KeyDocuments & { id: string } => {
    const [arn, id] = [key.text("arn"), key.text("keyId")];
    const own = keyPolicies.find(({ key: of }) => [arn, id].includes(of))?.policy;
    return {
      arn,
      id,
      tags: key.tags(),
      policy: own ? own.document("policy") : key.document("policy"),
    };
  });
  const keyArn = (named: string | undefined) =>
    named === undefined ? null : (keys.find(({ id }) => id === named)?.arn ?? named);

  const aliases = of("aws:kms/alias:Alias").flatMap((alias): [string, string][] => {
    const [arn, key] = [alias.optional("arn"), keyArn(alias.text("targetKeyId"))];
    return arn && key ? [[arn, key]] : [];
  });

  const secretPolicies = of("aws:secretsmanager/secretPolicy:SecretPolicy");
  const secrets = of("aws:secretsmanager/secret:Secret").flatMap((secret): SecretDocuments[] => {
    const arn = secret.text("arn");
    const own = secretPolicies.find((one) => one.text("secretArn") === arn);
    const policy = own ? own.document("policy") : secret.document("policy");
    const tags = secret.tags();
    return [
      { arn, key: keyArn(secret.optional("kmsKeyId")), tags, policy },
      ...secret.list("replicas").map((replica) => ({
        arn: secretArnIn(replica.text("region"), arn),
        key: keyArn(replica.optional("kmsKeyId")),
        tags,
        policy,
      })),
    ];
  });

  const named = new Set([
    ...keys.flatMap(({ arn, id }) => [arn, id]),
    ...secrets.map(({ arn }) => arn),
  ]);
  const adopted = new Map<string, RawPolicy>();
  for (const [arn, one] of [
    ...keyPolicies.map(({ key, policy }) => [key, policy] as const),
    ...secretPolicies.map((policy) => [policy.text("secretArn"), policy] as const),
  ]) {
    const policy = one.document("policy");
    if (policy && !named.has(arn)) adopted.set(arn, policy);
  }
  const notes: string[] = [];
  return {
    keys: keys.map(({ id: _, ...key }) => key),
    aliases: new Map(aliases),
    secrets,
    roles: roles(of, notes),
    associations: of("aws:eks/podIdentityAssociation:PodIdentityAssociation").map(association),
    adopted,
    notes,
  };
}

type Reader = ReturnType<typeof reader>;

/** Policies of keys, each with the ARN of its key: the component has it, the provider the id alone. */
function keyPoliciesOf(resources: StackResource[]): { key: string; policy: Reader }[] {
  const type = "aws:kms/keyPolicy:KeyPolicy";
  const components = new Map(
    resources
      .filter((one) => one.type === "eks-pod-secrets:index:PodSecretKeyPolicy")
      .map((one) => [one.urn, reader(one)]),
  );
  return resources
    .filter((one) => one.type === type)
    .map((one) => {
      const urn = one.urn.replace(`$${type}::`, "::").replace(/-policy$/, "");
      const policy = reader(one);
      return { key: components.get(urn)?.optional("keyArn") ?? policy.text("keyId"), policy };
    });
}

function roles(of: (type: string) => Reader[], notes: string[]): RoleDocuments[] {
  const byRole = (type: string) => new Map(groupBy(of(type), (one) => one.text("role")));
  const inline = byRole("aws:iam/rolePolicy:RolePolicy");
  const attachments = byRole("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
  const managed = new Map(of("aws:iam/policy:Policy").map((one) => [one.text("arn"), one]));
  return of("aws:iam/role:Role").map((role) => {
    const [arn, name] = [role.text("arn"), role.text("name")];
    const boundary = role.optional("permissionsBoundary");
    const attached = [
      ...new Set([
        ...(attachments.get(name) ?? []).map((one) => one.text("policyArn")),
        ...role.texts("managedPolicyArns"),
      ]),
    ];
    for (const one of [...attached, ...(boundary ? [boundary] : [])]) {
      if (!managed.has(one))
        notes.push(`${one} of ${arn} is in no stack, and was left out: --live reads it`);
    }
    const own = inline.get(name) ?? [];
    const managedHere = new Set(own.map((one) => one.optional("name")));
    // The role itself tells, as of its last refresh, those that are resources of their own, too.
    const others = role
      .list("inlinePolicies")
      .filter((one) => !managedHere.has(one.optional("name")));
    return {
      arn,
      tags: role.tags(),
      trust: role.document("assumeRolePolicy"),
      policies: [
        ...[...others, ...own].map((one) => one.document("policy")),
        ...attached.flatMap((one) => managed.get(one)?.document("policy") ?? []),
      ].filter((document) => document !== null),
      permissionsBoundary: (boundary && managed.get(boundary)?.document("policy")) || null,
    };
  });
}

function association(resource: Reader): AssociationDocuments {
  const arn = parseArn(resource.text("associationArn"));
  const cluster = resource.text("clusterName");
  return {
    clusterArn: `arn:${arn?.partition}:eks:${arn?.region}:${arn?.account}:cluster/${cluster}`,
    namespace: resource.text("namespace"),
    serviceAccount: resource.text("serviceAccount"),
    roleArn: resource.text("roleArn"),
    targetRoleArn: resource.optional("targetRoleArn") ?? null,
    disableSessionTags: resource.flag("disableSessionTags"),
    policy: resource.document("policy"),
  };
}

/** Reads the properties of a resource: what it became, else what was asked for. */
function reader({ inputs, isNew = false, outputs, urn }: Omit<StackResource, "type">) {
  const unknown = (property: string) =>
    new UserError(
      `${property} of ${nameOf(urn)} is known only after it is deployed; prove the inventory instead, without --preview`,
    );
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
    optional,
    text: (property: string): string => {
      const found = optional(property);
      if (found !== undefined) return found;
      if (isNew) throw unknown(property);
      throw new UserError(`${property} of ${nameOf(urn)} must be a text, got nothing`);
    },
    flag: (property: string): boolean => value(property) === true,
    document: (property: string): RawPolicy => {
      const found = value(property);
      if (typeof found !== "string" || found === "") return null;
      try {
        return JSON.parse(found);
      } catch {
        throw new UserError(`${property} of ${nameOf(urn)} must be a policy document in JSON`);
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

function nameOf(urn: string): string {
  const [stack = "", , type = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
  return `${type.split("$").at(-1)} ${urn.split("::").at(-1)} of stack ${stack}`;
}
