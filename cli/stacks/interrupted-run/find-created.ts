import { setTimeout as sleep } from "node:timers/promises";
import { crc32 } from "node:zlib";
import {
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  DescribePodIdentityAssociationCommand,
  type EKSClient,
  ListPodIdentityAssociationsCommand,
  paginateListNodegroups,
} from "@aws-sdk/client-eks";
import {
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
} from "@aws-sdk/client-iam";
import { DescribeKeyCommand, type KMSClient, paginateListKeys } from "@aws-sdk/client-kms";
import {
  aliases,
  type ClientOptions,
  type Clients,
  findByName,
  findWith,
  hasOneName,
  type MadeResource,
} from "./find-by-name";
import type { ReadOfCluster } from "./find-object";

type Inputs = Record<string, string>;

/** A resource that exists, though no state says so. */
export interface Created {
  id: string;
  /** What its provider needs, beside its inputs, to read it for the first time. */
  outputs?: Record<string, string>;
  /** Its creation did not come to a good end: it must be made anew. */
  isBroken?: boolean;
}

/** How it is known which of several resources is meant. */
interface Recognition {
  /** Whether it is what the run was making, and not what somebody else has made of the same name. */
  isOurs: (found: MadeResource) => boolean;
  /** Ids of this type that a state has already: they belong to other resources. Defaults to none. */
  taken?: ReadonlySet<string>;
}

/** What a search is made with, beside the clients. */
interface Search extends Required<Recognition> {
  inputs: Inputs;
  waiting: Pick<FindOptions, "onStep" | "signal">;
}

/**
 * How to find out whether a resource was created, by the inputs of its creation, where its name alone does not say it. Of the types
 * that are not listed, creating once more does no harm: they put a document, or attach one, or get a name of their own each time.
 */
const FINDERS: Record<string, (clients: Clients, search: Search) => Promise<Created | undefined>> =
  {
    "aws:kms/key:Key": async ({ kms }, search) => named(await keyWithoutAlias(kms, search)),
    "aws:eks/cluster:Cluster": ({ eks }, search) => {
      const { name = "" } = search.inputs;
      return onceMade(name, search, async () => {
        const { cluster } = await eks.send(new DescribeClusterCommand({ name }));
        return cluster && { ...cluster, inputs: { roleArn: cluster.roleArn, tags: cluster.tags } };
      });
    },
    "aws:eks/nodeGroup:NodeGroup": async ({ eks }, search) => {
      const { clusterName, nodeGroupName, nodeRoleArn } = search.inputs;
      const names = nodeGroupName ? [nodeGroupName] : await nodeGroupNames(eks, clusterName);
      for (const nodegroupName of names) {
        const command = new DescribeNodegroupCommand({ clusterName, nodegroupName });
        const ask = async () => {
          const { nodegroup } = await eks.send(command);
          return (
            nodegroup && {
              ...nodegroup,
              inputs: { nodeRoleArn: nodegroup.nodeRole, tags: nodegroup.tags },
            }
          );
        };
        const isIt = nodeGroupName || (await ask())?.nodeRole === nodeRoleArn;
        if (isIt) return onceMade(`${clusterName}:${nodegroupName}`, search, ask);
      }
      return undefined;
    },
    "aws:eks/addon:Addon": ({ eks }, search) => {
      const { addonName, clusterName } = search.inputs;
      const command = new DescribeAddonCommand({ clusterName, addonName });
      return onceMade(`${clusterName}:${addonName}`, search, async () => {
        const { addon } = await eks.send(command);
        return addon && { ...addon, inputs: { tags: addon.tags } };
      });
    },
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": async ({ eks }, search) => {
      const { clusterName, namespace, serviceAccount } = search.inputs;
      const command = new ListPodIdentityAssociationsCommand({
        ...{ clusterName, namespace, serviceAccount },
      });
      const associationId = (await eks.send(command)).associations?.[0]?.associationId;
      if (associationId === undefined) return undefined;
      const describe = new DescribePodIdentityAssociationCommand({ clusterName, associationId });
      const { association: { createdAt, roleArn, tags, targetRoleArn } = {} } =
        await eks.send(describe);
      const found = { created: createdAt, inputs: { roleArn, tags, targetRoleArn } };
      // The provider reads it by what its state says, and does not look at the id that it is given.
      return search.isOurs(found) ? { id: associationId, outputs: { associationId } } : undefined;
    },
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": async ({ iam }, { inputs, isOurs }) => {
      const ending = `:oidc-provider/${inputs.url?.replace("https://", "")}`;
      const { OpenIDConnectProviderList: all } = await iam.send(
        new ListOpenIDConnectProvidersCommand(),
      );
      const id = all?.find(({ Arn }) => Arn?.endsWith(ending))?.Arn;
      if (id === undefined) return undefined;
      const { ClientIDList: clientIdLists, CreateDate: created } = await iam.send(
        new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id }),
      );
      return isOurs({ created, inputs: { clientIdLists } }) ? { id } : undefined;
    },
    // The provider finds a rule by its inputs, whatever its id; this is the id that it would have drawn.
    "aws:ec2/securityGroupRule:SecurityGroupRule": async (_clients, { inputs }) =>
      named(`sgrule-${crc32(ruleText(inputs))}`),
  };

/** Whether resources of a type are looked for. Once one is read, its outputs hold more than its inputs: an ARN, say. */
export function isFindable(type: string): boolean {
  return hasOneName(type) || Object.hasOwn(FINDERS, type);
}

/** Whether AWS takes minutes to make one, or may fail at it after it has given it an id. */
export function takesTime(type: string): boolean {
  return /^aws:eks\/(cluster|nodeGroup|addon):/.test(type);
}

/** What a search is made with. */
export interface FindOptions extends ClientOptions {
  /** Told what is being waited for. */
  onStep?: (step: string) => void;
  /** Aborted: stop waiting for what AWS is making, and reject. */
  signal?: AbortSignal;
  /** None: no cluster can be asked, and no Kubernetes object is found. */
  readOfCluster?: ReadOfCluster;
}

/**
 * The resource whose creation was begun with these inputs; undefined when it does not exist or may be made again. One
 * that AWS is still making is waited for.
 */
export async function findCreated(
  { onStep, readOfCluster: _, signal, ...options }: FindOptions,
  type: string,
  inputs: Record<string, unknown>,
  { isOurs, taken = new Set() }: Recognition,
): Promise<Created | undefined> {
  return findWith(options, async (clients) => {
    if (hasOneName(type)) {
      const found = await findByName(clients, type, `${inputs.name}`);
      return found && isOurs(found) ? { id: found.id } : undefined;
    }
    const search = { inputs: inputs as Inputs, isOurs, taken, waiting: { onStep, signal } };
    return FINDERS[type]?.(clients, search);
  });
}

function named(id: string | undefined): Created | undefined {
  return id === undefined ? undefined : { id };
}

/** How long AWS is given to make a cluster, its nodes or an add-on, and how often it is asked. In milliseconds. */
const MAKING = { longest: 20 * 60_000, pause: 2_000 };

/** Statuses of what may still become `ACTIVE`: the provider, too, waits for an add-on that is degraded. */
const UNFINISHED = ["CREATING", "DEGRADED"];

/** What EKS says of something that it takes minutes to make. */
interface InTheMaking extends Pick<MadeResource, "inputs"> {
  createdAt?: Date;
  status?: string;
}

/** Waits until AWS has made what `ask` describes: one that is half made has no endpoint, and takes no changes. */
async function onceMade(
  id: string,
  { isOurs, waiting: { onStep, signal } }: Search,
  ask: () => Promise<InTheMaking | undefined>,
): Promise<Created | undefined> {
  const end = Date.now() + MAKING.longest;
  for (;;) {
    const found = await ask();
    if (!found) return undefined;
    const { createdAt, inputs, status = "" } = found;
    if (!isOurs({ created: createdAt, inputs })) return undefined;
    if (!UNFINISHED.includes(status)) return { id, isBroken: /^(CREATE_)?FAILED$/.test(status) };
    if (Date.now() > end) {
      const minutes = MAKING.longest / 60_000;
      throw new Error(
        `${id} is ${status} after ${minutes} minutes; see in EKS why, then run again`,
      );
    }
    onStep?.(`waiting for ${id}, which is ${status}`);
    await sleep(MAKING.pause, undefined, { signal });
  }
}

/** The provider draws the name of a node group that is given none: it is known by its role, which is its alone. */
async function nodeGroupNames(eks: EKSClient, clusterName: string | undefined): Promise<string[]> {
  const names: string[] = [];
  for await (const { nodegroups = [] } of paginateListNodegroups({ client: eks }, { clusterName }))
    names.push(...nodegroups);
  return names;
}

/** A key has no name; one whose run was killed has its description and not yet the alias that would follow. */
async function keyWithoutAlias(
  kms: KMSClient,
  { inputs: { description = "" }, isOurs, taken }: Search,
): Promise<string | undefined> {
  const known = new Set([...taken, ...(await aliases(kms)).map(({ TargetKeyId }) => TargetKeyId)]);
  for await (const { Keys = [] } of paginateListKeys({ client: kms }, {})) {
    for (const { KeyId } of Keys.filter((key) => !known.has(key.KeyId))) {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      const { CreationDate: created, Description, KeyState } = KeyMetadata ?? {};
      const isIt = KeyState === "Enabled" && Description === description;
      if (isIt && isOurs({ created, inputs: {} })) return KeyId;
    }
  }
  return undefined;
}

/** The text whose checksum is the id of a security group rule, as Terraform's provider writes it. */
function ruleText({
  cidrBlocks = [],
  fromPort,
  protocol,
  securityGroupId,
  toPort,
  type,
}: Record<string, string | string[]>): string {
  const ports = [fromPort, toPort].filter((port) => Number(port) > 0);
  const parts = [securityGroupId, ...ports, protocol, type, ...[...cidrBlocks].sort()];
  return parts.map((part) => `${part}-`).join("");
}
