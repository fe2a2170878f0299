import type { AccessDocuments, VpcEndpointDocuments } from "../../sdk/access";
import {
  CLUSTER_ACCOUNT,
  oneReader,
  policy,
  READS,
  REGION,
  ROLE,
} from "./prover/deployments/deployment";
import { allowTo } from "./statements";

export const ID = "vpce-0a1b2c3d";
export const VPC = "vpc-0a1b2c3d";
export const everything = allowTo("*", "*");
export const readersOnly = policy({ ...everything, Principal: { AWS: ROLE }, Action: READS });
export const nobody = policy({ ...everything, Effect: "Deny" });

export function endpoint(
  document: object | null,
  { id = ID, region = REGION, service = "secretsmanager", ...more }: Partial<Place> = {},
): VpcEndpointDocuments {
  return {
    arn: `arn:aws:ec2:${region}:${CLUSTER_ACCOUNT}:vpc-endpoint/${id}`,
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
