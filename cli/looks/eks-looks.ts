import type {
  EKS,
  PodIdentityAssociation,
  PodIdentityAssociationSummary,
} from "@aws-sdk/client-eks";
import { nothingIf, unreadable } from "../aws/aws-error";
import { type Look, RIGHT, wrong } from "./object-looks";

const GONE = nothingIf("ResourceNotFoundException");
const NOT_THERE = wrong("is not there");

/** Whether the nodes of a cluster exist. */
export async function nodeGroupLook(
  eks: EKS,
  clusterName: string,
  nodegroupName: string,
): Promise<Look> {
  const answer = await eks.describeNodegroup({ clusterName, nodegroupName }).catch(GONE);
  return ofStatus(answer?.nodegroup);
}

/** Whether an add-on exists and works: the agent, or the driver with ASCP. */
export async function addonLook(eks: EKS, clusterName: string, addonName: string): Promise<Look> {
  const answer = await eks.describeAddon({ clusterName, addonName }).catch(GONE);
  return ofStatus(answer?.addon);
}

function ofStatus(found: { status?: string } | undefined): Look {
  if (!found) return NOT_THERE;
  const { status = "unknown" } = found;
  return status === "ACTIVE" || status === "UPDATING" ? RIGHT : wrong(`is ${status}`);
}

/** A Pod Identity association as it was deployed. */
export interface DeployedAssociation {
  associationId: string;
  clusterName: string;
  namespace: string;
  serviceAccount: string;
  roleArn: string;
  targetRoleArn?: string;
}

/** The associations of a cluster. */
export async function associationsOf(
  eks: EKS,
  clusterName: string,
): Promise<PodIdentityAssociationSummary[]> {
  const { paginateListPodIdentityAssociations } = await import("@aws-sdk/client-eks");
  const found: PodIdentityAssociationSummary[] = [];
  for await (const page of paginateListPodIdentityAssociations({ client: eks }, { clusterName })) {
    if (!page.associations) throw unreadable(page.$metadata);
    found.push(...page.associations);
  }
  return found;
}

/** The association of the same service account. If its id differs, somebody else created it. */
export function associationOfPods(
  { namespace, serviceAccount }: Pick<DeployedAssociation, "namespace" | "serviceAccount">,
  found: readonly PodIdentityAssociationSummary[],
): PodIdentityAssociationSummary | undefined {
  return found.find((one) => one.namespace === namespace && one.serviceAccount === serviceAccount);
}

/** Why the pods of an association do not get the role that was deployed for them. `found`: the associations of the cluster. */
export async function associationLook(
  eks: EKS,
  deployed: DeployedAssociation,
  found: readonly PodIdentityAssociationSummary[],
): Promise<Look> {
  const { clusterName } = deployed;
  const associationId = associationOfPods(deployed, found)?.associationId;
  if (associationId === undefined) {
    return wrong("is not there, so that its pods get no credentials");
  }
  const { association = {} } = await eks.describePodIdentityAssociation({
    ...{ clusterName, associationId },
  });
  const reasons = [
    ...(associationId === deployed.associationId
      ? []
      : [`is ${associationId}, which its stack did not make`]),
    ...associationFlaws(deployed, association).map(({ says }) => says),
  ];
  return reasons.length > 0 ? wrong(reasons.join("; ")) : RIGHT;
}

/** A property of an association that differs from what its pods need. */
export interface AssociationFlaw {
  what: "role" | "target role" | "tags" | "policy";
  /** Words that follow the association's name: `gives sessions without tags`. */
  says: string;
}

/** How an association differs from one that gives its pods these roles, with tags and without limits. */
export function associationFlaws(
  { roleArn, targetRoleArn }: Pick<DeployedAssociation, "roleArn" | "targetRoleArn">,
  found: PodIdentityAssociation,
): AssociationFlaw[] {
  const [target, wanted] = [found.targetRoleArn || "none", targetRoleArn || "none"];
  const flaws: (AssociationFlaw | false)[] = [
    found.roleArn !== roleArn && {
      ...{ what: "role", says: `gives the role ${found.roleArn}, not ${roleArn}` },
    },
    target !== wanted && {
      ...{ what: "target role", says: `gives the target role ${target}, not ${wanted}` },
    },
    found.disableSessionTags === true && { what: "tags", says: "gives sessions without tags" },
    Boolean(found.policy) && { what: "policy", says: "gives sessions that a policy limits" },
  ];
  return flaws.filter((flaw) => flaw !== false);
}
