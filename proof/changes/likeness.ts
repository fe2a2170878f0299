import { getOrMake, memoize } from "../collections";
import type { GroupDocuments, IdentityDocuments } from "../domain/documents";
import { findByArn, findIdentity, groupsOf } from "../domain/documents-index";
import { ACTIONS_OF_READS, statementsAbout } from "../evaluator/reads";
import type { RawPolicy } from "../grammar/syntax";
import { accountOf } from "../names";
import { tagsAskedIn } from "../prover/documents/asked-tags";
import { identityOf } from "./actors";
import type { Actor, ChangeKind, World } from "./change";

/** Which roles and users the documents treat differently from others with the same rights. */
export interface Telling {
  /**
   * Whether anything may distinguish it from others in its account, apart from its own policies and those about what may be done to
   * it.
   */
  isTold(arn: string): boolean;
  /** A key that is equal for starts with the same rights that nothing distinguishes: they all reach the same. */
  likeness(start: Actor): string;
}

export function tellingOf(world: World, kinds: readonly ChangeKind[]): Telling {
  const actions = [...new Set([...kinds.flatMap((one) => one.actions), ...ACTIONS_OF_READS])];
  const ofIam = actions.filter((action) => action.startsWith("iam:"));
  const { documents, managedPolicies = [] } = world;
  const about = (names: string[]) =>
    memoize((policy: object) => JSON.stringify(statementsAbout(policy, names)));
  const [aboutAll, aboutIam] = [about(actions), about(ofIam)];
  const text = (policy: RawPolicy, of: (policy: object) => string) =>
    typeof policy === "object" && policy !== null ? of(policy) : "";
  const textAround = aroundIn(world);
  const around = wordsIn(textAround);
  const compared = new Set(tagsAskedIn(textAround));
  const hasCompared = (arn: string) => {
    const { roles, users } = documents;
    const one =
      findByArn<IdentityDocuments>(roles, arn) ?? findByArn<IdentityDocuments>(users, arn);
    return Object.keys(one?.tags ?? {}).some((key) => compared.has(key.toLowerCase()));
  };
  const holders = [
    ...(documents.roles ?? []),
    ...(documents.users ?? []),
    ...(documents.groups ?? []),
  ];
  const ofTargets = wordsIn(
    holders.flatMap(({ policies }) => (policies ?? []).map((one) => text(one, aboutIam))).join(),
  );
  // Whoever writes a managed policy changes the rights of those that have it.
  const managed = new Map<string, string[]>();
  for (const { arn, attachedTo, boundaryOf } of managedPolicies) {
    for (const one of [...attachedTo, ...(boundaryOf ?? [])]) {
      getOrMake(managed, one, () => []).push(arn);
    }
  }
  const rightsOf = (holder: GroupDocuments | IdentityDocuments) => [
    holder.arn.includes(":group/") && holder.arn,
    (holder.policies ?? []).map((one) => text(one, aboutAll)).filter((one) => one !== "[]"),
    "permissionsBoundary" in holder && holder.permissionsBoundary,
    "tags" in holder && holder.tags,
    managed.get(holder.arn),
  ];
  return {
    isTold: (arn) =>
      around.isNamed(arn) || around.patterns.some((one) => one.test(arn)) || hasCompared(arn),
    likeness: (start) => {
      const { alike, principal, sessionPolicies } = start;
      if (alike !== undefined) return alike;
      const arn = identityOf(start);
      const identity = principal && findIdentity(documents, principal);
      if (!identity || around.isNamed(arn) || ofTargets.isNamed(arn)) return start.key;
      const own = [identity, ...groupsOf(documents, identity)].map(rightsOf);
      const bits = [...around.patterns, ...ofTargets.patterns].map((one) => Number(one.test(arn)));
      const tags = principal && "tags" in principal ? principal.tags : undefined;
      const isUser = arn.includes(":user/");
      return JSON.stringify([accountOf(arn), isUser, own, tags, sessionPolicies, bits.join("")]);
    },
  };
}

/**
 * ARNs that a new role or user could have in place of the usual one, so that the documents treat it differently: one for each ARN and
 * pattern that they may compare with it.
 */
export function arnsTold({ documents }: World, usual: string): string[] {
  const start = usual.slice(0, usual.lastIndexOf("/") + 1);
  return patternsAround(documents).flatMap(([word, expression]) => {
    const name = word.replace(/^.*:((role|user)\/)?/, "").replace(/[*?]|\$\{[^}]*\}/g, "x");
    return expression.test(start + name) ? [start + name] : [];
  });
}

const patternsAround = memoize((documents: World["documents"]) => {
  const words = [...aroundIn({ documents }).matchAll(WORD)].map(([, word = ""]) => word);
  const compared = words.filter(
    (word) => /[*?]|\$\{|:(role|user)\//.test(word) && mayBeOfIam(word),
  );
  return [...new Set(compared)].map((word) => [word, expressionOf(word)] as const);
});

/** Everything that decides who may do what, apart from the policies of roles and users. */
function aroundIn({ documents, more }: Pick<World, "documents" | "more">): string {
  const { associations, keys, organization, parameters, roles, secrets, users, vpcEndpoints } =
    documents;
  return JSON.stringify([
    ...[organization, associations, more],
    ...(secrets ?? []).map(({ policy, rotation }) => [policy, rotation]),
    ...(keys ?? []).map(({ grants, policy }) => [grants, policy]),
    ...(parameters ?? []).map(({ sharedWith }) => sharedWith),
    ...(vpcEndpoints ?? []).map(({ policy }) => policy),
    ...(roles ?? []).map(({ permissionsBoundary, trust }) => [permissionsBoundary, trust]),
    ...(users ?? []).map(({ permissionsBoundary }) => permissionsBoundary),
  ]);
}

const WORD = /"((?:[^"\\]|\\.)*)"/g;

/** Words in the documents that may be compared with the ARN or name of a role or user. */
function wordsIn(text: string) {
  const words = new Set([...text.matchAll(WORD)].map(([, word = ""]) => word));
  const patterns = [...words].filter((word) => /[*?]|\$\{/.test(word) && mayBeOfIam(word));
  const names = new Set(
    [...words].map((word) => word.replace(/^.*:assumed-role\/([^/]+).*$/, "$1")),
  );
  const isByName = /aws:user(name|id)|aws:principaltype|ignorecase/i.test(text);
  return {
    patterns: patterns.map(expressionOf),
    isNamed: (arn: string) =>
      isByName || words.has(arn) || names.has(arn.slice(arn.lastIndexOf("/") + 1)),
  };
}

/** Whether a pattern may match the ARN of a role or user. A pattern that matches everything distinguishes nobody. */
function mayBeOfIam(word: string): boolean {
  if (/^\*+$/.test(word)) return false;
  const [start = ""] = word.replace(/^arn:aws[a-z-]*:/, "arn:aws:").split(/[*?]|\$\{/);
  const usual = "arn:aws:iam::";
  return usual.startsWith(start.slice(0, usual.length));
}

/** A pattern that covers the word, whatever values its variables have. */
export function expressionOf(word: string): RegExp {
  const source = word
    .replace(/\$\{[^}]*\}/g, "*")
    .replace(/[^\w*?]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s");
}
