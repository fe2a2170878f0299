import { IDENTIFIER } from "../../operations/input/input";
import { AwsError } from "../../wire/messages/operation";
import type { EncryptingCall, EncryptingRequest } from "../kms/encrypting-platform";
import { authoriseParameter } from "./authorise-parameter";
import { type ParameterName, readParameterName, readParameterNames } from "./parameter-name";
import { findParameterVersion, type ParameterRecord } from "./parameter-record";
import { shownValue } from "./parameter-value";
import { type SecretReference, showSecret } from "./secret-reference";

export function getParameter(request: EncryptingRequest) {
  const { call, input } = request;
  const name = readParameterName(call, input.text("Name", IDENTIFIER));
  const decrypt = input.flag("WithDecryption");
  const parameter = authoriseParameter(request, name);
  if (name.reference) return { Parameter: requireSecret(request, name.reference, decrypt) };
  if (!parameter) throw new AwsError("ParameterNotFound", "");
  const shown = show(request, parameter, name, decrypt);
  if (!shown) {
    throw new AwsError(
      "ParameterVersionNotFound",
      `Systems Manager could not find version ${name.selected} of ${parameter.name}. Verify the version and try again.`,
    );
  }
  return { Parameter: shown };
}

/** All of them or none, but for names that do not exist, which are listed. */
export function getParameters(request: EncryptingRequest) {
  const { input } = request;
  const names = readParameterNames(request);
  const decrypt = input.flag("WithDecryption");
  const found = names.map((name) => ({ name, parameter: authoriseParameter(request, name) }));
  const Parameters: unknown[] = [];
  const InvalidParameters: string[] = [];
  for (const { name, parameter } of found) {
    const shown = name.reference
      ? showSecret(request, name.reference, decrypt)
      : parameter && show(request, parameter, name, decrypt);
    if (shown) Parameters.push(shown);
    else InvalidParameters.push(name.given);
  }
  return { Parameters, InvalidParameters };
}

/** A parameter's chosen version as the read operations show it; undefined where there is no such version. */
export function show(
  request: EncryptingCall,
  parameter: ParameterRecord,
  name: Pick<ParameterName, "selected">,
  decrypt: boolean,
): Record<string, unknown> | undefined {
  const found = findParameterVersion(request.platform.store, request.call, parameter, name);
  if (!found) return undefined;
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: shownValue(request, parameter, found.version, decrypt),
    Version: found.number,
    ...(name.selected !== undefined && { Selector: `:${name.selected}` }),
    LastModifiedDate: found.version.modified,
    ARN: parameter.arn,
    DataType: parameter.dataType,
  };
}

function requireSecret(request: EncryptingRequest, reference: SecretReference, decrypt: boolean) {
  const shown = showSecret(request, reference, decrypt);
  if (shown) return shown;
  throw new AwsError(
    "ParameterNotFound",
    `An error occurred (ParameterNotFound) when referencing Secrets Manager: Secret ${reference.secretId} not found.`,
  );
}
