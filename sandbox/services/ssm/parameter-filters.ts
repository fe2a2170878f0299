import type { Input } from "../../operations/input/input";
import { AwsError } from "../../wire/messages/operation";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { allParameters, type ParameterRecord } from "./parameter-record";

const TEXTS: Record<string, (parameter: ParameterRecord) => string> = {
  Name: ({ name }) => name,
  Type: ({ type }) => type,
  KeyId: ({ keyId }) => keyId ?? "",
  Tier: ({ tier }) => tier,
  DataType: ({ dataType }) => dataType,
};

const OPTIONS: Record<string, (text: string, value: string) => boolean> = {
  Equals: (text, value) => text === value,
  BeginsWith: (text, value) => text.startsWith(value),
  Contains: (text, value) => text.includes(value),
};

/** The parameters of the caller's account that every one of `Filters` and `ParameterFilters` lets through. */
export function matchingParameters({
  platform: { store },
  call,
  input,
}: EncryptingRequest): ParameterRecord[] {
  const filters = [
    ...input.structures("Filters").map((filter) => readFilter(filter, "BeginsWith")),
    ...input.structures("ParameterFilters").map((filter) => readFilter(filter, "Equals")),
  ];
  return allParameters(store, call).filter((parameter) =>
    filters.every((filter) => filter(parameter)),
  );
}

function readFilter(input: Input, usual: string): (parameter: ParameterRecord) => boolean {
  const key = input.text("Key", { min: 1, max: 132 });
  const option = input.optionalText("Option") ?? usual;
  const values = input.optionalTexts("Values", { min: 1, max: 50 });
  const compare = Object.hasOwn(OPTIONS, option) ? OPTIONS[option] : undefined;
  const textOf = textFor(key);
  if (!textOf) {
    throw new AwsError("InvalidFilterKey", `Key must be tag:KEY, ${Object.keys(TEXTS).join(", ")}`);
  }
  if (!compare) {
    throw new AwsError("InvalidFilterOption", `Option must be ${Object.keys(OPTIONS).join(", ")}`);
  }
  return (parameter) => {
    const text = textOf(parameter);
    if (text === undefined) return false;
    return values === undefined || values.some((value) => compare(text, value));
  };
}

function textFor(key: string): ((parameter: ParameterRecord) => string | undefined) | undefined {
  const tag = /^tag:(.+)$/s.exec(key)?.[1];
  if (tag === undefined) return Object.hasOwn(TEXTS, key) ? TEXTS[key] : undefined;
  return ({ tags }) => (Object.hasOwn(tags, tag) ? tags[tag] : undefined);
}
