import type { VpcEndpointDocuments } from "eks-pod-secrets/access";
import { leadsToReads } from "iam-proof";
import { formatArn, parseArn } from "iam-proof/names";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "./calls";
import { askAllPages, UnreadError } from "./live-call";
import { understoodText } from "./unread";

/** Endpoints in these states lead nowhere. */
const GONE = ["deleted", "expired", "failed", "rejected"];

/** Reads the VPC endpoints of an account in a region that lead to what readers read, or to how anybody becomes one. */
export async function vpcEndpoints(access: AccountAccess): Promise<VpcEndpointDocuments[]> {
  const call = LIVE_CALLS.describeVpcEndpoints;
  const pages = await askAllPages(call, access, {});
  const found = pages.flatMap(({ VpcEndpoints }) => {
    // An answer without a list is none: AWS answers an empty one.
    if (!VpcEndpoints) throw new UnreadError(call.action, "AWS answered without a list");
    return VpcEndpoints;
  });
  const { account = "", partition = "" } = parseArn(access.callerArn) ?? {};
  return found.flatMap(({ PolicyDocument, ServiceName, State = "", VpcEndpointId, VpcId }) => {
    if (!VpcEndpointId || !ServiceName) {
      throw new UnreadError(call.action, "AWS answered an endpoint without its id or service");
    }
    if (GONE.includes(State.toLowerCase()) || !leadsToReads({ service: ServiceName })) return [];
    const resource = `vpc-endpoint/${VpcEndpointId}`;
    const arn = formatArn({ partition, service: "ec2", region: access.region, account, resource });
    return {
      arn,
      service: ServiceName,
      vpc: VpcId ?? null,
      policy: PolicyDocument
        ? understoodText(
            call.action,
            "resource",
            `endpoint policy of ${VpcEndpointId}`,
            PolicyDocument,
          )
        : null,
    };
  });
}
