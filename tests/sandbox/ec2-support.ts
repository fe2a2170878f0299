import { call, type RawAnswer } from "./raw";
import type { Credentials } from "./support";

/** Calls a sandbox's EC2. */
export function ec2(
  endpoint: string,
  credentials: Credentials,
  Action: string,
  members: Record<string, string> = {},
  region?: string,
): Promise<RawAnswer> {
  return call(endpoint, credentials, {
    ...{ service: "ec2", ...(region && { region }) },
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ Action, Version: "2016-11-15", ...members }).toString(),
  });
}

/** Creates a VPC endpoint for a service in us-east-1, and returns its ID. */
export async function createVpcEndpoint(
  endpoint: string,
  credentials: Credentials,
  service: string,
  policy?: object,
): Promise<string> {
  const { text } = await ec2(endpoint, credentials, "CreateVpcEndpoint", {
    VpcId: "vpc-1",
    ServiceName: `com.amazonaws.us-east-1.${service}`,
    ...(policy && { PolicyDocument: JSON.stringify(policy) }),
  });
  return /<vpcEndpointId>(vpce-[0-9a-f]{17})</.exec(text)?.[1] ?? text;
}
