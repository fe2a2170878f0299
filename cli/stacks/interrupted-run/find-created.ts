import { setTimeout as sleep } from "node:timers/promises";
import { crc32 } from "node:zlib";
import {
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  type EKSClient,
  ListPodIdentityAssociationsCommand,
  paginateListNodegroups,
} from "@aws-sdk/client-eks";
import { DescribeKeyCommand, type KMSClient, paginateListKeys } from "@aws-sdk/client-kms";
import { type ClientOptions, type Clients, findWith } from "./clients";
import { aliases, findByName, hasOneName } from "./find-by-name";

type Inputs = Record<string, string>;

/** A resource that exists, though no state says so. */
export interface Created {
  id: string;
  /** What its provider needs, beside its inputs, to read it for the first time. */
  outputs?: Record<string, string>;
  /** Its creation did not come to a good end: it must be made anew. */
  isBroken?: boolean;
}

/** What a search is made with, beside the clients. */
interface Search {
  inputs: Inputs;
  /** Ids of this type that a state has already: they belong to other resources. */
  taken: ReadonlySet<string>;
  waiting: Pick<FindOptions, "onStep" | "signal">;
}

/**
 * How to find out whether a resource was created, by the inputs of its creation, where its name alone does not say it. Of the types
 * that are not listed, creating once more does no harm: they put a document, or attach one, or get a name of their own each time.
 */
const FINDERS: Record<string, (clients: Clients, search: Search) => Promise<Created | undefined>> =
  {
    "aws:kms/key:Key": async ({ kms }, search) => named(await keyWithoutAlias(kms, search)),
    "aws:eks/cluster:Cluster": ({ eks }, { inputs: { name = "" }, waiting }) =>
      onceMade(name, waiting, async () => {
        return (await eks.send(new DescribeClusterCommand({ name }))).cluster;
      }),
    "aws:eks/nodeGroup:NodeGroup": async ({ eks }, { inputs, waiting }) => {
      const { clusterName, nodeGroupName, nodeRoleArn } = inputs;
      const names = nodeGroupName ? [nodeGroupName] : await nodeGroupNames(eks, clusterName);
      for (const nodegroupName of names) {
        const command = new DescribeNodegroupCommand({ clusterName, nodegroupName });
        const ask = async () => (await eks.send(command)).nodegroup;
        const isIt = nodeGroupName || (await ask())?.nodeRole === nodeRoleArn;
        if (isIt) return onceMade(`${clusterName}:${nodegroupName}`, waiting, ask);
      }
      return undefined;
    },
    "aws:eks/addon:Addon": ({ eks }, { inputs: { addonName, clusterName }, waiting }) => {
      const command = new DescribeAddonCommand({ clusterName, addonName });
      return onceMade(`${clusterName}:${addonName}`, waiting, async () => {
        return (await eks.send(command)).addon;
      });
    },
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": async ({ eks }, { inputs }) => {
      const { clusterName, namespace, serviceAccount } = inputs;
      const command = new ListPodIdentityAssociationsCommand({
        ...{ clusterName, namespace, serviceAccount },
      });
      const id = (await eks.send(command)).associations?.[0]?.associationId;
      // The provider reads it by what its state says, and does not look at the id that it is given.
      return id ? { id, outputs: { associationId: id } } : undefined;
    },
    // The provider finds a rule by its inputs, whatever its id; this is the id that it would have drawn.
    "aws:ec2/securityGroupRule:SecurityGroupRule": async (_clients, { inputs }) =>
      named(`sgrule-${crc32(ruleText(inputs))}`),
    // Helm keeps a release that was cut short, and neither goes on with it nor takes its name again.
    "kubernetes:helm.sh/v3:Release": async (_clients, { inputs: { name, namespace } }) => ({
      id: `${namespace}/${name}`,
      isBroken: true,
    }),
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
}

/**
 * The resource whose creation was begun with these inputs; undefined when it does not exist or may be made again. One
 * that AWS is still making is waited for. A Kubernetes object's is certain without asking; a refresh drops the object
 * that is not there.
 */
export async function findCreated(
  { onStep, signal, ...options }: FindOptions,
  type: string,
  inputs: Record<string, unknown>,
  taken: ReadonlySet<string> = new Set(),
): Promise<Created | undefined> {
  if (type.startsWith("kubernetes:") && !isFindable(type)) return named(objectId(inputs.metadata));
  return findWith(options, async (clients) => {
    if (hasOneName(type)) return named((await findByName(clients, type, `${inputs.name}`))?.id);
    const search = { inputs: inputs as Inputs, taken, waiting: { onStep, signal } };
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

/** Waits until AWS has made what `ask` describes: one that is half made has no endpoint, and takes no changes. */
async function onceMade(
  id: string,
  { onStep, signal }: Search["waiting"],
  ask: () => Promise<{ status?: string } | undefined>,
): Promise<Created | undefined> {
  const end = Date.now() + MAKING.longest;
  for (;;) {
    const found = await ask();
    if (!found) return undefined;
    const { status = "" } = found;
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

function objectId(metadata: unknown): string | undefined {
  const { namespace, name } = (metadata ?? {}) as { namespace?: string; name?: string };
  return name && [namespace, name].filter(Boolean).join("/");
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
  { inputs: { description = "" }, taken }: Search,
): Promise<string | undefined> {
  const known = new Set([...taken, ...(await aliases(kms)).map(({ TargetKeyId }) => TargetKeyId)]);
  for await (const { Keys = [] } of paginateListKeys({ client: kms }, {})) {
    for (const { KeyId } of Keys.filter((key) => !known.has(key.KeyId))) {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      if (KeyMetadata?.KeyState === "Enabled" && KeyMetadata.Description === description)
        return KeyId;
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
