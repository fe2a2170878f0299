import type { Input } from "../../operations/input/input";
import { validationException } from "../../operations/input/refusals";
import { AwsError } from "../../wire/messages";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { isBelow, pathOf } from "./parameter-name";
import { allParameters, type ParameterRecord } from "./parameter-record";

interface FilterKey {
  /** Comparisons by `Option`. The first is the default. */
  options: Record<string, Comparison>;
  /** The only accepted values. */
  values?: readonly string[];
}

type Comparison = (parameter: ParameterRecord, value: string) => boolean;

const equals = (textOf: (parameter: ParameterRecord) => string | undefined): Comparison => {
  return (parameter, value) => textOf(parameter) === value;
};
const beginsWith = (textOf: (parameter: ParameterRecord) => string | undefined): Comparison => {
  return (parameter, value) => textOf(parameter)?.startsWith(value) ?? false;
};
const texts = (textOf: (parameter: ParameterRecord) => string | undefined) => ({
  Equals: equals(textOf),
  BeginsWith: beginsWith(textOf),
});

const KEYS: Record<string, FilterKey> = {
  Path: {
    options: {
      OneLevel: ({ name }, path) => isBelow(name, path, false),
      Recursive: ({ name }, path) => isBelow(name, path, true),
    },
  },
  // The leading slash may be absent from the parameter's name and from the value.
  Name: {
    options: {
      Equals: ({ name }, value) => pathOf(name) === pathOf(value),
      BeginsWith: ({ name }, value) => pathOf(name).startsWith(pathOf(value)),
      Contains: ({ name }, value) => pathOf(name).includes(value),
    },
  },
  Type: { options: texts(({ type }) => type), values: ["String", "StringList", "SecureString"] },
  KeyId: { options: texts(({ keyId }) => keyId) },
  Tier: {
    options: texts(({ tier }) => tier),
    values: ["Standard", "Advanced", "Intelligent-Tiering"],
  },
  DataType: { options: texts(({ dataType }) => dataType) },
};

const NOT_BY_PATH = ["Path", "Name", "Tier", "DataType"];
const KEY = { min: 1, max: 132, pattern: /^(tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType)$/s };

export function matchingParameters(
  { platform: { store }, call, input }: EncryptingRequest,
  isByPath = false,
): ParameterRecord[] {
  const older = input.structures("Filters");
  const newer = input.structures("ParameterFilters");
  if (older.length > 0 && newer.length > 0) {
    throw validationException(
      "You can use either Filters or ParameterFilters in a single request.",
    );
  }
  const keys = [...older, ...newer].map((filter) => filter.text("Key", KEY));
  const repeated = keys.find((key, index) => keys.indexOf(key) < index);
  if (repeated !== undefined) {
    throw new AwsError(
      "InvalidFilterKey",
      `The following filter is duplicated in the request: ${repeated}. A request can contain only one occurrence of a specific filter.`,
    );
  }
  const filters = [
    ...older.map((filter) => readFilter(filter, isByPath, "BeginsWith")),
    ...newer.map((filter) => readFilter(filter, isByPath)),
  ];
  return allParameters(store, call).filter((parameter) =>
    filters.every((filter) => filter(parameter)),
  );
}

function readFilter(
  input: Input,
  isByPath: boolean,
  usual?: string,
): (parameter: ParameterRecord) => boolean {
  const key = input.text("Key", KEY);
  const asked = input.optionalText("Option", { min: 1, max: 10 });
  const values = input.optionalTexts("Values", { min: 1, max: 50 });
  const { options, values: only } = keyOf(key, isByPath);
  const [first = ""] = Object.keys(options);
  const option = asked ?? usual ?? first;
  const compare = Object.hasOwn(options, option) ? options[option] : undefined;
  if (!compare) {
    const offered = Object.keys(options).join(", ");
    throw new AwsError(
      "InvalidFilterOption",
      `The following filter option is not valid: ${option}. Valid options include: [${offered}].`,
    );
  }
  if (values === undefined) {
    if (key.startsWith("tag:")) return (parameter) => Object.hasOwn(parameter.tags, key.slice(4));
    throw invalidValue(`The following filter values are missing : null for filter key ${key}`);
  }
  if (values.some((value) => value.length < 1 || value.length > 1024)) {
    throw input.refuse("Values", "Member must have length from 1 to 1024", values);
  }
  if (key === "Path") values.forEach(checkPath);
  const wrong = only && values.find((value) => !only.includes(value));
  if (wrong !== undefined) {
    throw invalidValue(
      `The following filter value is not valid: ${wrong}. Valid values include: [${only?.join(", ")}]`,
    );
  }
  return (parameter) => values.some((value) => compare(parameter, value));
}

function keyOf(key: string, isByPath: boolean): FilterKey {
  const tag = /^tag:(.+)$/s.exec(key)?.[1];
  if (tag !== undefined && !isByPath) {
    return { options: texts(({ tags }) => (Object.hasOwn(tags, tag) ? tags[tag] : undefined)) };
  }
  if (key === "Label" && isByPath) {
    throw validationException("Key=Label is not offered by the sandbox");
  }
  const known = Object.keys(KEYS).filter((name) => !isByPath || !NOT_BY_PATH.includes(name));
  const found = known.includes(key) ? KEYS[key] : undefined;
  if (found) return found;
  throw new AwsError(
    "InvalidFilterKey",
    `The following filter key is not valid: ${key}. Valid filter keys include: [${known.join(", ")}]`,
  );
}

function checkPath(path: string): void {
  if (/^\/?(aws|ssm)/i.test(path)) {
    throw validationException(
      `Filters for common parameters can't be prefixed with "aws" or "ssm" (case-insensitive).`,
    );
  }
  if (!/^\/([\w.-]+(\/[\w.-]+)*\/?)?$/.test(path)) {
    throw validationException(
      "The parameter doesn't meet the parameter name requirements. It must begin with a forward slash, and hold letters, digits and the characters _.- between single slashes.",
    );
  }
}

function invalidValue(message: string): AwsError {
  return new AwsError("InvalidFilterValue", message);
}
