import { randomUUID } from "node:crypto";
import {
  type AssociationRecord,
  type ClusterRecord,
  childKey,
  clusterKey,
} from "../../clusters/records";
import { issueSession, type Session } from "../../identity/callers/issue-session";
import { trustAllows } from "../../identity/callers/trust";
import type { Platform } from "../../identity/platform";
import { findRoleByArn } from "../../identity/records/iam-records";
import { POD_IDENTITY_AUDIENCE } from "../../kubernetes/tokens/service-account-token";
import { type PodIdentity, verifyPodToken } from "../../kubernetes/tokens/verify-token";
import { type Calling, defineRestService, type Request } from "../../operations/service";
import { AwsError, type RestService } from "../../wire/messages";
import { clusterOf, eksArn, requireCluster } from "../eks/lookup";
import { assume } from "../sts/assume";

const OPERATIONS = {
  AssumeRoleForPodIdentity: "POST /clusters/{clusterName}/assume-role-for-pod-identity token",
};

const RUNS = { assumeRoleForPodIdentity };

/** Amazon EKS Auth: credentials for pods, in exchange for their service account tokens. */
export function createEksAuth(platform: Platform): RestService {
  return defineRestService(
    platform,
    { signingName: "eks-auth", unsupported: "InvalidParameterException" },
    OPERATIONS,
    RUNS,
  );
}

const SIX_HOURS = 6 * 3600;
const ONE_HOUR = 3600;
const UNAUTHORIZED =
  "Unauthorized Exception! EKS does not have permissions to assume the associated role.";

/** Exchanges a pod's service account token for credentials of the associated role. */
async function assumeRoleForPodIdentity(request: Request) {
  const { platform, call, input, action } = request;
  const ref = clusterOf(call, input.text("clusterName"));
  platform.authorise(call, {
    action,
    resource: eksArn(call, `cluster/${ref.name}`),
    resourceTags: platform.store.get<ClusterRecord>(clusterKey(ref))?.tags,
  });
  const cluster = requireCluster(platform.store, ref);
  const pod = await podOf(request, cluster, input.text("token"));
  const association = associationOf(platform, cluster, pod);
  const session = assumeAssociated(request, cluster, pod, association);
  return {
    subject: { namespace: pod.namespace, serviceAccount: pod.serviceAccount },
    audience: POD_IDENTITY_AUDIENCE,
    podIdentityAssociation: {
      associationArn: association.associationArn,
      associationId: association.associationId,
    },
    assumedRoleUser: { arn: session.assumedRoleArn, assumeRoleId: session.assumedRoleId },
    credentials: {
      accessKeyId: session.accessKeyId,
      secretAccessKey: session.secretAccessKey,
      sessionToken: session.sessionToken,
      expiration: Math.floor(session.expiration.getTime() / 1000),
    },
  };
}

async function podOf(
  request: Calling,
  cluster: ClusterRecord,
  token: string,
): Promise<PodIdentity> {
  const audience = POD_IDENTITY_AUDIENCE;
  const verdict = await verifyPodToken(cluster, token, audience, request.call.now);
  if ("pod" in verdict) return verdict.pod;
  const code = verdict.fault === "expired" ? "ExpiredTokenException" : "InvalidTokenException";
  throw new AwsError(code, verdict.message);
}

function associationOf(
  { store }: Platform,
  cluster: ClusterRecord,
  { namespace, serviceAccount }: PodIdentity,
): AssociationRecord {
  const found = store
    .values<AssociationRecord>(childKey("eks-association", cluster))
    .find((one) => one.namespace === namespace && one.serviceAccount === serviceAccount);
  if (found) return found;
  throw new AwsError(
    "ResourceNotFoundException",
    `No association found for service account ${serviceAccount} in namespace ${namespace} of cluster ${cluster.name}`,
    404,
  );
}

function assumeAssociated(
  request: Calling,
  cluster: ClusterRecord,
  pod: PodIdentity,
  association: AssociationRecord,
): Session {
  const { roleArn, targetRoleArn, disableSessionTags, policy, externalId } = association;
  const tags = disableSessionTags ? {} : sessionTags(cluster, pod);
  const policies = policy === undefined ? [] : [policy];
  const name = sessionName(cluster, pod);
  const first = assumeAsEks(request, cluster, {
    roleArn,
    sessionName: name,
    tags,
    sessionPolicies: targetRoleArn === undefined ? policies : [],
    durationSeconds: targetRoleArn === undefined ? SIX_HOURS : ONE_HOUR,
  });
  if (targetRoleArn === undefined) return first;
  try {
    return assume(
      { ...request, call: { ...request.call, caller: first.caller } },
      {
        roleArn: targetRoleArn,
        sessionName: name,
        tags: {},
        transitiveTagKeys: [],
        sessionPolicies: policies,
        durationSeconds: ONE_HOUR,
        ...(externalId !== undefined && { externalId }),
      },
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw unauthorized(error.reason ?? error.message);
  }
}

function sessionTags(
  { arn, name }: ClusterRecord,
  { namespace, podName, podUid, serviceAccount }: PodIdentity,
): Record<string, string> {
  return {
    "eks-cluster-arn": arn,
    "eks-cluster-name": name,
    "kubernetes-namespace": namespace,
    "kubernetes-service-account": serviceAccount,
    "kubernetes-pod-name": podName,
    "kubernetes-pod-uid": podUid,
  };
}

interface FirstAssumption {
  roleArn: string;
  sessionName: string;
  tags: Record<string, string>;
  sessionPolicies: string[];
  durationSeconds: number;
}

/** Assumes the association's role as the service `pods.eks.amazonaws.com`, on behalf of the cluster. */
function assumeAsEks(
  request: Calling,
  cluster: ClusterRecord,
  { roleArn, tags, ...rest }: FirstAssumption,
): Session {
  const role = findRoleByArn(request.platform.store, roleArn);
  if (!role) throw unauthorized(`no role ${roleArn} exists`);
  const verdict = trustAllows(request.platform.store, role, {
    principal: { kind: "service", service: POD_IDENTITY_AUDIENCE },
    tags,
    context: { "aws:SourceAccount": cluster.account, "aws:SourceArn": cluster.arn },
    now: request.call.now,
  });
  if (!verdict.allowed) throw unauthorized(`${verdict.action}: ${verdict.reason}`);
  return issueSession(request.platform.store, {
    ...rest,
    role,
    tags,
    transitiveTagKeys: Object.keys(tags),
    now: request.call.now,
  });
}

/** `eks-CLUSTER-POD-UUID`, cut to the 64 characters of a session name. */
function sessionName(cluster: ClusterRecord, pod: PodIdentity): string {
  const id = randomUUID();
  const room = 64 - "eks-".length - 1 - id.length;
  return `eks-${`${cluster.name}-${pod.podName}`.slice(0, room)}-${id}`;
}

function unauthorized(reason: string): AwsError {
  return new AwsError("AccessDeniedException", UNAUTHORIZED, 400, "Sender", reason);
}
