import type { AssociationDocuments } from "eks-pod-secrets/access";
import { clusterArn } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";
import { installed, withinCluster } from "../../clusters/found-in-cluster";
import type { ReadObject } from "../../clusters/kubernetes-objects";
import { LIVE_CALLS } from "../../documents/live/calls";
import { AT_ONCE, ask, askAllPages, UnreadError } from "../../documents/live/live-call";
import { understoodText } from "../../documents/live/unread";
import { UserError } from "../../terminal/errors";
import { type Found, type FoundAssociation, nothingFound } from "../found";
import { heldByAck } from "../states/ack";
import type { Holdings } from "../states/holdings";
import type { Taking } from "../states/taking/taking";
import {
  type ClusterObject,
  foundClass,
  foundServiceAccount,
  foundStore,
  foundWorkload,
} from "./cluster-objects";
import { SPECS, takenObjects } from "./taken-objects";

/** Lists of workloads, by their kind. */
const WORKLOADS = {
  Deployment: "/apis/apps/v1/deployments",
  StatefulSet: "/apis/apps/v1/statefulsets",
  DaemonSet: "/apis/apps/v1/daemonsets",
  Job: "/apis/batch/v1/jobs",
  CronJob: "/apis/batch/v1/cronjobs",
};

const CLASSES = "/apis/secrets-store.csi.x-k8s.io/v1/secretproviderclasses";

/** Versions of the External Secrets Operator's API, the newest first. */
const STORE_VERSIONS = ["v1", "v1beta1"];

/** What a cluster has, and what ACK's controllers in it hold. */
export interface ReadCluster {
  found: Found;
  held: Holdings;
}

/** Reads a cluster: its associations, and what of it has to do with secrets. Where there is none, that is a `UserError`. */
export async function clusterFound(account: string, name: string, access: AccountAccess) {
  const { region } = access;
  const arn = clusterArn({ account, region }, name);
  const asked = { id: name, name, region };
  const answer = await withinCluster(
    asked,
    access,
    async (eks, described, read): Promise<ReadCluster> => {
      const listed = async (path: string, spec: Taking<object>) =>
        takenObjects(path, await read(path), spec) as ClusterObject[];
      const workloads = await inParallel(Object.entries(WORKLOADS), AT_ONCE, async ([kind, path]) =>
        (await listed(path, kind === "CronJob" ? SPECS.cronJob : SPECS.workload)).map((one) =>
          foundWorkload(arn, kind, one),
        ),
      );
      const classes = await listed(CLASSES, SPECS.providerClass);
      const accounts = await listed("/api/v1/serviceaccounts", SPECS.none);
      const namespaces = await listed("/api/v1/namespaces", SPECS.none);
      const issuer = described.identity?.oidc?.issuer?.replace(/^https:\/\//, "");
      const found: Found = {
        ...nothingFound(),
        clusters: [
          {
            arn,
            ...(issuer !== undefined && { issuer }),
            ...(await installed(eks, described, read)),
            namespaces: namespaces.map(({ metadata }) => metadata.name),
            heldBy: [],
          },
        ],
        associations: await associationsIn(arn, name, access),
        serviceAccounts: accounts.map((one) => foundServiceAccount(arn, one)),
        classes: classes.map((one) => foundClass(arn, one)),
        workloads: workloads.flat(),
        stores: await stores(arn, read),
      };
      return { found, held: await heldByAck(name, read) };
    },
  );
  if (answer) return answer;
  throw new UserError(
    `account ${account} has no cluster ${name} in ${region} that is ready: name another with --cluster ACCOUNT/NAME@REGION`,
  );
}

async function associationsIn(
  arn: string,
  clusterName: string,
  access: AccountAccess,
): Promise<FoundAssociation[]> {
  const pages = await askAllPages(LIVE_CALLS.listPodIdentityAssociations, access, { clusterName });
  const ids = pages
    .flatMap(({ associations = [] }) => associations)
    .flatMap(({ associationId }) => associationId ?? []);
  const call = LIVE_CALLS.describePodIdentityAssociation;
  return inParallel(ids, AT_ONCE, async (associationId) => {
    const { association = {} } = await ask(call, access, { clusterName, associationId });
    const { namespace, policy, roleArn, serviceAccount, tags = {} } = association;
    if (!namespace || !roleArn || !serviceAccount) {
      throw new UnreadError(call.action, "AWS answered without whose pods get which role");
    }
    return {
      clusterArn: arn,
      namespace,
      serviceAccount,
      roleArn,
      id: associationId,
      targetRoleArn: association.targetRoleArn ?? null,
      disableSessionTags: association.disableSessionTags ?? false,
      policy: policy
        ? understoodText(call.action, "session", `session policy of ${associationId}`, policy)
        : null,
      tags,
      heldBy: [],
    };
  });
}

async function stores(arn: string, read: ReadObject) {
  const found = [];
  for (const [kind, plural] of [
    ["SecretStore", "secretstores"],
    ["ClusterSecretStore", "clustersecretstores"],
  ] as const) {
    for (const version of STORE_VERSIONS) {
      const list = await read(`/apis/external-secrets.io/${version}/${plural}`);
      if (list === undefined) continue;
      const items = takenObjects(plural, list, SPECS.store) as ClusterObject[];
      found.push(...items.flatMap((one) => foundStore(arn, kind, one) ?? []));
      break;
    }
  }
  return found;
}

/** The associations of a cluster as documents. */
export function associationDocuments(found: readonly FoundAssociation[]): AssociationDocuments[] {
  return found.map(({ clusterArn: arn = "", namespace, policy, roleArn, ...one }) => ({
    clusterArn: arn,
    namespace,
    serviceAccount: one.serviceAccount,
    roleArn,
    targetRoleArn: one.targetRoleArn ?? null,
    disableSessionTags: one.disableSessionTags ?? false,
    policy: policy ?? null,
  }));
}
