import { DescribePodIdentityAssociationCommand } from "@aws-sdk/client-eks";
import {
  GetRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from "@aws-sdk/client-iam";
import { DescribeKeyCommand, paginateListResourceTags } from "@aws-sdk/client-kms";
import { DescribeSecretCommand, GetResourcePolicyCommand } from "@aws-sdk/client-secrets-manager";
import { ROLE_ANNOTATION } from "eks-pod-secrets/manifest";
import type { Import } from "../../../stacks/import-file";
import { deployed } from "../../clusters/deployers";
import {
  type ClientOptions,
  type Clients,
  findByName,
  findWith,
} from "../interrupted-run/find-by-name";
import {
  classParts,
  deployerParts,
  type Parts,
  roleParts,
  secretParts,
  type Tags,
  tagParts,
  wayParts,
} from "./seen-parts";

type ReadParts = (clients: Clients, id: string) => Promise<Parts | undefined>;

const ALIAS = "aws:kms/alias:Alias";

/** How an object is read by its import id. It rejects, or answers undefined, where there is none. */
const READS: Record<string, ReadParts> = {
  "aws:iam/role:Role": partsOfRole,
  "aws:iam/rolePolicy:RolePolicy": async ({ iam }, id) => {
    const [RoleName, PolicyName] = id.split(":");
    await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return {};
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": async ({ eks }, id) => {
    const [clusterName, associationId] = id.split(",");
    const command = new DescribePodIdentityAssociationCommand({ clusterName, associationId });
    return wayParts((await eks.send(command)).association ?? {});
  },
  "aws:secretsmanager/secret:Secret": async ({ secretsManager }, SecretId) => {
    const said = await secretsManager.send(new DescribeSecretCommand({ SecretId }));
    return said.DeletedDate ? undefined : secretParts(said);
  },
  "aws:secretsmanager/secretPolicy:SecretPolicy": async ({ secretsManager }, SecretId) => {
    const { ResourcePolicy } = await secretsManager.send(
      new GetResourcePolicyCommand({ SecretId }),
    );
    return ResourcePolicy ? {} : undefined;
  },
  "aws:secretsmanager/secretRotation:SecretRotation": async ({ secretsManager }, SecretId) => {
    const { RotationEnabled } = await secretsManager.send(new DescribeSecretCommand({ SecretId }));
    return RotationEnabled ? {} : undefined;
  },
  "aws:kms/key:Key": partsOfKey,
  "aws:kms/keyPolicy:KeyPolicy": partsOfKey,
  [ALIAS]: async (clients, id) => (await findByName(clients, ALIAS, id)) && {},
};

/** What an object of AWS has that is imported; undefined where there is none. Of a type that is not known, nothing is said. */
export async function partsInAws(access: ClientOptions, { id, type }: Import) {
  const read = READS[type];
  return read ? findWith(access, (clients) => read(clients, id)) : {};
}

async function partsOfRole(clients: Clients, RoleName: string): Promise<Parts | undefined> {
  const role = await findByName(clients, "aws:iam/role:Role", RoleName);
  if (!role) return undefined;
  const client = clients.iam;
  const policies: { name: string; document: unknown }[] = [];
  for await (const page of paginateListRolePolicies({ client }, { RoleName })) {
    for (const name of page.PolicyNames ?? []) {
      const command = new GetRolePolicyCommand({ RoleName, PolicyName: name });
      const { PolicyDocument = "null" } = await client.send(command);
      policies.push({ name, document: JSON.parse(decodeURIComponent(PolicyDocument)) });
    }
  }
  for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName })) {
    for (const { PolicyArn: name = "" } of page.AttachedPolicies ?? [])
      policies.push({ name, document: undefined });
  }
  const { assumeRolePolicy, ...more } = role.inputs as { assumeRolePolicy: string; tags: Tags };
  return roleParts({ ...more, trust: JSON.parse(assumeRolePolicy), policies });
}

async function partsOfKey({ kms: client }: Clients, KeyId: string): Promise<Parts | undefined> {
  const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
  if (KeyMetadata?.DeletionDate) return undefined;
  const tags: Record<string, string> = {};
  for await (const page of paginateListResourceTags({ client }, { KeyId })) {
    for (const { TagKey = "", TagValue = "" } of page.Tags ?? []) tags[TagKey] = TagValue;
  }
  return tagParts(tags);
}

/** What an object of a cluster has that is imported, by its JSON. */
export function partsInCluster({ type }: Import, json: string): Parts {
  const { metadata = {}, spec = {} } = JSON.parse(json);
  const by = deployerParts(deployed.parse(metadata).deployedBy);
  if (type.endsWith(":ServiceAccount")) {
    return { ...by, ...wayParts({ roleArn: metadata.annotations?.[ROLE_ANNOTATION] }) };
  }
  return type.endsWith(":SecretProviderClass") ? { ...by, ...classParts(spec) } : {};
}
