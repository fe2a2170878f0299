import { IDENTIFIER } from "../../operations/input/input";
import { resourceNotFound } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Store, StoreWriter } from "../../store/store";
import { AwsError, type Call } from "../../wire/messages";
import type { EncryptingCall, EncryptingRequest } from "../kms/encrypting-platform";
import { matchingParameters } from "./parameter-filters";
import {
  bareName,
  isBelow,
  type ParameterName,
  readParameterName,
  readParameterNames,
  type SecretReference,
  showSecret,
} from "./parameter-name";
import {
  authoriseParameter,
  findParameter,
  findParameterVersion,
  type ParameterRecord,
  removeParameter,
} from "./parameter-record";
import { shownValue } from "./parameter-value";

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

/** Reads all of them or none. It lists names that do not exist. */
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

function show(
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

const PATH = { ...IDENTIFIER, pattern: /^\/[A-Za-z0-9_.\-/]*$/ };

export function describeParameters(request: EncryptingRequest) {
  const { platform, call, input, action } = request;
  platform.authorise(call, { action, resource: "*" });
  // No parameter is shared with the account: the sandbox has no resource policies for them.
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

/** Parameters directly below a path, or with `Recursive` anywhere below it. */
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

export function deleteParameter(request: EncryptingRequest) {
  const { call, input } = request;
  const { store } = request.platform;
  const name = readParameterName(call, input.text("Name", IDENTIFIER));
  store.transaction((writer) => {
    authoriseParameter(request, name);
    if (!remove(store, writer, call, name)) throw new AwsError("ParameterNotFound", "");
  });
}

/** Deletes parameters, and lists names that do not exist. */
export function deleteParameters(request: EncryptingRequest) {
  const { call } = request;
  const { store } = request.platform;
  const names = readParameterNames(request);
  return store.transaction((writer) => {
    for (const name of names) authoriseParameter(request, name);
    const DeletedParameters: string[] = [];
    const InvalidParameters: string[] = [];
    for (const name of names) {
      const list = remove(store, writer, call, name) ? DeletedParameters : InvalidParameters;
      list.push(name.given);
    }
    return { DeletedParameters, InvalidParameters };
  });
}

function remove(
  store: Store,
  writer: StoreWriter,
  call: Call,
  { name, selected }: ParameterName,
): boolean {
  if (name === undefined || selected !== undefined) return false;
  if (!findParameter(store, call, name)) return false;
  removeParameter(store, writer, call, name);
  return true;
}

export function getResourcePolicies(request: EncryptingRequest) {
  const { call, input } = request;
  const name = readParameterName(call, input.text("ResourceArn", IDENTIFIER));
  if (!authoriseParameter(request, name))
    throw resourceNotFound(`There is no parameter ${name.arn}.`);
  const { items, more } = cutPage([], input, PAGES.ssm, 50);
  return { Policies: items, ...more };
}
