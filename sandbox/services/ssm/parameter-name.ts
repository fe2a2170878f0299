import { formatArn, parseArn } from "iam-proof/names";
import { validationException } from "../../operations/input/refusals";
import type { Request } from "../../operations/service";
import { AwsError, type Call } from "../../wire/messages";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { getSecretValue } from "../secretsmanager/get-secret-value";

export interface ParameterName {
  given: string;
  arn: string;
  /** The name without its leading slash, in the caller's account and the call's Region. Undefined if the ARN is of another. */
  name?: string;
  /** The secret that the name refers to. It then names no parameter. */
  reference?: SecretReference;
  /** Version number or label after the name: `name:3`. */
  selected?: number | string;
}

const LONGEST = 1011;

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

export function readParameterNames({ call, input }: Request): ParameterName[] {
  return input.texts("Names", { min: 1, max: 10 }).map((given) => readParameterName(call, given));
}

function parameterArn({ caller, region }: Call, name: string): string {
  const { partition, account } = caller;
  const resource = `parameter/${bareName(name)}`;
  return formatArn({ partition, service: "ssm", region, account, resource });
}

/** A name without its leading slash. `/one` and `one` share an ARN, so they are one parameter. */
export function bareName(name: string): string {
  return name.replace(/^\//, "");
}

export function pathOf(name: string): string {
  return `/${bareName(name)}`;
}

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

/** A secret that is read as a parameter, by the name `/aws/reference/secretsmanager/NAME:SELECTOR`. */
export interface SecretReference {
  secretId: string;
  /** A version id or a staging label. */
  selector?: string;
}

const PREFIX = "/aws/reference/secretsmanager/";
const VERSION_ID = /^[\w-]{32,64}$/;

/** Parses the name of a referenced secret. Undefined for a parameter's name. */
function readSecretReference(given: string): SecretReference | undefined {
  if (!given.startsWith(PREFIX)) return undefined;
  const [secretId = "", selector] = given.slice(PREFIX.length).split(":", 2);
  return { secretId, ...(selector !== undefined && { selector }) };
}

/** The secret as a parameter: https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html */
export function showSecret(
  request: EncryptingRequest,
  { secretId, selector }: SecretReference,
  decrypt: boolean,
): Record<string, unknown> | undefined {
  if (!decrypt) {
    throw validationException(
      "WithDecryption flag must be True for retrieving a Secret Manager secret.",
    );
  }
  const secret = readReferenced(request, secretId, selector);
  if (!secret) return undefined;
  if (!("SecretString" in secret)) {
    throw validationException("SecretBinary of a reference is not offered by the sandbox");
  }
  const CreatedDate = secret.CreatedDate.getTime() / 1000;
  return {
    Name: PREFIX + secretId,
    Type: "SecureString",
    Value: secret.SecretString,
    Version: 0,
    ...(selector !== undefined && { Selector: `:${selector}` }),
    SourceResult: JSON.stringify({ ...secret, CreatedDate }),
    LastModifiedDate: secret.CreatedDate,
    ARN: secret.ARN,
    DataType: "text",
  };
}

/** Reads the secret as the caller, who also needs `secretsmanager:GetSecretValue`. */
function readReferenced(request: EncryptingRequest, SecretId: string, selector?: string) {
  const kind = selector !== undefined && VERSION_ID.test(selector) ? "VersionId" : "VersionStage";
  try {
    return getSecretValue({
      ...request,
      action: "secretsmanager:GetSecretValue",
      input: request.input.inside({ SecretId, [kind]: selector }),
    });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ResourceNotFoundException") throw error;
    return undefined;
  }
}
