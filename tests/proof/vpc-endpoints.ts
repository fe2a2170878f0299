import type { AccessDocuments, VpcEndpointDocuments } from "./pods";
import { oneReader, policy } from "./prover/deployments/deployment";
import * as the from "./prover/deployments/names";
import { allowTo } from "./statements";

export const ID = "vpce-0a1b2c3d";
export const VPC = "vpc-0a1b2c3d";
export const everything = allowTo("*", "*");
export const readersOnly = policy({
  ...everything,
  Principal: { AWS: the.ROLE },
  Action: the.READS,
});
export const nobody = policy({ ...everything, Effect: "Deny" });

export function endpoint(
  document: object | null,
  { id = ID, region = the.REGION, service = "secretsmanager", ...more }: Partial<Place> = {},
): VpcEndpointDocuments {
  return {
    arn: `arn:aws:ec2:${region}:${the.CLUSTER_ACCOUNT}:vpc-endpoint/${id}`,
    service: `com.amazonaws.${more.serviceRegion ?? region}.${service}`,
    vpc: VPC,
    policy: document,
    ...(more.clusters && { clusters: more.clusters }),
  };
}

interface Place {
  id: string;
  region: string;
  service: string;
  serviceRegion: string;
  clusters: string[];
}

/** One reader, whose pods endpoints may lead. */
export const withEndpoints = (...vpcEndpoints: VpcEndpointDocuments[]): AccessDocuments =>
  oneReader({ more: { vpcEndpoints } });
