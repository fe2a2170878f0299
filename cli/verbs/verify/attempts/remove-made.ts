import type { EKS } from "@aws-sdk/client-eks";
import type { IAM } from "@aws-sdk/client-iam";
import type { ResolvedAccount, ResolvedCluster } from "eks-pod-secrets/grant";
import { SERVICES_POLICY } from "../../../../attempts/moves";
import { parameterOf } from "../../../../attempts/other-service";
import { isError, nothingIf } from "../../../aws/aws-error";
import { messageOf } from "../../../terminal/errors";
import type { Cast } from "./cast";
import { removeMadeObjects } from "./made-objects";
import { MADE_TAG, type MadeNames } from "./names";
import type { AccessTo } from "./scene";
import type { AttemptsAnswer } from "./shape";

type Made = AttemptsAnswer["made"][number];

/** Where attempts were made, and with which names. */
interface MadePlaces {
  cast: Cast;
  names: MadeNames;
  accessTo: AccessTo;
}

/**
 * Removes everything that attempts created, in this run or in a killed one: what has one of their names *and* their tag. What
 * could not be checked or removed is `left`.
 */
export async function removeMade(places: MadePlaces): Promise<Made[]> {
  const { namesake, secondCluster, secretB, third } = places.cast;
  const { cluster, role } = places.cast.applicationB;
  const { prefix } = places.names;
  const clusters = [cluster, ...[secondCluster, namesake].flatMap((one) => one ?? [])];
  const removals = [
    ...clusters.map((one) => inCluster(places, one)),
    inIam(places, cluster.account, [
      role.name,
      places.cast.applicationA.role.name,
      `${prefix}tagged-as-pod`,
    ]),
    ...(third ? [inIam(places, third, [role.name, `${prefix}everything`])] : []),
    inParameterStore(places, secretB.account, secretB.region),
  ];
  return (await Promise.all(removals)).flat();
}

/** Removes one thing that may exist. Empty if it does not exist or attempts did not create it. */
async function removed(
  account: ResolvedAccount,
  kind: string,
  name: string,
  remove: () => Promise<boolean>,
): Promise<Made[]> {
  const one = { account: account.id, kind, name };
  try {
    return (await remove()) ? [{ ...one, result: "removed" }] : [];
  } catch (error) {
    if (isError(error, "NoSuchEntityException", "NoSuchEntity", "ResourceNotFoundException"))
      return [];
    return [{ ...one, result: "left", reason: messageOf(error) }];
  }
}

/** Removes associations first: a role can be deleted while one names it, and pods are gone with the namespace. */
async function inCluster(places: MadePlaces, cluster: ResolvedCluster): Promise<Made[]> {
  const { accessTo, cast, names } = places;
  const { account, name, region } = cluster;
  const access = await accessTo(account, region);
  const { EKS } = await import("@aws-sdk/client-eks");
  const eks = new EKS(access);
  const { namespace, serviceAccount } = cast.applicationB;
  const found: Made[] = [];
  for (const within of [namespace, names.otherNamespace]) {
    const title = `${name} ${within}/${serviceAccount}`;
    const pods = { clusterName: name, namespace: within, serviceAccount };
    found.push(
      ...(await removed(account, "association", title, () => removeAssociation(eks, pods))),
      ...(await removed(account, "Kubernetes objects", `${name} ${within}`, () =>
        removeMadeObjects(access, cluster, within),
      )),
    );
  }
  return found;
}

async function removeAssociation(
  eks: EKS,
  pods: { clusterName: string; namespace: string; serviceAccount: string },
): Promise<boolean> {
  const { clusterName } = pods;
  const { associations = [] } = await eks.listPodIdentityAssociations(pods);
  for (const { associationId } of associations) {
    const one = { clusterName, associationId };
    const { association } = await eks.describePodIdentityAssociation(one);
    if (association?.tags?.[MADE_TAG] === undefined) continue;
    await eks.deletePodIdentityAssociation(one);
    return true;
  }
  return false;
}

async function inIam(
  { accessTo }: MadePlaces,
  account: ResolvedAccount,
  roles: string[],
): Promise<Made[]> {
  const { IAM } = await import("@aws-sdk/client-iam");
  const iam = new IAM(await accessTo(account));
  const found: Made[] = [];
  for (const RoleName of roles) {
    const policy = { RoleName, PolicyName: SERVICES_POLICY };
    found.push(
      ...(await removed(account, "policy", `${RoleName}/${SERVICES_POLICY}`, async () => {
        await iam.deleteRolePolicy(policy);
        return true;
      })),
      ...(await removed(account, "role", RoleName, () => removeRole(iam, RoleName))),
    );
  }
  return found;
}

async function removeRole(iam: IAM, RoleName: string): Promise<boolean> {
  const { Tags = [] } = await iam.listRoleTags({ RoleName });
  if (!Tags.some(({ Key }) => Key === MADE_TAG)) return false;
  await iam.deleteRole({ RoleName });
  return true;
}

async function inParameterStore(
  { accessTo, names }: MadePlaces,
  account: ResolvedAccount,
  region: string,
): Promise<Made[]> {
  const { SSM } = await import("@aws-sdk/client-ssm");
  const ssm = new SSM(await accessTo(account, region));
  const Name = parameterOf(names.prefix);
  return removed(account, "parameter", Name, async () => {
    const place = { ResourceType: "Parameter" as const, ResourceId: Name };
    const tags = await ssm.listTagsForResource(place).catch(nothingIf("InvalidResourceId"));
    if (!tags?.TagList?.some(({ Key }) => Key === MADE_TAG)) return false;
    await ssm.deleteParameter({ Name });
    return true;
  });
}
