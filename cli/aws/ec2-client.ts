import { STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import { AwsEc2QueryProtocol } from "@aws-sdk/core/protocols";
import { makeBuilder } from "@smithy/core/client";
import { getEndpointPlugin } from "@smithy/core/endpoints";
import { TypeRegistry } from "@smithy/core/schema";
import { dnsSuffixOf } from "iam-proof/names";
import type { AccountAccess } from "./account-access";

/*
 * The SDK's own client for EC2 is many times larger than what two calls need. So this is a client of the SDK, with its credentials,
 * retries and time limits, told how EC2 is asked: its protocol, its name and the shapes of two operations.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html
 */

const NAMESPACE = "com.amazonaws.ec2";

/** What is read of an endpoint. */
export interface VpcEndpoint {
  VpcEndpointId?: string;
  VpcId?: string;
  ServiceName?: string;
  State?: string;
  PolicyDocument?: string;
  PrivateDnsEnabled?: boolean;
  OwnerId?: string;
}

export interface DescribeVpcEndpointsInput {
  NextToken?: string;
}

export interface DescribeVpcEndpointsOutput {
  VpcEndpoints?: VpcEndpoint[];
  NextToken?: string;
}

export interface DescribeRegionsOutput {
  /** Of an account, unless it asks for all, those that are enabled in it. */
  Regions?: { RegionName?: string }[];
}

// As the SDK writes shapes: text is 0, a list 1, a boolean 2, a structure 3, an operation 9.
const text = (xmlName: string) => [0, { xmlName }];
const endpoint = [
  ...[3, NAMESPACE, "VpcEndpoint", 0],
  [
    ...["VpcEndpointId", "VpcId", "ServiceName", "State", "PolicyDocument", "OwnerId"],
    "PrivateDnsEnabled",
  ],
  [
    ...["vpcEndpointId", "vpcId", "serviceName", "state", "policyDocument", "ownerId"].map(text),
    [2, { xmlName: "privateDnsEnabled" }],
  ],
];
const endpoints = [1, NAMESPACE, "VpcEndpointSet", 0, [() => endpoint, { xmlName: "item" }]];
const request = [3, NAMESPACE, "DescribeVpcEndpointsRequest", 0, ["NextToken"], [0]];
const result = [
  ...[3, NAMESPACE, "DescribeVpcEndpointsResult", 0],
  ["VpcEndpoints", "NextToken"],
  [[() => endpoints, { xmlName: "vpcEndpointSet" }], text("nextToken")],
];
const region = [3, NAMESPACE, "Region", 0, ["RegionName"], [text("regionName")]];
const regions = [1, NAMESPACE, "RegionList", 0, [() => region, { xmlName: "item" }]];
const regionsRequest = [3, NAMESPACE, "DescribeRegionsRequest", 0, [], []];
const regionsResult = [
  ...[3, NAMESPACE, "DescribeRegionsResult", 0],
  ["Regions"],
  [[() => regions, { xmlName: "regionInfo" }]],
];

const parameters = Object.fromEntries(
  [
    ["Endpoint", "endpoint"],
    ["Region", "region"],
  ].map(([parameter, name]) => [parameter, { type: "builtInParams", name }]),
);

type Command<Input, Output> = new (
  input: Input,
) => {
  input: Input;
  // biome-ignore lint/suspicious/noExplicitAny: as the SDK declares its commands
  resolveMiddleware(...settings: any[]): (
    // biome-ignore lint/suspicious/noExplicitAny: as the SDK declares its commands
    input: any,
  ) => Promise<{ output: Output }>;
};

function commandOf<Input, Output>(name: string, request: unknown, result: unknown) {
  const operation = [9, NAMESPACE, name, 0, () => request, () => result];
  return makeBuilder(parameters as never, "AmazonEC2", "EC2Client", getEndpointPlugin as never)(
    {},
    () => [],
    name,
    operation as never,
  ) as unknown as Command<Input, Output>;
}

/** Asks for the VPC endpoints of an account in a region. */
export const DescribeVpcEndpointsCommand = commandOf<
  DescribeVpcEndpointsInput,
  DescribeVpcEndpointsOutput
>("DescribeVpcEndpoints", request, result);

/** Asks for the regions that an account has enabled. */
export const DescribeRegionsCommand = commandOf<object, DescribeRegionsOutput>(
  "DescribeRegions",
  regionsRequest,
  regionsResult,
);

/** A client of EC2. It sends these two commands. */
export class EC2Client extends STSClient {
  constructor(access: AccountAccess) {
    super({ ...access, ...EC2 } as unknown as STSClientConfig);
  }
}

const EC2 = {
  serviceId: "EC2",
  protocol: AwsEc2QueryProtocol,
  protocolSettings: {
    defaultNamespace: NAMESPACE,
    errorTypeRegistries: [TypeRegistry.for(NAMESPACE)],
    xmlNamespace: "http://ec2.amazonaws.com/doc/2016-11-15",
    version: "2016-11-15",
    serviceTarget: "AmazonEC2",
  },
  endpointProvider: ({ Endpoint, Region = "" }: { Endpoint?: string; Region?: string }) => ({
    url: new URL(Endpoint ?? `https://ec2.${Region}.${dnsSuffixOf(Region)}`),
    properties: { authSchemes: [{ name: "sigv4", signingName: "ec2", signingRegion: Region }] },
  }),
  httpAuthSchemeProvider: ({ region }: { region: string }) => [
    {
      schemeId: "aws.auth#sigv4",
      signingProperties: { name: "ec2", region },
      propertiesExtractor: (config: unknown, context: unknown) => ({
        signingProperties: { config, context },
      }),
    },
  ],
};
