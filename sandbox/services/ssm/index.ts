import type { Platform } from "../../identity/platform";
import { bindOperations, type OperationTable } from "../../operations/service";
import type { JsonService } from "../../wire/messages/service";
import type { EncryptingPlatform, KeyService } from "../kms/encrypting-platform";
import { deleteParameter, deleteParameters } from "./delete-parameters";
import { getParameter, getParameters } from "./get-parameters";
import { labelParameterVersion, unlabelParameterVersion } from "./labels";
import { describeParameters, getParametersByPath } from "./list-parameters";
import { getParameterHistory } from "./parameter-history";
import { putParameter } from "./put-parameter";
import { getResourcePolicies } from "./resource-policies";
import { addTagsToResource, listTagsForResource, removeTagsFromResource } from "./tagging";

const OPERATIONS: OperationTable<EncryptingPlatform> = {
  AddTagsToResource: ["ResourceId ResourceType Tags.Key Tags.Value", addTagsToResource],
  DeleteParameter: ["Name", deleteParameter],
  DeleteParameters: ["Names", deleteParameters],
  DescribeParameters: [
    "Filters.Key Filters.Values MaxResults NextToken ParameterFilters.Key ParameterFilters.Option ParameterFilters.Values Shared",
    describeParameters,
  ],
  GetParameter: ["Name WithDecryption", getParameter],
  GetParameterHistory: ["MaxResults Name NextToken WithDecryption", getParameterHistory],
  GetParameters: ["Names WithDecryption", getParameters],
  GetParametersByPath: [
    "MaxResults NextToken ParameterFilters.Key ParameterFilters.Option ParameterFilters.Values Path Recursive WithDecryption",
    getParametersByPath,
  ],
  GetResourcePolicies: ["MaxResults NextToken ResourceArn", getResourcePolicies],
  LabelParameterVersion: ["Labels Name ParameterVersion", labelParameterVersion],
  ListTagsForResource: ["ResourceId ResourceType", listTagsForResource],
  PutParameter: [
    "DataType Description KeyId Name Overwrite Tags.Key Tags.Value Tier Type Value",
    putParameter,
  ],
  RemoveTagsFromResource: ["ResourceId ResourceType TagKeys", removeTagsFromResource],
  UnlabelParameterVersion: ["Labels Name ParameterVersion", unlabelParameterVersion],
};

/** The Parameter Store of AWS Systems Manager; a `SecureString` is encrypted as the caller. */
export function createSsm(platform: Platform, kms: KeyService): JsonService {
  const service = {
    protocol: "json",
    signingName: "ssm",
    unsupported: "ValidationException",
    targetPrefix: "AmazonSSM",
  } as const;
  return { ...service, operations: bindOperations({ ...platform, kms }, service, OPERATIONS) };
}
