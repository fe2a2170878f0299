import { formatArn, parseArn } from "../../../sdk/rules/arn";
import { validationException } from "../../operations/input/refusals";
import type { Request } from "../../operations/service";
import type { Call } from "../../wire/messages/operation";

/** What the `Name` of a call asks for. */
export interface ParameterName {
  /** As the caller wrote it. */
  given: string;
  arn: string;
  /** Name without leading slash in the caller's account and the call's Region; undefined where the ARN is of another. */
  name?: string;
  /** Number behind the name, `name:3`. */
  selected?: number;
}

const LONGEST = 1011;

/** Reads a name, with or without a version, or the ARN of a parameter. Throws `ValidationException`. */
export function readParameterName(call: Call, given: string): ParameterName {
  const arn = parseArn(given);
  if (arn?.service === "ssm" && arn.resource.startsWith("parameter/")) {
    const { path, selected } = split(arn.resource.slice("parameter".length));
    const own = arn.account === call.caller.account && arn.region === call.region;
    const name = own ? bareName(path) : undefined;
    return {
      given,
      arn: formatArn({ ...arn, resource: `parameter${path}` }),
      ...(name !== undefined && { name }),
      ...(selected !== undefined && { selected }),
    };
  }
  const { path, selected } = split(given);
  if (!/^[A-Za-z0-9_.\-/]+$/.test(path) || path.length > LONGEST) {
    throw validationException(
      `Parameter name must be 1 to ${LONGEST} letters, digits and the characters _.-/`,
    );
  }
  const name = bareName(path);
  return {
    given,
    arn: parameterArn(call, name),
    name,
    ...(selected !== undefined && { selected }),
  };
}

/** Reads `Names`, ten at the most. */
export function readParameterNames({ call, input }: Request): ParameterName[] {
  return input.texts("Names", { min: 1, max: 10 }).map((given) => readParameterName(call, given));
}

/** ARN of a parameter of the caller's account. */
function parameterArn({ caller, region }: Call, name: string): string {
  const { partition, account } = caller;
  const resource = `parameter/${bareName(name)}`;
  return formatArn({ partition, service: "ssm", region, account, resource });
}

/** A name without the slash before it: `/one` and `one` have one ARN, so they are one parameter. */
export function bareName(name: string): string {
  return name.replace(/^\//, "");
}

function split(text: string): { path: string; selected?: number } {
  const match = /^(.*):([1-9]\d{0,8})$/.exec(text);
  return match?.[1] ? { path: match[1], selected: Number(match[2]) } : { path: text };
}
