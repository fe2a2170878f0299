import { optionalInteger, optionalString } from "../../operations/input/member";
import { page } from "../../operations/paging/page";
import type { Operation } from "../../wire/messages/operation";
import { matchingParameters } from "./parameter-filters";
import { bareName } from "./parameter-name";
import type { SsmContext } from "./ssm-context";

/** `DescribeParameters`: everything but the values. */
export function describeParameters(context: SsmContext): Operation {
  return (call, input) => {
    context.platform.authorise(call, { action: "ssm:DescribeParameters", resource: "*" });
    const shown = page(
      matchingParameters(context, call, input),
      ({ name }) => bareName(name),
      optionalInteger(input, "MaxResults", { min: 1, max: 50 }) ?? 50,
      optionalString(input, "NextToken"),
    );
    return {
      Parameters: shown.items.map((parameter) => ({
        Name: parameter.name,
        ARN: parameter.arn,
        Type: parameter.type,
        ...(parameter.keyId !== undefined && { KeyId: parameter.keyId }),
        LastModifiedDate: parameter.modified,
        LastModifiedUser: parameter.modifiedBy,
        ...(parameter.description !== undefined && { Description: parameter.description }),
        Version: parameter.version,
        Tier: parameter.tier,
        Policies: [],
        DataType: parameter.dataType,
      })),
      ...(shown.next !== undefined && { NextToken: shown.next }),
    };
  };
}
