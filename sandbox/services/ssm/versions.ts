import { IDENTIFIER } from "../../operations/input/input";
import { validationException } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import { AwsError } from "../../wire/messages";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { readParameterName } from "./parameter-name";
import {
  allParameterVersions,
  authoriseParameter,
  findParameterVersion,
  type NumberedVersion,
  type ParameterRecord,
  putVersion,
} from "./parameter-record";
import { shownValue } from "./parameter-value";

const MOST_LABELS = 10;
const LABEL = /^(?!aws|ssm)[A-Za-z_.-][\w.-]{0,99}$/i;

/** Puts labels on a version, by default the newest. Any other version loses them. */
export function labelParameterVersion(request: EncryptingRequest) {
  const { platform, call } = request;
  const { store } = platform;
  const labels = readLabels(request);
  return store.transaction((writer) => {
    const { parameter, chosen } = authorisedVersion(request);
    const valid = [...new Set(labels)].filter((label) => LABEL.test(label));
    const carried = [...new Set([...chosen.version.labels, ...valid])];
    if (carried.length > MOST_LABELS) {
      throw new AwsError(
        "ParameterVersionLabelLimitExceeded",
        `A parameter version can have at most ${MOST_LABELS} labels`,
      );
    }
    for (const other of allParameterVersions(store, call, parameter)) {
      const kept = other.version.labels.filter((label) => !valid.includes(label));
      putLabels(request, writer, parameter, other, other.number === chosen.number ? carried : kept);
    }
    return {
      InvalidLabels: labels.filter((label) => !LABEL.test(label)),
      ParameterVersion: chosen.number,
    };
  });
}

export function unlabelParameterVersion(request: EncryptingRequest) {
  const labels = readLabels(request);
  return request.platform.store.transaction((writer) => {
    const { parameter, chosen } = authorisedVersion(request);
    const carried = chosen.version.labels;
    const kept = carried.filter((label) => !labels.includes(label));
    putLabels(request, writer, parameter, chosen, kept);
    return {
      RemovedLabels: labels.filter((label) => carried.includes(label)),
      InvalidLabels: labels.filter((label) => !carried.includes(label)),
    };
  });
}

function readLabels({ input }: EncryptingRequest): string[] {
  const labels = input.texts("Labels", { min: 1, max: MOST_LABELS });
  if (labels.every((label) => label.length >= 1 && label.length <= 100)) return labels;
  throw input.refuse("Labels", "Member must have length from 1 to 100", labels);
}

function authorisedVersion(request: EncryptingRequest) {
  const { platform, call, input } = request;
  const name = readParameterName(call, input.text("Name", IDENTIFIER));
  const selected = input.integer("ParameterVersion", { min: 1 });
  const parameter = authoriseParameter(request, name);
  if (!parameter) throw new AwsError("ParameterNotFound", "");
  const version = selected ?? parameter.version;
  const chosen = findParameterVersion(platform.store, call, parameter, { selected: version });
  if (!chosen) {
    throw new AwsError(
      "ParameterVersionNotFound",
      `Systems Manager could not find version ${version} of ${parameter.name}. Verify the version and try again.`,
    );
  }
  return { parameter, chosen };
}

function putLabels(
  { call }: EncryptingRequest,
  writer: Parameters<typeof putVersion>[0],
  parameter: ParameterRecord,
  { number, version }: NumberedVersion,
  labels: string[],
): void {
  if (labels.join(" ") === version.labels.join(" ")) return;
  putVersion(writer, call, parameter, { number, version: { ...version, labels } });
}

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
