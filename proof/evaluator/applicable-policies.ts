import { administratorArn } from "../domain/administrator";
import type { AccessDocuments, ControlPolicies } from "../domain/documents";
import { findByArn, findIdentity, groupsOf } from "../domain/documents-index";
import { grantPolicies } from "../domain/key-grants";
import { keysThatOpen, policyOfManagedKey } from "../domain/keys-that-open";
import { sharePolicy } from "../domain/parameter-shares";
import type { AccessRequest, ApplicablePolicies } from "../domain/request";
import { isUnderResourceControl, withFullAccess } from "../domain/resource-control-levels";
import { endpointPolicy } from "../domain/vpc-endpoints";
import type { NamedPolicy, RawPolicy } from "../grammar/syntax";
import { endpointOf } from "./endpoint-of-request";
import { readArn, resourceAccountOf, type Subject } from "./matching/subject";

/** What to assume about principals that are not in the documents. */
export interface EvaluateOptions {
  /** Session policies of the caller's credentials, each of which must allow. Defaults to none. */
  sessionPolicies?: NamedPolicy[];
  /**
   * Whether principals of other accounts whose own policies are not in the documents are allowed everything by their account, the
   * worst case. Defaults to true.
   */
  othersAllowEverything?: boolean;
  /**
   * Whether principals of the resource's own account whose policies are not in the documents have no rights of their own.
   * Administrators and rotation roles are excepted. Defaults to true; false gives them all rights. The root user always has them.
   */
  ownerPrincipalsClosed?: boolean;
  /**
   * Whether to grant only what AWS documents as granted. AWS does not say whether a grant of a key to a whole account gives
   * anything. It does not say whether a grant of a key, or a resource policy of the same account for everyone, gives what a
   * boundary or session policy leaves out. It does not say whether a wildcard within an ARN matches beyond a colon. Defaults to
   * false: everything that may be granted is, the worst case.
   */
  strict?: boolean;
}

const ALLOW_EVERYTHING: RawPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

/** Selects the policies in the documents that are in force for a request. */
export function applicablePolicies(
  documents: AccessDocuments,
  request: AccessRequest,
  subject: Subject,
  options: EvaluateOptions,
): ApplicablePolicies {
  const account = resourceAccountOf(request, subject);
  const { organization } = documents;
  const management = organization?.managementAccount;
  const managedKey = policyOfManagedKey(request.resource);
  const endpoint = endpointOf(documents, request);
  const limit = endpoint && endpointPolicy(endpoint);
  return {
    ...callerPolicies(
      documents,
      subject,
      { resource: request.resource, resourceAccount: account },
      options,
    ),
    session: options.sessionPolicies ?? [],
    ...(options.strict && { strict: true }),
    ...(limit && { endpoint: limit }),
    ...(managedKey
      ? { resourceKind: "key", resource: managedKey }
      : resourcePolicy(documents, request)),
    serviceControl:
      subject.account === management
        ? []
        : controlLevels("service", organization?.serviceControlPolicies, subject.account),
    resourceControl:
      account !== management && isUnderResourceControl(request.resource)
        ? controlLevels("resource", organization?.resourceControlPolicies, account)
        : [],
  };
}

function callerPolicies(
  documents: AccessDocuments,
  { principal, account, arn }: Subject,
  { resource, resourceAccount }: { resource: string; resourceAccount: string | undefined },
  { othersAllowEverything = true, ownerPrincipalsClosed = true }: EvaluateOptions,
): Pick<ApplicablePolicies, "identity" | "permissionsBoundary"> {
  if (account === undefined || principal.kind === "root") return {};
  const known = findIdentity(documents, principal);
  if (known) {
    const { permissionsBoundary } = known;
    const identity = [known, ...groupsOf(documents, known)].flatMap(({ arn: holder, policies }) =>
      (policies ?? []).map((document, index) =>
        named(`identity policy ${index + 1}`, holder, document),
      ),
    );
    if (permissionsBoundary === null || permissionsBoundary === undefined) return { identity };
    const boundary = named("permissions boundary", known.arn, permissionsBoundary);
    return { identity, permissionsBoundary: boundary };
  }
  const everything =
    account === resourceAccount
      ? !ownerPrincipalsClosed || isNamedFor(documents, arn ?? "", resource)
      : othersAllowEverything;
  if (!everything) return {};
  const name = `identity policies of ${arn}, not in the documents and taken to allow everything`;
  return { identity: [{ name, document: ALLOW_EVERYTHING }] };
}

/** Whether the documents name the principal as an administrator of the resource's account, or as the role that rotates the secret. */
function isNamedFor(
  { administrators, keys, secrets }: AccessDocuments,
  arn: string,
  resource: string,
): boolean {
  if (administrators?.some((one) => administratorArn(one) === arn)) return true;
  const isRotated =
    readArn(resource)?.service === "kms"
      ? secrets?.some(
          (one) => one.rotation?.role === arn && keysThatOpen({ keys }, one).includes(resource),
        )
      : findByArn(secrets, resource)?.rotation?.role === arn;
  return isRotated ?? false;
}

function resourcePolicy(
  documents: AccessDocuments,
  { action, resource: arn }: AccessRequest,
): Pick<ApplicablePolicies, "grants" | "resource" | "resourceKind"> {
  const optional = (kind: string, document: RawPolicy | null | undefined) =>
    document === null || document === undefined ? {} : { resource: named(kind, arn, document) };
  const parts = readArn(arn);
  if (parts?.service === "secretsmanager") {
    return optional("resource policy", findByArn(documents.secrets, arn)?.policy);
  }
  if (parts?.service === "organizations") {
    return optional("delegation policy", documents.organization?.delegationPolicy);
  }
  if (parts?.service === "ssm") {
    const parameter = findByArn(documents.parameters, arn);
    const shares = parameter && sharePolicy(parameter);
    return shares ? { resource: shares } : {};
  }
  if (parts?.service === "kms" && parts.resource.startsWith("key/")) {
    const key = findByArn(documents.keys, arn);
    return {
      resourceKind: "key",
      ...optional("key policy", key?.policy),
      ...(key?.grants && { grants: grantPolicies(key) }),
    };
  }
  if (parts?.service === "iam" && parts.resource !== "root" && /^sts:/i.test(action)) {
    return {
      resourceKind: "trust",
      ...optional("trust policy", findByArn(documents.roles, arn)?.trust),
    };
  }
  return {};
}

function controlLevels(
  kind: "service" | "resource",
  policies: ControlPolicies[] | null | undefined,
  account: string | undefined,
): NamedPolicy[][] {
  if (!policies || account === undefined) return [];
  return policies
    .filter((policy) => policy.account === account)
    .flatMap(({ levels }) => levels)
    .map((documents, level) =>
      documents.map((document, index) =>
        named(
          `${kind} control policy ${index + 1} at level ${level + 1}`,
          `account ${account}`,
          document,
        ),
      ),
    )
    .map((level) => (kind === "resource" ? withFullAccess(level) : level));
}

const lastNamed = new WeakMap<object, { kind: string; owner: string; policy: NamedPolicy }>();

/** Names a document. Remembers the last name given to it, since most have only one. */
function named(kind: string, owner: string, document: RawPolicy): NamedPolicy {
  if (typeof document !== "object" || document === null) {
    return { name: `${kind} of ${owner}`, document };
  }
  let last = lastNamed.get(document);
  if (last?.kind !== kind || last.owner !== owner) {
    last = { kind, owner, policy: { name: `${kind} of ${owner}`, document } };
    lastNamed.set(document, last);
  }
  return last.policy;
}
