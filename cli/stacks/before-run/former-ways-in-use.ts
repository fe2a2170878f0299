import type { EKS } from "@aws-sdk/client-eks";
import { outputsIn } from "eks-pod-secrets/change-losses";
import type { ResolvedReader } from "eks-pod-secrets/grant";
import { grouped } from "iam-proof/collections";
import type { SecretsOutputs, WorkloadsOutputs } from "../../../stacks/contract";
import { accountAccess } from "../../aws/account-access";
import { awsFailure } from "../../aws/aws-error";
import { withinCluster } from "../../clusters/found-in-cluster";
import type { ReadObject } from "../../clusters/kubernetes-objects";
import type { Pod } from "../../clusters/pod-events";
import { classesOf, hasEnded } from "../../clusters/pod-mounts";
import { associationOfPods, associationsOf } from "../../looks/eks-looks";
import { messageOf, UserError } from "../../terminal/errors";
import type { Confirmation } from "./confirmations";
import type { PlannedRun } from "./planned-run";

/** A way in which a reader's pods got a role, and that the run closes. */
interface ClosingWay {
  reader: ResolvedReader;
  /** The role that they had before. Absent if they have the reader's own role with tokens. */
  formerRole?: string;
}

/** A way that the run would close and that pods may need. */
export interface WayInUse extends Confirmation {
  /** Name of the cluster in the inventory. */
  cluster: string;
}

/**
 * The former roles, and readers' own roles with tokens, that the run would no longer let in while pods may have nothing else. A
 * pod keeps what it was created with: the credentials of an association for hours, its tokens for good.
 */
export async function formerWaysInUse(
  run: Pick<PlannedRun, "held" | "operation" | "stacks" | "stateOf" | "zone"> & { verb?: string },
): Promise<WayInUse[]> {
  if (run.operation !== "up") return [];
  const closing = await closingWays(run);
  const asked = await Promise.all(closing.map((way) => confirmation(way, run.verb ?? "up")));
  return asked.flat();
}

async function closingWays({
  held,
  stacks,
  stateOf,
  zone,
}: Parameters<typeof formerWaysInUse>[0]): Promise<ClosingWay[]> {
  const staying = new Set(
    zone.externalReaders.map(({ formerOf, role }) => `${formerOf} ${role.arn}`),
  );
  const found = await Promise.all(
    stacks
      .filter(({ name }) => held.has(name))
      .map(async ({ layer, name }): Promise<ClosingWay[]> => {
        if (layer === "cluster") return [];
        const { resources } = await stateOf(name);
        const outputs = outputsIn(resources);
        return zone.readers.flatMap((reader) => {
          const roles = outputs.formerRoles as SecretsOutputs["formerRoles"] | undefined;
          const formerRole = roles?.[reader.id];
          if (formerRole)
            return staying.has(`${reader.id} ${formerRole}`) ? [] : [{ reader, formerRole }];
          const readers = outputs.readers as WorkloadsOutputs["readers"] | undefined;
          const { identity = "podIdentity" } = readers?.[reader.id] ?? {};
          return reader.identity === "podIdentity" && identity !== "podIdentity"
            ? [{ reader }]
            : [];
        });
      }),
  );
  // Several owners may let the same role in.
  const all = grouped(found.flat(), ({ formerRole, reader }) => [`${reader.id} ${formerRole}`]);
  return [...all.values()].flatMap(([first]) => first ?? []);
}

async function confirmation(way: ClosingWay, verb: string): Promise<WayInUse[]> {
  const { cluster, grants, id, namespace, serviceAccount } = way.reader;
  const of = `of ${namespace}/${serviceAccount} in cluster ${cluster.id}`;
  const seen = await podsInWay(way, verb).then(
    (found) => (found.pods.length > 0 ? podsToReplace(way.reader, of, found) : undefined),
    (error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      return `whether pods ${of} still need it is not known: ${messageOf(error)}`;
    },
  );
  if (seen === undefined) return [];
  const { keep, long, short } = wayNames(way);
  const secrets = grants.flatMap(({ kind, target }) => (kind === "secret" ? target.id : []));
  const says = `reader ${id} would be let in no more ${long}, as which its pods read ${secrets.join(", ")}; ${seen}`;
  const ways = { keep, remove: "to close it all the same" };
  return [{ option: "yes-remove", name: short, says, ways, cluster: cluster.id }];
}

function podsToReplace(
  { namespace, secretProviderClass: own }: ResolvedReader,
  of: string,
  { classes, pods }: PodsInWay,
): string {
  const names = pods.map(({ metadata }) => metadata.name);
  const more = names.length > MOST_NAMED ? [`${names.length - MOST_NAMED} more`] : [];
  const listed = [...names.slice(0, MOST_NAMED), ...more].join(", ");
  const mounts =
    classes.length > 0 ? `; those that mount ${classes.join(", ")} must mount ${own} then` : "";
  return `these pods ${of} may have nothing else yet: ${listed}; replace them first: ${replacing(namespace, pods)}${mounts}`;
}

function wayNames({ formerRole, reader: { id, role } }: ClosingWay) {
  return formerRole
    ? {
        short: `${id} (former role)`,
        long: `as its former role ${formerRole}`,
        keep: `to keep it, put formerRole back under readers.${id}`,
      }
    : {
        short: `${id} (irsa)`,
        long: `as ${role.arn} by IAM roles for service accounts`,
        keep: `to keep it, write identity: both under readers.${id}`,
      };
}

/** The most pods that a question names. */
const MOST_NAMED = 20;

interface PodsInWay {
  pods: Pod[];
  /** Other classes than the reader's own that they mount, and that read with their tokens. */
  classes: string[];
}

const NO_PODS: PodsInWay = { pods: [], classes: [] };

/** The pods that may still need the way. */
async function podsInWay(way: ClosingWay, verb: string): Promise<PodsInWay> {
  const { cluster, serviceAccount } = way.reader;
  const access = await accountAccess(cluster.account, cluster.region, verb);
  try {
    const found = await withinCluster(cluster, access, async (eks, _, read) => {
      const pods = await podsIn(way.reader, read);
      const living = pods.filter(
        (pod) => pod.spec.serviceAccountName === serviceAccount && !hasEnded(pod),
      );
      if (living.length === 0) return NO_PODS;
      const changed = way.formerRole ? await lastChange(eks, way.reader) : undefined;
      const byTokens = way.formerRole ? [] : await classesByTokens(way.reader, read);
      const mounted = new Set(living.flatMap(classesOf));
      return {
        pods: living.filter(
          (pod) =>
            mayNeed(pod, way.formerRole, changed) ||
            classesOf(pod).some((name) => byTokens.includes(name)),
        ),
        classes: byTokens.filter((name) => mounted.has(name)),
      };
    });
    return found ?? NO_PODS;
  } catch (error) {
    throw awsFailure(error, `cannot look at the pods of cluster ${cluster.id}`, undefined);
  }
}

/** Other SecretProviderClasses of the reader's namespace that read with the tokens of the pod. No run changes these. */
async function classesByTokens(
  { namespace, secretProviderClass: own }: ResolvedReader,
  read: ReadObject,
): Promise<string[]> {
  const path = `/apis/secrets-store.csi.x-k8s.io/v1/namespaces/${namespace}/secretproviderclasses`;
  const { items } = JSON.parse((await read(path)) ?? '{"items":[]}') as { items: Class[] };
  return items
    .filter(({ metadata, spec }) => metadata.name !== own && spec?.provider === "aws")
    .filter(({ spec }) => spec?.parameters?.usePodIdentity !== "true")
    .map(({ metadata }) => metadata.name);
}

interface Class {
  metadata: { name: string };
  spec?: { provider?: string; parameters?: Record<string, string> };
}

async function podsIn({ namespace }: ResolvedReader, read: ReadObject): Promise<Pod[]> {
  const list = await read(`/api/v1/namespaces/${namespace}/pods`);
  return list === undefined ? [] : (JSON.parse(list) as { items: Pod[] }).items;
}

/** When the association of a reader's pods last changed; undefined if they have none. */
async function lastChange(eks: EKS, reader: ResolvedReader): Promise<Date | undefined> {
  const clusterName = reader.cluster.name;
  const summary = associationOfPods(reader, await associationsOf(eks, clusterName));
  if (summary?.associationId === undefined) return undefined;
  const { associationId } = summary;
  const { association } = await eks.describePodIdentityAssociation({ clusterName, associationId });
  return association?.modifiedAt;
}

/**
 * How long a new pod may still get the old role after an association changed, in milliseconds. The EKS API Reference
 * (UpdatePodIdentityAssociation) says "several seconds"; the number is our own.
 */
export const SETTLING = 10_000;

const BY_ASSOCIATION = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

/**
 * Whether a pod may have no other way to a role. `formerRole`: its former role; undefined if it has its reader's own role with
 * tokens. `changed`: when its association got its present role.
 */
export function mayNeed(
  pod: Pod,
  formerRole: string | undefined,
  changed: Date | undefined,
): boolean {
  const { containers = [], initContainers = [] } = pod.spec;
  const env = [...containers, ...initContainers].flatMap((one) => one.env ?? []);
  const hasAssociation = env.some(({ name }) => name === BY_ASSOCIATION);
  const byTokens = env.filter(({ name }) => name === "AWS_ROLE_ARN");
  if (!formerRole) return byTokens.length > 0 && !hasAssociation;
  if (byTokens.some(({ value }) => value === formerRole)) return true;
  if (changed === undefined) return hasAssociation;
  // A pod without a time may be from before.
  return !(Date.parse(pod.metadata.creationTimestamp ?? "") > changed.getTime() + SETTLING);
}

/** Commands that replace pods, those of a Deployment one after the other. */
function replacing(namespace: string, pods: readonly Pod[]): string {
  const words = pods.map((pod) => {
    const workload = workloadOf(pod);
    return workload ? `rollout restart ${workload}` : `delete pod ${pod.metadata.name}`;
  });
  return [...new Set(words)].map((one) => `kubectl -n ${namespace} ${one}`).join(" && ");
}

/** The workload of a pod, such as `deployment orders`; undefined if nothing replaces its pods one after the other. */
function workloadOf({ metadata: { labels, ownerReferences } }: Pod): string | undefined {
  const { kind = "", name = "" } = ownerReferences?.[0] ?? {};
  const ending = `-${labels?.["pod-template-hash"]}`;
  if (kind === "ReplicaSet" && name.endsWith(ending)) {
    return `deployment ${name.slice(0, -ending.length)}`;
  }
  return /^(Deployment|StatefulSet|DaemonSet)$/.test(kind)
    ? `${kind.toLowerCase()} ${name}`
    : undefined;
}
