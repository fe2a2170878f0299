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

/** Services through which others may use a key, to show where any would do. */
export function viaServices(region: string): string[] {
  const elsewhere = region === "eu-west-1" ? "us-east-1" : "eu-west-1";
  return [
    viaService("lambda", region),
    viaService("secretsmanager", region),
    viaService("secretsmanager", elsewhere),
  ];
}

/**
 * ARNs that may stand in the encryption context of a secret: its own, and those of its copies in other regions, since
 * AWS does not say which of them a replica has.
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

/** The policy that says who from outside may fetch the target: a secret's own, or what the shares of a parameter say. */
export function resourcePolicyOf(
  { policies }: { policies: Policies },
  { kind, of }: ReadTarget,
): ParsedPolicy[] {
  return kind === "secret" ? policies.ofSecret(of) : policies.ofParameter(of);
}

/** The same as it is written. */
export function rawResourcePolicyOf({ kind, of }: ReadTarget): RawPolicy {
  return kind === "secret" ? of.policy : sharePolicy(of)?.document;
}

/** ARN of the role that rotates the secret, where it is known. */
export function rotationRole({ rotation }: SecretDocuments): string | undefined {
  return rotation?.role ?? undefined;
}

/** Whether nobody from outside can read the target, whatever policies say. */
export function isOwnAccountOnly(target: ReadTarget): boolean {
  const { kind, of } = target;
  if (kind === "secret") return !of.key;
  return !sharePolicy(of) || (of.secure === true && !of.key);
}

/** Actions by which values are fetched, in lower case. */
const FETCHES_SECRET = "secretsmanager:getsecretvalue";
const FETCHES_PARAMETER = ["ssm:getparameters", "ssm:getparameter", "ssm:getparameterhistory"];
const FETCHES_PATH = "ssm:getparametersbypath";
export const FETCHING_ACTIONS = [FETCHES_SECRET, ...FETCHES_PARAMETER, FETCHES_PATH];

/** Actions by which somebody becomes a role: on their own, with a provider's word, and with tags. */
export const ASSUME_ROLE_ACTIONS = {
  alone: "sts:assumerole",
  federated: ["sts:assumerolewithwebidentity", "sts:assumerolewithsaml"],
  tagged: "sts:tagsession",
  identified: "sts:setsourceidentity",
};

/** The two actions that a grant of a secret is made of. */
export const SECRET_READS = [FETCHES_SECRET, "secretsmanager:describesecret"];

/** The actions that a grant of the target is made of, in lower case. */
export function readActions({ kind }: ReadTarget): string[] {
  return kind === "secret" ? SECRET_READS : ["ssm:getparameters"];
}

/** The actions by which a role that was granted the target reads nothing more: of a parameter also the one that reads it alone. */
export function actionsWithin(target: ReadTarget): string[] {
  return target.kind === "secret"
    ? readActions(target)
    : [...readActions(target), "ssm:getparameter"];
}

/** A request that fetches a value. */
interface Fetch {
  action: string;
  resource: string;
  /** It names a path from which the value is further down than the first level. */
  isRecursive?: true;
}

/** Every request that fetches the target's value, the grant's own first: of a parameter also by the paths that lead to it. */
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

/** ARNs of the paths above a parameter, `/` among them, written with a slash at their end and without. */
function pathsTo(arn: string): string[] {
  const [start = "", ...names] = arn.split("/");
  const paths = names.map((_, depth) => [start, ...names.slice(0, depth)].join("/"));
  return paths.flatMap((path) => (path === start ? [`${path}/`] : [path, `${path}/`]));
}

/** The key of the encryption context that holds the target's ARN, in AWS's spelling. */
export function contextKeyOf({ kind }: ReadTarget): string {
  return kind === "secret"
    ? "kms:EncryptionContext:SecretARN"
    : "kms:EncryptionContext:PARAMETER_ARN";
}

/** Whether two ARNs are those of one secret, in two regions or in one. */
export function isCopy(arn: string, other: string): boolean {
  return resourceKey(arn) === resourceKey(other);
}
