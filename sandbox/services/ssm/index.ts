import type { Platform } from "../../identity/platform";
import { bindOperations, type OperationTable } from "../../operations/service";
import type { JsonService } from "../../wire/messages/service";
import type { EncryptingPlatform, KeyService } from "../kms/encrypting-platform";
import { deleteParameter, deleteParameters } from "./delete-parameters";
import { getParameter, getParameters } from "./get-parameters";
import { describeParameters, getParametersByPath } from "./list-parameters";
import { getParameterHistory } from "./parameter-history";
import { putParameter } from "./put-parameter";
import { getResourcePolicies } from "./resource-policies";
import { addTagsToResource, listTagsForResource, removeTagsFromResource } from "./tagging";

const OPERATIONS: OperationTable<EncryptingPlatform> = {
  AddTagsToResource: addTagsToResource,
  DeleteParameter: deleteParameter,
  DeleteParameters: deleteParameters,
  DescribeParameters: describeParameters,
  GetParameter: getParameter,
  GetParameterHistory: getParameterHistory,
  GetParameters: getParameters,
  GetParametersByPath: getParametersByPath,
  GetResourcePolicies: getResourcePolicies,
  ListTagsForResource: listTagsForResource,
  PutParameter: putParameter,
  RemoveTagsFromResource: removeTagsFromResource,
};

/** The Parameter Store of AWS Systems Manager; a `SecureString` is encrypted as the caller. */
export function createSsm(platform: Platform, kms: KeyService): JsonService {
  const service = { protocol: "json", signingName: "ssm", targetPrefix: "AmazonSSM" } as const;
  return { ...service, operations: bindOperations({ ...platform, kms }, service, OPERATIONS) };
}
