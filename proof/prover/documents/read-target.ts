import type { ParameterDocuments, SecretDocuments } from "../../domain/documents";
import { openingRegion } from "../../domain/keys-that-open";
import { sharePolicy } from "../../domain/parameter-shares";
import type { ParsedPolicy, RawPolicy } from "../../grammar/syntax";
import { parseArn, viaService } from "../../names";
import type { Deployment } from "./deployment";
import { resourceKey } from "./names-of-principals";
import type { Policies } from "./policies";

/** The service through which a secret's or parameter's key is used. */
export function viaServiceOf(arn: string, key?: string | null): string {
  return viaService(parseArn(arn)?.service ?? "", openingRegion(arn, key));
}

/** Services through which others may use a key, for examples if any of them would do. */
export function viaServices(region: string): string[] {
  const elsewhere = region === "eu-west-1" ? "us-east-1" : "eu-west-1";
  return [
    viaService("lambda", region),
    viaService("secretsmanager", region),
    viaService("secretsmanager", elsewhere),
  ];
}

/**
 * ARNs that may be in the encryption context of a secret: its own, and those of its copies in other regions, because AWS does not
 * document which of them a replica has.
 */
export function contextArns({ copiesOf }: Pick<Deployment, "copiesOf">, arn: string): string[] {
  return copiesOf(arn);
}

/** What a reader reads: a secret or a parameter. */
export type ReadTarget =
  | { kind: "secret"; of: SecretDocuments }
  | { kind: "parameter"; of: ParameterDocuments };

export function readTarget(
  deployment: Pick<Deployment, "parameter" | "secret">,
  arn: string,
): ReadTarget | undefined {
  const secret = deployment.secret(arn);
  if (secret) return { kind: "secret", of: secret };
  const parameter = deployment.parameter(arn);
  return parameter && { kind: "parameter", of: parameter };
}

/** The policy that says who from outside may fetch the target: a secret's own, or a parameter's shares. */
export function resourcePolicyOf(
  { policies }: { policies: Policies },
  { kind, of }: ReadTarget,
): ParsedPolicy[] {
  return kind === "secret" ? policies.ofSecret(of) : policies.ofParameter(of);
}

/** The same policy before parsing. */
export function rawResourcePolicyOf({ kind, of }: ReadTarget): RawPolicy {
  return kind === "secret" ? of.policy : sharePolicy(of)?.document;
}

/** ARN of the role that rotates the secret, if known. */
export function rotationRole({ rotation }: SecretDocuments): string | undefined {
  return rotation?.role ?? undefined;
}

/** Whether nobody from outside can read the target, regardless of policies. */
export function isOwnAccountOnly(target: ReadTarget): boolean {
  const { kind, of } = target;
  if (kind === "secret") return !of.key;
  return !sharePolicy(of) || (of.secure === true && !of.key);
}

/** Actions that fetch values, in lower case. */
const FETCHES_SECRET = "secretsmanager:getsecretvalue";
const FETCHES_PARAMETER = ["ssm:getparameters", "ssm:getparameter", "ssm:getparameterhistory"];
const FETCHES_PATH = "ssm:getparametersbypath";
export const FETCHING_ACTIONS = [FETCHES_SECRET, ...FETCHES_PARAMETER, FETCHES_PATH];

/** Actions for assuming a role: directly, with a provider's token, and with tags. */
export const ASSUME_ROLE_ACTIONS = {
  alone: "sts:assumerole",
  federated: ["sts:assumerolewithwebidentity", "sts:assumerolewithsaml"],
  tagged: "sts:tagsession",
  identified: "sts:setsourceidentity",
};

/** The two actions in a grant of a secret. */
export const SECRET_READS = [FETCHES_SECRET, "secretsmanager:describesecret"];

/** The actions in a grant of the target, in lower case. */
export function readActions({ kind }: ReadTarget): string[] {
  return kind === "secret" ? SECRET_READS : ["ssm:getparameters"];
}

/**
 * Actions with which a role that was granted the target reads nothing more. For a parameter, that includes the one that reads a
 * single parameter.
 */
export function actionsWithin(target: ReadTarget): string[] {
  return target.kind === "secret"
    ? readActions(target)
    : [...readActions(target), "ssm:getparameter"];
}

/** A request that fetches a value. */
interface Fetch {
  action: string;
  resource: string;
  /** Whether it names a path in which the value is below the first level. */
  isRecursive?: true;
}

/**
 * All requests that fetch the target's value, the grant's own first. For a parameter, that includes requests for the paths above
 * it.
 */
export function fetchesOf({ kind, of }: ReadTarget): Fetch[] {
  if (kind === "secret") return [{ action: FETCHES_SECRET, resource: of.arn }];
  const parent = of.arn.slice(0, of.arn.lastIndexOf("/"));
  return [
    ...FETCHES_PARAMETER.map((action) => ({ action, resource: of.arn })),
    ...pathsTo(of.arn).map((resource) => ({
      action: FETCHES_PATH,
      resource,
      ...(resource.replace(/\/$/, "") !== parent && { isRecursive: true as const }),
    })),
  ];
}

/** ARNs of the paths above a parameter, including `/`, with and without a slash at the end. */
function pathsTo(arn: string): string[] {
  const [start = "", ...names] = arn.split("/");
  const paths = names.map((_, depth) => [start, ...names.slice(0, depth)].join("/"));
  return paths.flatMap((path) => (path === start ? [`${path}/`] : [path, `${path}/`]));
}

/** The key of the encryption context with the target's ARN, in AWS's spelling. */
export function contextKeyOf({ kind }: ReadTarget): string {
  return kind === "secret"
    ? "kms:EncryptionContext:SecretARN"
    : "kms:EncryptionContext:PARAMETER_ARN";
}

/** Whether two ARNs belong to the same secret, in two regions or in one. */
export function isCopy(arn: string, other: string): boolean {
  return resourceKey(arn) === resourceKey(other);
}
