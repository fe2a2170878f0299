import type { Platform } from "../../identity/platform";
import { bindOperations, type OperationTable } from "../../operations/service";
import type { Ec2Service } from "../../wire/messages/service";
import { describeSubnets, describeVpcs } from "./networks";
import { describeRegions } from "./regions";
import {
  createVpcEndpoint,
  deleteVpcEndpoints,
  describeVpcEndpoints,
  modifyVpcEndpoint,
} from "./vpc-endpoints";

const OPERATIONS: OperationTable = {
  CreateVpcEndpoint: ["PolicyDocument ServiceName VpcId", createVpcEndpoint],
  DeleteVpcEndpoints: ["VpcEndpointId", deleteVpcEndpoints],
  DescribeRegions: ["AllRegions", describeRegions],
  DescribeSubnets: ["Filter.Name Filter.Value MaxResults NextToken SubnetId", describeSubnets],
  DescribeVpcEndpoints: ["MaxResults NextToken VpcEndpointId", describeVpcEndpoints],
  DescribeVpcs: ["Filter.Name Filter.Value MaxResults NextToken VpcId", describeVpcs],
  ModifyVpcEndpoint: ["PolicyDocument ResetPolicy VpcEndpointId", modifyVpcEndpoint],
};

/** Of Amazon EC2, Regions, the default VPC and its subnets, and VPC endpoints with their policies. No request comes through one: there is no network here. */
export function createEc2(platform: Platform): Ec2Service {
  const service = {
    protocol: "ec2Query",
    signingName: "ec2",
    unsupported: "UnsupportedOperation",
    version: "2016-11-15",
  } as const;
  return { ...service, operations: bindOperations(platform, service, OPERATIONS) };
}
