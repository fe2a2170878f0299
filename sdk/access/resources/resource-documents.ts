import type { KeyDocuments, RawPolicy, RoleDocuments, SecretDocuments } from "iam-proof";
import { groupBy } from "iam-proof/collections";
import { parseArn } from "iam-proof/names";
import { secretArnIn } from "../../policy";
import type { AssociationDocuments } from "../pod-identity/kind";
import { type ResourceReader, reader, type StackResource } from "./stack-resource";

/** The documents found in the resources of stacks, and the policies that these attach to objects made elsewhere. */
export interface ResourceDocuments {
  associations: AssociationDocuments[];
  keys: KeyDocuments[];
  /** ARN of the key by that of its alias. */
  aliases: Map<string, string>;
  roles: RoleDocuments[];
  secrets: SecretDocuments[];
  /** Policies of secrets and keys that are not among the resources themselves, by ARN. */
  adopted: Map<string, RawPolicy>;
  /** Managed policies that roles use but that are not resources themselves, by ARN. */
  unread: UnreadPolicy[];
}

export interface UnreadPolicy {
  policyArn: string;
  roleArn: string;
}

/** Finds the documents in the resources of stacks. Throws `UnreadableResource` for a value that is not known yet. */
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
  const unread: UnreadPolicy[] = [];
  return {
    keys: keys.map(({ id: _, ...key }) => key),
    aliases: new Map(aliases),
    secrets,
    roles: roles(of, unread),
    associations: of("aws:eks/podIdentityAssociation:PodIdentityAssociation").map(association),
    adopted,
    unread,
  };
}

/** Key policies, each with its key's ARN. The component knows the ARN; the provider knows only the id. */
function keyPoliciesOf(resources: StackResource[]): { key: string; policy: ResourceReader }[] {
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

function roles(of: (type: string) => ResourceReader[], unread: UnreadPolicy[]): RoleDocuments[] {
  const byRole = (type: string) => new Map(groupBy(of(type), (one) => one.text("role")));
  const inline = byRole("aws:iam/rolePolicy:RolePolicy");
  const attachments = byRole("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
  const notRemoved = removals(of);
  const managed = new Map(of("aws:iam/policy:Policy").map((one) => [one.text("arn"), one]));
  return of("aws:iam/role:Role").map((role) => {
    const [arn, name] = [role.text("arn"), role.text("name")];
    const boundary = role.optional("permissionsBoundary");
    const attached = [
      ...new Set([
        ...(attachments.get(name) ?? []).map((one) => one.text("policyArn")),
        ...role.texts("managedPolicyArns").filter((one) => notRemoved.attached(role, one)),
      ]),
    ];
    for (const one of [...attached, ...(boundary ? [boundary] : [])]) {
      if (!managed.has(one)) unread.push({ policyArn: one, roleArn: arn });
    }
    const own = inline.get(name) ?? [];
    const managedHere = new Set(own.map((one) => one.optional("name")));
    // As of its last refresh, the role also lists the policies that are resources of their own.
    const others = role
      .list("inlinePolicies")
      .map((one) => ({ one, name: one.optional("name") }))
      .filter(({ name }) => !managedHere.has(name) && notRemoved.inline(role, name))
      .map(({ one }) => one);
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

/**
 * Tells which policies in a role's state still exist. A run that removes policies does not update the role's state. It records the
 * removal in the resource that performs it, with a time later than the role's last change.
 */
function removals(of: (type: string) => ResourceReader[]) {
  const byList = (type: string, list: string) => {
    const deployed = of(type).filter(({ modified }) => !Number.isNaN(modified));
    const byRole = new Map(deployed.map((one) => [one.text("roleName"), one]));
    return (role: ResourceReader, policy = "") => {
      const only = byRole.get(role.text("name"));
      return !only || !(only.modified > role.modified) || only.texts(list).includes(policy);
    };
  };
  return {
    inline: byList("aws:iam/rolePoliciesExclusive:RolePoliciesExclusive", "policyNames"),
    attached: byList(
      "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
      "policyArns",
    ),
  };
}

function association(resource: ResourceReader): AssociationDocuments {
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
