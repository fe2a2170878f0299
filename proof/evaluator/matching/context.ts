import { mayCarry, resourceTagFamilies } from "../../domain/carried-keys";
import type { AccessRequest, RequestPrincipal } from "../../domain/request";
import { parseConditionKey } from "../../grammar/condition-key";
import { AccessRequestError, readArn, type Subject } from "./subject";

/** The condition keys of a request, by their names in lower case. A key that is not in the map is missing. */
export type RequestContext = Map<string, string[]>;

/** Keys that are derived from the request unless it sets them itself. */
const OVERRIDABLE = new Set(["aws:securetransport", "aws:requestedregion"]);

/** Computes all condition keys of a request. */
export function requestContext(
  request: AccessRequest,
  subject: Subject,
  resourceAccount: string | undefined,
): RequestContext {
  const context: RequestContext = new Map();
  addPrincipalKeys(context, request.principal, subject);
  addResourceKeys(context, request, resourceAccount);
  context.set("aws:securetransport", ["true"]);
  if (subject.account && /^kms:/i.test(request.action)) {
    context.set("kms:calleraccount", [subject.account]);
  }
  for (const [name, value] of Object.entries(request.context ?? {})) {
    addGiven(context, request.action, name, typeof value === "string" ? [value] : value);
  }
  addNames(context, "aws:requesttag/", "aws:tagkeys", request);
  addNames(context, "kms:encryptioncontext:", "kms:encryptioncontextkeys", request);
  return context;
}

function addPrincipalKeys(
  context: RequestContext,
  principal: RequestPrincipal,
  { account, arn }: Subject,
): void {
  if (arn) context.set("aws:principalarn", [arn]);
  if (account) context.set("aws:principalaccount", [account]);
  if (account && "organizationId" in principal && principal.organizationId) {
    context.set("aws:principalorgid", [principal.organizationId]);
  }
  if ("tags" in principal) addTags(context, "aws:principaltag/", principal.tags, "principal");
  const isService = principal.kind === "service";
  if (principal.kind !== "anonymous") context.set("aws:principalisawsservice", [`${isService}`]);
  if (isService) {
    context.set("aws:principalservicename", [principal.service]);
    context.set("aws:principalservicenameslist", [principal.service]);
  }
  const type = PRINCIPAL_TYPES[principal.kind];
  if (type) context.set("aws:principaltype", [type]);
  if (principal.kind === "user") {
    context.set("aws:username", [principal.arn.slice(principal.arn.lastIndexOf("/") + 1)]);
  }
  if (principal.kind === "root") context.set("aws:userid", [principal.account]);
  if (principal.kind === "federated" && account) {
    context.set("aws:userid", [
      `${account}:${principal.arn.slice(principal.arn.indexOf("/") + 1)}`,
    ]);
  }
}

const PRINCIPAL_TYPES: Record<RequestPrincipal["kind"], string | undefined> = {
  session: "AssumedRole",
  user: "User",
  root: "Account",
  federated: "FederatedUser",
  anonymous: "Anonymous",
  service: undefined,
};

function addResourceKeys(
  context: RequestContext,
  request: AccessRequest,
  account: string | undefined,
): void {
  if (account) context.set("aws:resourceaccount", [account]);
  const region = readArn(request.resource)?.region;
  if (region) context.set("aws:requestedregion", [region]);
  if (!request.resourceTags) return;
  for (const family of resourceTagFamilies(request.action.toLowerCase())) {
    addTags(context, family, request.resourceTags, "resource");
  }
}

function addTags(
  context: RequestContext,
  family: string,
  tags: Record<string, string> | undefined,
  owner: string,
): void {
  for (const [key, value] of Object.entries(tags ?? {})) {
    const name = `${family}${key.toLowerCase()}`;
    if (context.has(name)) {
      throw new AccessRequestError(
        `tag keys of a ${owner} must differ in more than case, got ${JSON.stringify(key)} twice`,
      );
    }
    context.set(name, [value]);
  }
}

function addGiven(context: RequestContext, action: string, text: string, values: string[]): void {
  const key = parseConditionKey(text);
  if (!key) {
    throw new AccessRequestError(
      `no condition key of a request has such a name, got ${JSON.stringify(text)}`,
    );
  }
  if (values.length > 0 && !mayCarry(action.toLowerCase(), key.name)) {
    throw new AccessRequestError(
      `a request for ${action} must come without the condition key ${text}, which AWS documents for other actions only`,
    );
  }
  const known = context.get(key.name);
  const same = known?.length === values.length && values.every((value, at) => value === known[at]);
  if (known && !same && !OVERRIDABLE.has(key.name)) {
    throw new AccessRequestError(
      `${text} must be ${JSON.stringify(known.join(", "))} in this request, got ${JSON.stringify(values.join(", "))}; it follows from the principal and the resource`,
    );
  }
  // An empty list is a missing key.
  if (values.length > 0) context.set(key.name, values);
}

/** Adds the key in which AWS lists the names of a family's keys. */
function addNames(
  context: RequestContext,
  family: string,
  list: string,
  { context: given = {} }: AccessRequest,
): void {
  if (context.has(list)) return;
  const names = Object.keys(given)
    .filter((name) => name.toLowerCase().startsWith(family))
    .map((name) => name.slice(family.length));
  if (names.length > 0) context.set(list, names);
}
