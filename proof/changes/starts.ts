import { memoize } from "../collections";
import type { AccessDocuments, GroupDocuments, IdentityDocuments } from "../domain/documents";
import { findIdentity, groupsOf } from "../domain/documents-index";
import { describeReader, isUntagged } from "../domain/principal-kind";
import { parsePolicy } from "../grammar/parse-policy";
import type { PolicyKind, PrincipalEntry, RawPolicy } from "../grammar/syntax";
import { accountOf } from "../names";
import { actorOf, identityOf, sessionOf, userOf } from "./actors";
import type { Actor, World } from "./change";
import { providersTrusted, vouchedFor } from "./providers";
import { rolesIn } from "./worlds";

/** Everyone with whom an attack may begin: roles and users, readers with the tags of their sessions, and whom policies let in from outside. */
export function startsIn({ documents }: World): Actor[] {
  const readers = readersIn(documents);
  const associated = new Set(readers.map(identityOf));
  const others = rolesIn(documents).filter(({ arn }) => !associated.has(arn));
  const all = [
    ...readers,
    ...others.map(({ arn }) => sessionOf(arn)),
    ...(documents.users ?? []).map(({ arn }) => userOf(arn)),
    ...providersTrusted(documents).map(vouchedFor),
    ...strangersIn(documents),
  ];
  return [...new Map(all.map((one) => [one.key, one])).values()];
}

/** The declared readers, as their associations make their sessions. */
export function readersIn({ associations, principalKind }: AccessDocuments): Actor[] {
  return (associations ?? []).map((one) => {
    const tags = isUntagged(one) ? undefined : describeReader(principalKind, one).fixedTags;
    return actorOf({ kind: "session", roleArn: one.roleArn, ...(tags && { tags }) }, one.policy);
  });
}

/** Somebody of no account that the documents know. */
const ANYONE = "arn:aws:iam::000000000000:role/anyone";

/** Whom policies of resources let in and of whom the documents say nothing: their own account may allow them everything. */
function strangersIn({ keys, roles, secrets, users }: AccessDocuments): Actor[] {
  const entries = [
    ...(roles ?? []).flatMap(({ trust }) => entriesOf("trust", trust)),
    ...(secrets ?? []).flatMap(({ policy }) => entriesOf("resource", policy)),
    ...(keys ?? []).flatMap(({ policy }) => entriesOf("key", policy)),
  ];
  const known = new Set([...(roles ?? []), ...(users ?? [])].map(({ arn }) => accountOf(arn)));
  return entries.flatMap((entry) => {
    switch (entry.kind) {
      case "any":
        return [sessionOf(ANYONE)];
      case "account":
        return known.has(entry.account)
          ? []
          : [sessionOf(`arn:aws:iam::${entry.account}:role/anyone`)];
      case "role":
        return known.has(accountOf(entry.arn)) ? [] : [sessionOf(entry.arn)];
      case "user":
        return known.has(accountOf(entry.arn)) ? [] : [userOf(entry.arn)];
      default:
        return [];
    }
  });
}

function entriesOf(kind: PolicyKind, document: RawPolicy): PrincipalEntry[] {
  if (document === null || document === undefined) return [];
  const { statements } = parsePolicy({ name: "policy", document }, kind);
  return statements.flatMap(({ effect, principal }) =>
    effect === "Allow" && principal && !principal.negated ? principal.entries : [],
  );
}

/** Tells which starts are alike: those of the same rights whom no document tells apart. What one of these comes to, the others do. */
export function likenessOf(world: World): (start: Actor) => string {
  const { literals, patterns, tellsUsers } = wordsIn(world);
  return (start) => {
    const { principal } = start;
    const arn = identityOf(start);
    if (start.alike !== undefined) return start.alike;
    const identity = principal && findIdentity(world.documents, principal);
    const isTold = literals.has(arn) || (tellsUsers && arn.includes(":user/"));
    if (!identity || isTold) return start.key;
    const own = [identity, ...groupsOf(world.documents, identity)].map(rightsOf);
    const bits = patterns.map((pattern) => Number(pattern.test(arn))).join("");
    const tags = principal && "tags" in principal ? principal.tags : undefined;
    const limits = start.sessionPolicies ?? [];
    return JSON.stringify([accountOf(arn), arn.includes(":user/"), own, tags, limits, bits]);
  };
}

const rightsOf = memoize((holder: GroupDocuments | IdentityDocuments) => {
  const boundary = "permissionsBoundary" in holder ? holder.permissionsBoundary : null;
  const tags = "tags" in holder ? holder.tags : null;
  return JSON.stringify([
    holder.policies,
    boundary,
    tags,
    holder.arn.includes(":group/") && holder.arn,
  ]);
});

/** What documents may compare with an ARN. */
function wordsIn({ compute, documents, managedPolicies, more }: World) {
  const { grants: _, principalKind: __, ...rest } = documents;
  const text = JSON.stringify([
    ...[rest.organization, rest.administrators, rest.associations, compute, managedPolicies, more],
    ...(rest.secrets ?? []).map(({ policy, rotation }) => [policy, rotation]),
    ...(rest.keys ?? []).map(({ grants, policy }) => [grants, policy]),
    ...(rest.parameters ?? []).map(({ sharedWith }) => sharedWith),
    ...(rest.vpcEndpoints ?? []).map(({ policy }) => policy),
    ...(rest.groups ?? []).map(({ policies }) => policies),
    ...(rest.users ?? []).map(({ permissionsBoundary, policies }) => [
      permissionsBoundary,
      policies,
    ]),
    ...(rest.roles ?? []).map((one) => [one.permissionsBoundary, one.policies, one.trust]),
  ]);
  const words = new Set([...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = ""]) => word));
  const wild = [...words].filter((word) => /[*?]|\$\{/.test(word) && /^(arn:|\*|\?)/.test(word));
  const literals = new Set([...words].filter((word) => word.startsWith("arn:")));
  for (const [, account = "", name = ""] of text.matchAll(
    /:sts::(\d{12}):assumed-role\/([^/"]+)/g,
  )) {
    for (const { arn } of rest.roles ?? []) {
      if (accountOf(arn) === account && arn.endsWith(`/${name}`)) literals.add(arn);
    }
  }
  return {
    literals,
    patterns: wild.map(expressionOf),
    tellsUsers: /aws:user(name|id)/i.test(text),
  };
}

function expressionOf(word: string): RegExp {
  const source = word
    .replace(/\$\{[^}]*\}/g, "*")
    .replace(/[^\w*?]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s");
}
