import { IDENTIFIER } from "../../operations/input/input";
import { validationException } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import { AwsError } from "../../wire/messages/operation";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { authoriseParameter } from "./authorise-parameter";
import { readParameterName } from "./parameter-name";
import { allParameterVersions } from "./parameter-record";
import { shownValue } from "./parameter-value";

/** A page of a parameter's versions with their values, the oldest first. */
export function getParameterHistory(request: EncryptingRequest) {
  const { platform, call, input } = request;
  const name = readParameterName(call, input.text("Name", IDENTIFIER));
  if (name.selected !== undefined) {
    throw validationException("Name must be that of a parameter, without a version.");
  }
  const decrypt = input.flag("WithDecryption");
  const parameter = authoriseParameter(request, name);
  if (!parameter) throw new AwsError("ParameterNotFound", "");
  const versions = allParameterVersions(platform.store, call, parameter);
  const { items, more } = cutPage(versions, input, PAGES.ssm, 50);
  return {
    Parameters: items.map(({ number, version }) => ({
      Name: parameter.name,
      Type: parameter.type,
      KeyId: version.keyId,
      LastModifiedDate: version.modified,
      LastModifiedUser: version.modifiedBy,
      Description: version.description,
      Value: shownValue(request, parameter, version, decrypt),
      Version: number,
      Labels: version.labels,
      Tier: version.tier,
      Policies: [],
      DataType: version.dataType,
    })),
    ...more,
  };
}
