import { clusterArn, parseArn, type ResolvedCluster } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";
import { installed, withinCluster } from "../../clusters/found-in-cluster";
import { LIVE_CALLS } from "../../documents/live/calls";
import { describedAssociations } from "../../documents/live/cluster-associations";
import { AT_ONCE, askAllPages } from "../../documents/live/live-call";
import { understoodText } from "../../documents/live/unread";
import { UserError } from "../../terminal/errors";
import type { Found, FoundAssociation } from "../found";
import { heldByAck } from "../states/ack";
import { stackHolders } from "../states/stack-holders";
import { LIST_CLUSTERS } from "./adopt-calls";
import { foundClasses, foundServiceAccounts, foundStores, foundWorkloads } from "./cluster-objects";

/** Lists of workloads. Pods come last, because they may belong to another workload. */
const WORKLOADS = [
  ...["deployments", "statefulsets", "daemonsets"].map((plural) => `/apis/apps/v1/${plural}`),
  ...["/apis/batch/v1/jobs", "/apis/batch/v1/cronjobs", "/api/v1/pods"],
];

/** A cluster to read. */
export type GivenCluster = Pick<ResolvedCluster, "account" | "name" | "region">;

/** Reads a cluster: its associations, objects that concern secrets, and what ACK holds. A missing cluster is a `UserError`. */
export async function clusterFound(
  account: string,
  name: string,
  access: AccountAccess,
): Promise<Partial<Found>> {
  const { region } = access;
  const arn = clusterArn({ account, region }, name);
  const asked = { id: name, name, region };
  const answer = await withinCluster(asked, access, async (eks, described, read) => {
    const listed = async (path: string) => (await read(path)) ?? "{}";
    const stores = async (version: string) => {
      const of = (plural: string) => listed(`/apis/external-secrets.io/${version}/${plural}`);
      return [
        ...foundStores(arn, "SecretStore", await of("secretstores")),
        ...foundStores(arn, "ClusterSecretStore", await of("clustersecretstores")),
      ];
    };
    const newest = await stores("v1");
    const workloads = await inParallel(WORKLOADS, AT_ONCE, async (path) =>
      foundWorkloads(arn, await listed(path)),
    );
    const classes = "/apis/secrets-store.csi.x-k8s.io/v1/secretproviderclasses";
    const issuer = described.identity?.oidc?.issuer?.replace(/^https:\/\//, "");
    return {
      clusters: [{ arn, issuer, ...(await installed(eks, described, read)) }],
      associations: await associationsIn(arn, name, access),
      serviceAccounts: foundServiceAccounts(arn, await listed("/api/v1/serviceaccounts")),
      classes: foundClasses(arn, await listed(classes)),
      workloads: workloads.flat(),
      stores: newest.length > 0 ? newest : await stores("v1beta1"),
      held: [await heldByAck(name, read)],
    };
  });
  if (answer) return answer;
  throw new UserError(
    `account ${account} has no cluster ${name} in ${region} that is ready: name another with --cluster ACCOUNT/NAME@REGION`,
  );
}

/** The clusters of an account's region that were not given, with their associations. */
export async function clustersElsewhere(
  account: string,
  given: readonly string[],
  access: AccountAccess,
): Promise<{ clusters: string[]; associations: FoundAssociation[] }> {
  const pages = await askAllPages(LIST_CLUSTERS, access, {});
  const others = pages
    .flatMap(({ clusters = [] }) => clusters)
    .filter((one) => !given.includes(one))
    .map((name) => ({ name, arn: clusterArn({ account, region: access.region }, name) }));
  const found = await inParallel(others, AT_ONCE, ({ arn, name }) =>
    associationsIn(arn, name, access),
  );
  return { clusters: others.map(({ arn }) => arn), associations: found.flat() };
}

async function associationsIn(
  arn: string,
  clusterName: string,
  access: AccountAccess,
): Promise<FoundAssociation[]> {
  const found = (await describedAssociations(clusterName, access)) ?? [];
  const { action } = LIVE_CALLS.describePodIdentityAssociation;
  return found.map(({ associationId, namespace, policy, roleArn, serviceAccount, ...more }) => ({
    ...{ clusterArn: arn, namespace, serviceAccount, roleArn, id: associationId },
    ...{ targetRoleArn: more.targetRoleArn ?? null, tags: more.tags },
    disableSessionTags: more.disableSessionTags ?? false,
    ownerArn: more.ownerArn,
    policy: policy
      ? understoodText(action, "session", `session policy of ${associationId}`, policy)
      : null,
    heldBy: stackHolders(more.tags, `account ${parseArn(arn)?.account}`),
  }));
}
