import type { JsonService, Platform } from "../../wire/messages/service";
import type { Kms } from "../kms";
import { deleteParameter, deleteParameters } from "./delete-parameters";
import { describeParameters } from "./describe-parameters";
import { getParameter, getParameters } from "./get-parameters";
import { getParametersByPath } from "./get-parameters-by-path";
import { putParameter } from "./put-parameter";
import type { SsmContext } from "./ssm-context";
import { addTagsToResource, listTagsForResource, removeTagsFromResource } from "./tagging";

/** The Parameter Store of AWS Systems Manager; a `SecureString` is encrypted as the caller. */
export function createSsm(platform: Platform, kms: Kms): JsonService {
  const context: SsmContext = { platform, kms };
  return {
    protocol: "json",
    signingName: "ssm",
    targetPrefix: "AmazonSSM",
    operations: {
      AddTagsToResource: addTagsToResource(context),
      DeleteParameter: deleteParameter(context),
      DeleteParameters: deleteParameters(context),
      DescribeParameters: describeParameters(context),
      GetParameter: getParameter(context),
      GetParameters: getParameters(context),
      GetParametersByPath: getParametersByPath(context),
      ListTagsForResource: listTagsForResource(context),
      PutParameter: putParameter(context),
      RemoveTagsFromResource: removeTagsFromResource(context),
    },
  };
}
