import {
  booleanMember,
  IDENTIFIER,
  requiredString,
  requiredStrings,
} from "../../operations/input/member";
import type { Call, Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { authoriseParameter } from "./authorise-parameter";
import type { ParameterName } from "./parameter-name";
import { readParameterName } from "./parameter-name";
import type { ParameterRecord } from "./parameter-record";
import { findParameter, findParameterVersion } from "./parameter-record";
import { shownValue } from "./parameter-value";
import type { SsmContext } from "./ssm-context";

/** `GetParameter` */
export function getParameter(context: SsmContext): Operation {
  return (call, input) => {
    const name = readParameterName(call, requiredString(input, "Name", IDENTIFIER));
    const decrypt = booleanMember(input, "WithDecryption");
    authoriseParameter(context, call, "GetParameter", name);
    const parameter = ownParameter(context, call, name);
    if (!parameter) throw new AwsError("ParameterNotFound", "");
    const shown = show(context, call, parameter, name, decrypt);
    if (!shown) {
      throw new AwsError(
        "ParameterVersionNotFound",
        `Systems Manager could not find version ${name.selected} of ${parameter.name}. Verify the version and try again.`,
      );
    }
    return { Parameter: shown };
  };
}

/** `GetParameters`: all of them or none, but for names that do not exist, which are listed. */
export function getParameters(context: SsmContext): Operation {
  return (call, input) => {
    const names = requiredStrings(input, "Names", { min: 1, max: 10 }).map((given) =>
      readParameterName(call, given),
    );
    const decrypt = booleanMember(input, "WithDecryption");
    for (const name of names) authoriseParameter(context, call, "GetParameters", name);
    const Parameters: unknown[] = [];
    const InvalidParameters: string[] = [];
    for (const name of names) {
      const parameter = ownParameter(context, call, name);
      const shown = parameter && show(context, call, parameter, name, decrypt);
      if (shown) Parameters.push(shown);
      else InvalidParameters.push(name.given);
    }
    return { Parameters, InvalidParameters };
  };
}

/** A parameter's chosen version as the read operations show it; undefined where there is no such version. */
export function show(
  context: SsmContext,
  call: Call,
  parameter: ParameterRecord,
  name: Pick<ParameterName, "selected">,
  decrypt: boolean,
): Record<string, unknown> | undefined {
  const found = findParameterVersion(context.platform.store, call, parameter, name);
  if (!found) return undefined;
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: shownValue(context, call, parameter, found.version, decrypt),
    Version: found.number,
    ...(name.selected !== undefined && { Selector: `:${name.selected}` }),
    LastModifiedDate: found.version.modified,
    ARN: parameter.arn,
    DataType: parameter.dataType,
  };
}

function ownParameter({ platform }: SsmContext, call: Call, { name }: ParameterName) {
  return name === undefined ? undefined : findParameter(platform.store, call, name);
}
