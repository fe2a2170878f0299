import { formatArn, parseArn } from "iam-proof/names";
import { validationException } from "../../operations/input/refusals";
import type { Request } from "../../operations/service";
import type { Call } from "../../wire/messages/operation";
import { readSecretReference, type SecretReference } from "./secret-reference";

/** What the `Name` of a call asks for. */
export interface ParameterName {
  /** As the caller wrote it. */
  given: string;
  arn: string;
  /** Name without leading slash in the caller's account and the call's Region; undefined where the ARN is of another. */
  name?: string;
  /** The secret of Secrets Manager that the name refers to: then it names no parameter. */
  reference?: SecretReference;
  /** Number or label behind the name, `name:3`. */
  selected?: number | string;
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
  const reference = readSecretReference(given);
  if (reference) {
    const arn = parameterArn(call, `aws/reference/secretsmanager/${reference.secretId}`);
    return { given, arn, reference };
  }
  if (/^\/aws\/service(\/|$)/.test(given)) {
    throw validationException("/aws/service of AWS is not offered by the sandbox");
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

/** A name with the slash before it. */
export function pathOf(name: string): string {
  return `/${bareName(name)}`;
}

/** Whether a parameter lies directly below a path, or with `recursive` anywhere below it. */
export function isBelow(name: string, path: string, recursive: boolean): boolean {
  const directory = `${path.replace(/\/+$/, "")}/`;
  const rest = pathOf(name).slice(directory.length);
  return pathOf(name).startsWith(directory) && (recursive || !rest.includes("/"));
}

function split(text: string): { path: string; selected?: number | string } {
  const match = /^(.*):(?:([1-9]\d{0,8})|([A-Za-z_.-][\w.-]{0,99}))$/.exec(text);
  if (!match?.[1]) return { path: text };
  return { path: match[1], selected: match[2] === undefined ? match[3] : Number(match[2]) };
}
