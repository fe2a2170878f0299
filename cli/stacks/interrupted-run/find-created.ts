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
import { DescribeKeyCommand, type KMSClient, paginateListKeys } from "@aws-sdk/client-kms";
import {
  aliases,
  type ClientOptions,
  type Clients,
  findByName,
  findWith,
  hasOneName,
  type MadeResource,
  nameIn,
} from "./find-by-name";
import type { ReadOfCluster } from "./find-object";

type Inputs = Record<string, string>;

/** A resource that exists but is in no state. */
export interface Created {
  id: string;
  /** What its provider needs in addition to its inputs to read it for the first time. */
  outputs?: Record<string, string>;
  /** Whether its creation failed, so that it must be created again. */
  isBroken?: boolean;
}

/** How to tell which of several resources is meant. */
interface Recognition {
  /** Whether the run created it, rather than somebody else with the same name. */
  isOurs: (found: MadeResource) => boolean;
  /** Ids of this type that already belong to other resources in the state. Defaults to none. */
  taken?: ReadonlySet<string>;
}

/** The input of a search in addition to the clients. */
interface Search extends Required<Recognition> {
  inputs: Inputs;
  waiting: Pick<FindOptions, "onStep" | "signal">;
}

/**
 * How to find out from its inputs whether a resource was created, if its name alone does not tell. Types that are not listed can
 * be created again without harm: they write or attach a document, or get a new name each time.
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
      // The provider reads it by its state and ignores the given id.
      return search.isOurs(found) ? { id: associationId, outputs: { associationId } } : undefined;
    },
    // The provider finds a rule by its inputs, whatever its id. This is the id that it would have assigned.
    "aws:ec2/securityGroupRule:SecurityGroupRule": async (_clients, { inputs }) =>
      named(`sgrule-${crc32(ruleText(inputs))}`),
  };

/** Whether resources of a type can be found. After a read, a resource's outputs contain more than its inputs, such as an ARN. */
export function isFindable(type: string): boolean {
  return hasOneName(type) || Object.hasOwn(FINDERS, type);
}

/** Whether creating one takes AWS minutes, or can fail after it has got an id. */
export function takesTime(type: string): boolean {
  return /^aws:eks\/(cluster|nodeGroup|addon):/.test(type);
}

/** The options of a search. */
export interface FindOptions extends ClientOptions {
  /** Called with what is being waited for. */
  onStep?: (step: string) => void;
  /** When it is aborted, the search stops waiting for AWS and rejects. */
  signal?: AbortSignal;
  /** Without it, no cluster can be asked and no Kubernetes object is found. */
  readOfCluster?: ReadOfCluster;
}

/**
 * The resource whose creation was begun with these inputs; undefined if it does not exist or can be created again. Waits for one
 * that AWS is still creating.
 */
export async function findCreated(
  { onStep, readOfCluster: _, signal, ...options }: FindOptions,
  type: string,
  inputs: Record<string, unknown>,
  { isOurs, taken = new Set() }: Recognition,
): Promise<Created | undefined> {
  return findWith(options, async (clients) => {
    if (hasOneName(type)) {
      const found = await findByName(clients, type, nameIn(inputs));
      return found && isOurs(found) ? { id: found.id } : undefined;
    }
    const search = { inputs: inputs as Inputs, isOurs, taken, waiting: { onStep, signal } };
    return FINDERS[type]?.(clients, search);
  });
}

function named(id: string | undefined): Created | undefined {
  return id === undefined ? undefined : { id };
}

/** How long to wait until AWS has created a cluster, its nodes or an add-on, and how often to ask. */
const MAKING = { longest: 20 * 60_000, pause: 2_000 };

/** Statuses from which something can still become `ACTIVE`. The provider also waits for a degraded add-on. */
const UNFINISHED = ["CREATING", "DEGRADED"];

/** EKS's description of something that takes minutes to create. */
interface InTheMaking extends Pick<MadeResource, "inputs"> {
  createdAt?: Date;
  status?: string;
}

/** Waits until AWS has created what `ask` describes: an unfinished one has no endpoint and accepts no changes. */
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

/**
 * The names of node groups. The provider assigns a name if none is given; the group is then recognized by its role, which nothing
 * else has.
 */
async function nodeGroupNames(eks: EKSClient, clusterName: string | undefined): Promise<string[]> {
  const names: string[] = [];
  for await (const { nodegroups = [] } of paginateListNodegroups({ client: eks }, { clusterName }))
    names.push(...nodegroups);
  return names;
}

/** A key has no name. One whose run was killed has its description but not yet its alias. */
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

/** The text whose checksum is the id of a security group rule, as in Terraform's provider. */
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
