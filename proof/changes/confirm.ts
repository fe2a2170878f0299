import { asMapping, getOrMake, grouped, memoize } from "../collections";
import type { IdentityDocuments, SecretDocuments } from "../domain/documents";
import { findByArn, findIdentity } from "../domain/documents-index";
import type { AccessRequest, RequestPrincipal } from "../domain/request";
import { evaluate } from "../evaluator/evaluate";
import { mayRead, readRequests } from "../evaluator/may-read";
import { DECRYPT_ACTION } from "../evaluator/reads";
import { parseConditionKey } from "../grammar/condition-key";
import { resourceKey } from "../prover/documents/names-of-principals";
import { tagged } from "./actors";
import type { Actor, AskedTags, AwsCall, Change, World } from "./change";
import { type Fit, fit, type Trial, type Tried } from "./fit";

/** Asks the evaluator about a call, choosing what the caller can choose so that conditions are met. */
export function confirmCall(world: World, actor: Actor, { aws }: AwsCall): Fit {
  const { by, context: given = {}, ...call } = aws;
  const principal = by ?? actor.principal;
  if (!principal || actor.readsOnly) return refusal(`${actor.key} makes no call of AWS`);
  const { sessionPolicies = [] } = by ? {} : actor;
  // IAM and Organizations are only called in one region.
  const isGlobal = /^(iam|organizations):/i.test(call.action);
  const settled = {
    ...(isGlobal && { "aws:RequestedRegion": "us-east-1" }),
    ...boundaryOf(world, call),
    ...given,
  };
  const ask = ({ context, tags }: Trial): Tried => {
    const changed = withTags(world, call.resource, tags.resource);
    const request: AccessRequest = {
      ...call,
      principal: withPrincipalTags(world, principal, tags.principal),
      context: { ...context, ...settled, ...requestTags(tags.session) },
    };
    return {
      request,
      world: changed,
      decision: evaluate(changed.documents, request, { sessionPolicies }),
      owners: { principal: arnOf(principal), resource: call.resource, session: call.resource },
    };
  };
  return fit(ask, namesOf(settled));
}

/** Calls whose requests contain the boundary of a role or user. Calls that set one contain the new boundary. */
const WITH_BOUNDARY =
  /^iam:((attach|delete|detach|put)(role|user)policy|delete(role|user)permissionsboundary)$/i;

/** The boundary of the role or user, as such a request contains it. Unknown if nobody read its ARN. */
function boundaryOf(
  { documents, managedPolicies }: World,
  { action, resource }: Pick<AccessRequest, "action" | "resource">,
): NonNullable<AccessRequest["context"]> {
  if (!WITH_BOUNDARY.test(action)) return {};
  const { roles, users } = documents;
  const holder =
    findByArn<IdentityDocuments>(roles, resource) ?? findByArn<IdentityDocuments>(users, resource);
  const policy = managedPolicies?.find((one) => one.boundaryOf?.includes(resource));
  if (!holder?.permissionsBoundary) return { "iam:PermissionsBoundary": [] };
  return policy ? { "iam:PermissionsBoundary": policy.arn } : {};
}

function refusal(reason: string): Fit {
  return { result: "refused", reason, isCertain: true, needs: [] };
}

/** Asks the evaluator whether the actor can read a secret or parameter, or a copy of it. */
export function confirmRead(world: World, actor: Actor, arn: string): Fit {
  const targets = copiesOf(world, arn).filter((one) => !world.deleted?.includes(one));
  let refused: Fit | undefined;
  for (const target of targets) {
    const found = confirmReadOf(world, actor, target);
    if (found.result === "allowed") return found;
    refused = refused ? merged(refused, found) : found;
  }
  return refused ?? refusal(`${arn} waits for its deletion`);
}

function confirmReadOf(world: World, actor: Actor, arn: string): Fit {
  const { principal: caller, sessionPolicies = [] } = actor;
  if (!caller) return refusal(`${actor.key} reads nothing of AWS`);
  const { parameters, secrets } = world.documents;
  const key = (findByArn(secrets, arn) ?? findByArn(parameters, arn))?.key ?? "";
  const owners = { principal: arnOf(caller), resource: arn, key };
  const ask = ({ context, tags }: Trial): Tried => {
    const changed = withTags(withTags(world, arn, tags.resource), key, tags.key);
    const principal = withPrincipalTags(world, caller, tags.principal);
    const read = mayRead(changed.documents, principal, arn, context, { sessionPolicies });
    const { decrypt, fetch, reason } = read;
    const [asked] = readRequests(changed.documents, principal, arn, context);
    const request = asked as AccessRequest;
    const decided = { request, world: changed, owners };
    const failed = [fetch, decrypt].find((one) => one?.decision === "denied");
    if (read.decision === "allowed") return { ...decided, decision: { ...fetch, reason } };
    if (!failed) return { ...decided, decision: { ...fetch, reason }, isSettled: true };
    if (failed === fetch) return { ...decided, decision: fetch };
    const opening = { ...request, action: DECRYPT_ACTION, resource: key, context: {} };
    return { ...decided, request: opening, decision: failed, isForwarded: true };
  };
  return fit(ask, new Set());
}

function arnOf(principal: RequestPrincipal): string {
  if (principal.kind === "session") return principal.roleArn;
  return "arn" in principal ? principal.arn : "";
}

/** ARNs of the secret or parameter and of its copies. */
export function copiesOf({ documents }: World, arn: string): string[] {
  return copiesIn(documents.secrets ?? NONE)(arn);
}

const NONE: SecretDocuments[] = [];
const copiesIn = memoize((secrets: SecretDocuments[]) => {
  const groups = grouped(secrets, ({ arn }) => [resourceKey(arn)]);
  const named = grouped(secrets, ({ copies }) => copies ?? []);
  const known = new Map<string, string[]>();
  return (arn: string) =>
    getOrMake(known, arn, () => {
      const others = [...(groups.get(resourceKey(arn)) ?? []), ...(named.get(arn) ?? [])];
      const own = findByArn(secrets, arn)?.copies ?? [];
      return [...new Set([arn, ...own, ...others.map((one) => one.arn)])];
    });
});

function merged(one: Fit, other: Fit): Fit {
  if (one.result === "allowed" || other.result === "allowed") return one;
  const isCertain = one.isCertain && other.isCertain;
  return { ...one, isCertain, needs: [...one.needs, ...other.needs] };
}

export function withPrincipalTags(
  { documents }: World,
  principal: RequestPrincipal,
  asked: AskedTags,
): RequestPrincipal {
  if (Object.keys(asked).length === 0) return principal;
  if (principal.kind !== "session" && principal.kind !== "user") return principal;
  const own = principal.tags ?? findIdentity(documents, principal)?.tags;
  return { ...principal, tags: tagged(own, asked) };
}

const TAGGED_LISTS = ["secrets", "keys", "parameters", "roles", "users"] as const;

/** The world in which the thing with this ARN has these tags. */
export function withTags(world: World, arn: string, asked: AskedTags): World {
  if (Object.keys(asked).length === 0) return world;
  const { documents } = world;
  const list = TAGGED_LISTS.find((one) => findByArn<{ arn: string }>(documents[one], arn));
  if (!list) return world;
  const all = (documents[list] ?? []) as { arn: string; tags?: Record<string, string> | null }[];
  const changed = all.map((one) =>
    one.arn === arn ? { ...one, tags: tagged(one.tags, asked) } : one,
  );
  return { ...world, documents: { ...documents, [list]: changed } };
}

/** Tags as condition keys of the request that sets them. */
export function requestTags(tags: AskedTags): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) =>
      value === null ? [] : [[`aws:RequestTag/${key}`, value]],
    ),
  );
}

const TAGGING = /:(tag|addtags)/i;

/** The change with all tags that these requests of it set: to be allowed, the caller may have to set others beside those asked for. */
export function withTagsOf(requests: readonly AccessRequest[], change: Change): Change {
  const tagging = requests.filter(({ action }) => TAGGING.test(action));
  const chosen = tagging.flatMap(({ context }) => Object.entries(context ?? {}));
  const set = chosen.flatMap(([key, value]): [string, string][] => {
    const [, tag] = /^aws:requesttag\/(.+)$/is.exec(key) ?? [];
    return tag !== undefined && typeof value === "string" ? [[tag, value]] : [];
  });
  const has = new Set(change.sets?.map((tag) => tag.toLowerCase()));
  const beside = Object.fromEntries(set.filter(([tag]) => !has.has(tag.toLowerCase())));
  const { retags, sets, target } = change;
  if (!sets || Object.keys(beside).length === 0) return change;
  return {
    ...change,
    sets: [...sets, ...Object.keys(beside)],
    apply: (now) => withTags(change.apply?.(now) ?? now, target, beside),
    ...(retags && { retags: { ...retags, asked: { ...retags.asked, ...beside } } }),
  };
}

function namesOf(context: object): ReadonlySet<string> {
  return new Set(Object.keys(asMapping(context)).map((key) => parseConditionKey(key)?.name ?? key));
}
