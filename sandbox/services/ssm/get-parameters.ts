import { IDENTIFIER } from "../../operations/input/input";
import type { Request } from "../../operations/service";
import type { Call } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import type { EncryptingPlatform } from "../kms/encrypting-platform";
import { authoriseParameter } from "./authorise-parameter";
import type { ParameterName } from "./parameter-name";
import { readParameterName, readParameterNames } from "./parameter-name";
import type { ParameterRecord } from "./parameter-record";
import { findParameter, findParameterVersion } from "./parameter-record";
import { shownValue } from "./parameter-value";

export function getParameter(platform: EncryptingPlatform, request: Request) {
  const { call, input } = request;
  const name = readParameterName(call, input.text("Name", IDENTIFIER));
  const decrypt = input.flag("WithDecryption");
  authoriseParameter(platform, request, name);
  const parameter = ownParameter(platform, call, name);
  if (!parameter) throw new AwsError("ParameterNotFound", "");
  const shown = show(platform, call, parameter, name, decrypt);
  if (!shown) {
    throw new AwsError(
      "ParameterVersionNotFound",
      `Systems Manager could not find version ${name.selected} of ${parameter.name}. Verify the version and try again.`,
    );
  }
  return { Parameter: shown };
}

/** All of them or none, but for names that do not exist, which are listed. */
export function getParameters(platform: EncryptingPlatform, request: Request) {
  const { call, input } = request;
  const names = readParameterNames(request);
  const decrypt = input.flag("WithDecryption");
  for (const name of names) authoriseParameter(platform, request, name);
  const Parameters: unknown[] = [];
  const InvalidParameters: string[] = [];
  for (const name of names) {
    const parameter = ownParameter(platform, call, name);
    const shown = parameter && show(platform, call, parameter, name, decrypt);
    if (shown) Parameters.push(shown);
    else InvalidParameters.push(name.given);
  }
  return { Parameters, InvalidParameters };
}

/** A parameter's chosen version as the read operations show it; undefined where there is no such version. */
export function show(
  platform: EncryptingPlatform,
  call: Call,
  parameter: ParameterRecord,
  name: Pick<ParameterName, "selected">,
  decrypt: boolean,
): Record<string, unknown> | undefined {
  const found = findParameterVersion(platform.store, call, parameter, name);
  if (!found) return undefined;
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: shownValue(platform, call, parameter, found.version, decrypt),
    Version: found.number,
    ...(name.selected !== undefined && { Selector: `:${name.selected}` }),
    LastModifiedDate: found.version.modified,
    ARN: parameter.arn,
    DataType: parameter.dataType,
  };
}

function ownParameter({ store }: EncryptingPlatform, call: Call, { name }: ParameterName) {
  return name === undefined ? undefined : findParameter(store, call, name);
}
