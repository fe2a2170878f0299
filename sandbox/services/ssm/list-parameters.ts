import { IDENTIFIER } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { authoriseParameter } from "./authorise-parameter";
import { show } from "./get-parameters";
import { matchingParameters } from "./parameter-filters";
import { bareName, isBelow, readParameterName } from "./parameter-name";
import type { ParameterRecord } from "./parameter-record";

const PATH = { ...IDENTIFIER, pattern: /^\/[A-Za-z0-9_.\-/]*$/ };

/** Everything but the values. */
export function describeParameters(request: EncryptingRequest) {
  const { platform, call, input, action } = request;
  platform.authorise(call, { action, resource: "*" });
  // Nobody shares a parameter with the account: the sandbox takes no resource policy of one.
  const asked = input.flag("Shared") ? [] : matchingParameters(request);
  const { items, more } = cutPage(asked, input, PAGES.ssm, 50, sortedBy);
  return {
    Parameters: items.map((parameter) => ({
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
    ...more,
  };
}

/** What lies directly below a path, or with `Recursive` anywhere below it. */
export function getParametersByPath(request: EncryptingRequest) {
  const { call, input } = request;
  const path = input.text("Path", PATH);
  const recursive = input.flag("Recursive");
  const decrypt = input.flag("WithDecryption");
  const { arn } = readParameterName(call, path);
  const context = { "ssm:Recursive": String(recursive) };
  authoriseParameter(request, { given: path, arn }, context);
  const below = matchingParameters(request, true).filter(({ name }) =>
    isBelow(name, path, recursive),
  );
  const { items, more } = cutPage(below, input, PAGES.ssm, 10, sortedBy);
  return {
    Parameters: items.map((parameter) => show(request, parameter, {}, decrypt)),
    ...more,
  };
}

function sortedBy({ name }: ParameterRecord): string {
  return bareName(name);
}
