import type { VpcEndpointDocuments } from "eks-pod-secrets/access";
import { leadsToReads } from "iam-proof";
import { formatArn, parseArn } from "iam-proof/names";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "./calls";
import { askAllPages, UnreadError } from "./live-call";
import { understoodText } from "./unread";

/** Endpoints in these states lead nowhere. */
const GONE = ["deleted", "expired", "failed", "rejected"];

/** An endpoint, as AWS describes it. */
export interface LiveEndpoint {
  document: VpcEndpointDocuments;
  /** Whether the service's usual name leads to it in its VPC. If not, only clients with a name of their own for it call it. */
  hasUsualName: boolean;
}

/** Reads the VPC endpoints of an account in a region that lead to what readers read, or to how anybody becomes one. */
export async function vpcEndpoints(access: AccountAccess): Promise<LiveEndpoint[]> {
  const call = LIVE_CALLS.describeVpcEndpoints;
  const pages = await askAllPages(call, access, {});
  const found = pages.flatMap(({ vpcEndpointSet }) => {
    // AWS always sends a list, even an empty one. An answer without one is not whole.
    if (!vpcEndpointSet) throw new UnreadError(call.action, "AWS answered without a list");
    return vpcEndpointSet;
  });
  const { account = "", partition = "" } = parseArn(access.callerArn) ?? {};
  return found.flatMap((one) => {
    const { policyDocument, serviceName, state = "", vpcEndpointId, vpcId } = one;
    if (!vpcEndpointId || !serviceName) {
      throw new UnreadError(call.action, "AWS answered an endpoint without its id or service");
    }
    if (GONE.includes(state.toLowerCase()) || !leadsToReads({ service: serviceName })) return [];
    const resource = `vpc-endpoint/${vpcEndpointId}`;
    const arn = formatArn({ partition, service: "ec2", region: access.region, account, resource });
    const name = `endpoint policy of ${vpcEndpointId}`;
    const policy = policyDocument
      ? understoodText(call.action, "resource", name, policyDocument)
      : null;
    return {
      document: { arn, service: serviceName, vpc: vpcId ?? null, policy },
      hasUsualName: one.privateDnsEnabled !== false,
    };
  });
}
