import type { Platform } from "../../identity/platform";
import { bindOperations } from "../../operations/service";
import type { JsonService } from "../../wire/messages";
import type { KeyService } from "../kms/encrypting-platform";
import * as parameters from "./parameters";
import * as writing from "./put-parameter";
import * as tagging from "./tagging";
import * as versions from "./versions";

const OPERATIONS = {
  AddTagsToResource: "ResourceId ResourceType Tags.Key Tags.Value",
  DeleteParameter: "Name",
  DeleteParameters: "Names",
  DescribeParameters:
    "Filters.Key Filters.Values MaxResults NextToken ParameterFilters.Key ParameterFilters.Option ParameterFilters.Values Shared",
  GetParameter: "Name WithDecryption",
  GetParameterHistory: "MaxResults Name NextToken WithDecryption",
  GetParameters: "Names WithDecryption",
  GetParametersByPath:
    "MaxResults NextToken ParameterFilters.Key ParameterFilters.Option ParameterFilters.Values Path Recursive WithDecryption",
  GetResourcePolicies: "MaxResults NextToken ResourceArn",
  LabelParameterVersion: "Labels Name ParameterVersion",
  ListTagsForResource: "ResourceId ResourceType",
  PutParameter: "DataType Description KeyId Name Overwrite Tags.Key Tags.Value Tier Type Value",
  RemoveTagsFromResource: "ResourceId ResourceType TagKeys",
  UnlabelParameterVersion: "Labels Name ParameterVersion",
};

const RUNS = { ...parameters, ...writing, ...tagging, ...versions };

/** The Parameter Store of AWS Systems Manager. It encrypts a `SecureString` with the caller's rights. */
export function createSsm(platform: Platform, kms: KeyService): JsonService {
  const service = {
    protocol: "json",
    signingName: "ssm",
    unsupported: "ValidationException",
    targetPrefix: "AmazonSSM",
  } as const;
  return {
    ...service,
    operations: bindOperations({ ...platform, kms }, service, OPERATIONS, RUNS),
  };
}
