import type { EKS } from "@aws-sdk/client-eks";
import { clusterOf } from "eks-pod-secrets/change-losses";
import type { ResolvedCluster } from "eks-pod-secrets/grant";
import { ROLE_ANNOTATION } from "eks-pod-secrets/manifest";
import { inParallel } from "iam-proof/collections";
import { absentCluster } from "../../../stacks/absent-cluster";
import { stackName } from "../../../stacks/stack-plan";
import { accountAccess } from "../../aws/account-access";
import { withinCluster } from "../../clusters/found-in-cluster";
import { kubectlIn } from "../../clusters/kubectl";
import type { ReadObject } from "../../clusters/kubernetes-objects";
import {
  addonLook,
  associationLook,
  associationsOf,
  type DeployedAssociation,
  nodeGroupLook,
} from "../../looks/eks-looks";
import {
  type Look,
  looked,
  notSeen,
  objectLook,
  RIGHT,
  serviceAccountLook,
  wrong,
} from "../../looks/object-looks";
import { messageOf } from "../../terminal/errors";
import type { ExportedResource } from "../backend/exported-state";
import type { LiveLook } from "../before-run/live-clusters";
import { objectPath } from "../interrupted-run/find-object";
import type { StackLook } from "./look-answer";

/** The most clusters, and the most calls in flight for one. */
const AT_ONCE = 8;

/** A resource in a cluster, and the stack that deployed it. */
interface Deployed {
  stack: string;
  resource: ExportedResource;
}

/** Looks at each cluster that these stacks deployed to, and at what they deployed. */
export async function clusterLooks(live: LiveLook): Promise<StackLook[]> {
  const found = await inParallel(live.zone.clusters, AT_ONCE, async (cluster) => {
    const deployed = await deployedIn(cluster, live);
    const [first] = deployed;
    if (!first) return [];
    const own = { stack: first.stack, kind: "cluster", what: `cluster ${cluster.id}` };
    try {
      const access = await accountAccess(cluster.account, cluster.region, live.verb);
      const looks = await withinCluster(cluster, access, (eks, _, read) =>
        resourceLooks(cluster, deployed, eks, read),
      );
      return looks
        ? [{ ...own, look: RIGHT }, ...looks]
        : [{ ...own, look: wrong(absentCluster(cluster).slice(own.what.length + 1)) }];
    } catch (error) {
      return [{ ...own, look: notSeen(`cannot look into ${own.what}: ${messageOf(error)}`) }];
    }
  });
  return found.flat();
}

async function deployedIn(cluster: ResolvedCluster, live: LiveLook): Promise<Deployed[]> {
  const isRun = new Set(live.stacks.map(({ name }) => name));
  const names = (["cluster", "workloads"] as const)
    .map((layer) => stackName(cluster.account, layer))
    .filter((name) => isRun.has(name) && live.held.has(name));
  const all = await Promise.all(
    names.map(async (stack) =>
      (await live.stateOf(stack)).resources.map((resource) => ({ stack, resource })),
    ),
  );
  const isIn = ({ inputs, type, provider }: ExportedResource) =>
    inputs?.clusterName === cluster.name ||
    (type === "aws:eks/cluster:Cluster" && inputs?.name === cluster.name) ||
    clusterOf({ provider }) === cluster.id;
  return all.flat().filter(({ resource }) => isIn(resource));
}

async function resourceLooks(
  cluster: ResolvedCluster,
  deployed: readonly Deployed[],
  eks: EKS,
  read: ReadObject,
): Promise<StackLook[]> {
  const { id, name } = cluster;
  const associations = associationsOf(eks, name);
  associations.catch(() => {}); // each look that needs them says so
  const looks = deployed.flatMap(({ resource, stack }) => {
    const { inputs = {}, outputs = {}, type } = resource;
    const of = (kind: string, name: string, look: () => Promise<Look>) => [
      { stack, kind, what: `${kind} ${name} of cluster ${id}`, look },
    ];
    switch (type) {
      case "aws:eks/nodeGroup:NodeGroup": {
        const group = `${outputs.nodeGroupName ?? inputs.nodeGroupName}`;
        return of("node group", group, () => nodeGroupLook(eks, name, group));
      }
      case "aws:eks/addon:Addon":
        return of("add-on", `${inputs.addonName}`, () =>
          addonLook(eks, name, `${inputs.addonName}`),
        );
      case "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
        const one = { ...inputs, ...outputs } as unknown as DeployedAssociation;
        return of("association", `${one.namespace}/${one.serviceAccount}`, async () =>
          associationLook(eks, one, await associations),
        );
      }
      default: {
        const path = objectPath(resource);
        if (path && type.endsWith(":ServiceAccount")) {
          const [namespace = ""] = objectName(resource).split("/");
          const kubectl = kubectlIn(cluster, namespace);
          const { annotations } = inputs.metadata as { annotations?: Record<string, string> };
          const annotated = annotations?.[ROLE_ANNOTATION];
          return of(kindOf(resource), objectName(resource), () =>
            serviceAccountLook(read, path, kubectl, annotated),
          );
        }
        const spec = type.endsWith(":SecretProviderClass") ? inputs.spec : undefined;
        return path
          ? of(kindOf(resource), objectName(resource), () => objectLook(read, path, spec))
          : [];
      }
    }
  });
  return inParallel(looks, AT_ONCE, async ({ look, ...one }) => ({
    ...one,
    look: await looked(one.what, look),
  }));
}

function kindOf({ type }: ExportedResource): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

/** `orders/db`. */
function objectName({ inputs }: ExportedResource): string {
  const { name, namespace } = (inputs?.metadata ?? {}) as Record<string, string | undefined>;
  return [namespace, name].filter(Boolean).join("/");
}
