import type { Platform } from "../../identity/platform";
import { bindOperations } from "../../operations/service";
import type { Ec2Service } from "../../wire/messages";
import * as instances from "./instances";
import * as networks from "./networks";
import * as endpoints from "./vpc-endpoints";

const OPERATIONS = {
  CreateVpcEndpoint: "PolicyDocument ServiceName VpcId",
  DeleteVpcEndpoints: "VpcEndpointId",
  DescribeInstances: "InstanceId MaxResults NextToken",
  DescribeRegions: "AllRegions",
  DescribeSubnets: "Filter.Name Filter.Value MaxResults NextToken SubnetId",
  DescribeVpcEndpoints: "MaxResults NextToken VpcEndpointId",
  DescribeVpcs: "Filter.Name Filter.Value MaxResults NextToken VpcId",
  ModifyVpcEndpoint: "PolicyDocument ResetPolicy VpcEndpointId",
  RunInstances:
    "ClientToken IamInstanceProfile.Arn IamInstanceProfile.Name ImageId InstanceType MaxCount MinCount",
  TerminateInstances: "InstanceId",
};

const RUNS = { ...networks, ...endpoints, ...instances };

export function createEc2(platform: Platform): Ec2Service {
  const service = {
    protocol: "ec2Query",
    signingName: "ec2",
    unsupported: "UnsupportedOperation",
    version: "2016-11-15",
  } as const;
  return { ...service, operations: bindOperations(platform, service, OPERATIONS, RUNS) };
}
