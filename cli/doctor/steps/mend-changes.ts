import { type AccessDocuments, difference } from "eks-pod-secrets/access";
import type { ResolvedReader } from "eks-pod-secrets/grant";
import type { ClaimResult } from "iam-proof";
import { grouped } from "iam-proof/collections";
import { shellWord } from "../../terminal/printed-text";
import type { AccountFacts, ObjectFacts } from "../facts/account-facts";
import { isOfTags, isUnderAnotherKey, stackOf } from "./policy-mends";
import { rolesOf } from "./unseen-documents";
import { type WayRefusal, wayRefusals } from "./way-refusals";

/** The facts, with what `up` of each stack would change in the policies that refuse a read. */
export async function withChanges<Facts extends AccountFacts>(facts: Facts): Promise<Facts> {
  // For a value under another key, no policy is changed.
  const refusals = wayRefusals(facts).filter(
    (one) => !one.isOpen && !isUnderAnotherKey(one) && !isOfDrawnIssuer(facts, one),
  );
  const byStack = grouped(refusals, (refusal) => [stackOf(facts, refusal) ?? []].flat());
  if (byStack.size === 0) return facts;
  const changes: Record<string, string[]> = {};
  for (const [stack, own] of byStack) {
    const rest = `what else was changed by hand in stack ${stack} is put back too: eks-pod-secrets preview --refresh --only ${shellWord(stack)} shows it`;
    changes[stack] = [...(await changesOf(facts, own)), rest];
  }
  return { ...facts, changes };
}

/** Whether it refuses tokens of a cluster whose issuer the inventory does not know, because EKS assigns it. */
function isOfDrawnIssuer({ reader }: AccountFacts, { request }: WayRefusal): boolean {
  return request.principal.kind === "federated" && reader.cluster.create !== undefined;
}

/** Who gains or loses a read if these refusing policies become what the inventory says. */
async function changesOf(facts: AccountFacts, refusals: WayRefusal[]): Promise<string[]> {
  const before = ofReader(facts.accounts.documents, facts);
  const after = mended(before, refusals, facts);
  const results = await difference(before, after, { milliseconds: 2_000 });
  const found = results.flatMap((one) => {
    if (one.result === "refuted") return said(one, facts);
    return one.result === "unknown"
      ? `who else gains or loses read access to ${titleOf(one.subject, facts.objects)} is not known`
      : [];
  });
  if (results.some(({ result }) => result === "unknown")) return found;
  return [
    ...found,
    `nobody${found.length > 0 ? " else" : ""} gains or loses read access by the policies that refuse it`,
  ];
}

/** A change in words, for a reader or somebody else. */
function said(
  { counterexample, subject }: ClaimResult,
  { accounts, objects, reader }: AccountFacts,
): string {
  const { request, summary = "" } = counterexample ?? {};
  const roleArn = request && "roleArn" in request.principal ? request.principal.roleArn : "";
  const [, any, who, verb] =
    /^(any such principal, e\.g\. )?(.*?),? (gains|loses) /.exec(summary) ?? [];
  if (!verb) return summary;
  const access = `${verb} read access to ${titleOf(subject, objects)}`;
  const isOf = (one: ResolvedReader) => rolesOf(one).some(({ arn }) => arn === roleArn);
  if (isOf(reader)) {
    return verb === "gains"
      ? `reader ${reader.id} ${access}`
      : `whoever else can become the role of reader ${reader.id} now ${access}`;
  }
  const target = objectOf(subject, objects)?.grant.target;
  const other = accounts.readers.find(isOf);
  const isGranted = other?.grants.some((grant) => grant.target === target);
  const named = isGranted ? `reader ${other?.id}` : who;
  const grant = isGranted ? ", which the inventory grants it" : "";
  const alike = any ? "; so does any principal that the policies treat in the same way" : "";
  return `${named} ${access}${grant}${alike}`;
}

function objectOf(arn: string, objects: readonly ObjectFacts[]): ObjectFacts | undefined {
  return objects.find(({ object }) => "value" in object && object.value?.arn === arn);
}

/** `secret orders (its ARN)`. */
function titleOf(arn: string, objects: readonly ObjectFacts[]): string {
  const { grant } = objectOf(arn, objects) ?? {};
  return grant ? `${grant.kind} ${grant.target.id} (${arn})` : arn;
}

/** The documents of only what the reader reads. */
function ofReader(documents: AccessDocuments, { objects }: AccountFacts): AccessDocuments {
  const isRead = ({ arn }: { arn: string }) => objectOf(arn, objects) !== undefined;
  return {
    ...documents,
    secrets: documents.secrets?.filter(isRead) ?? [],
    parameters: documents.parameters?.filter(isRead) ?? [],
  };
}

/** The documents, with each refusing one as the inventory says. */
function mended(
  documents: AccessDocuments,
  refusals: WayRefusal[],
  facts: AccountFacts,
): AccessDocuments {
  const { accounts, reader } = facts;
  const { declared } = accounts;
  const refusing = new Set(
    refusals.map((refusal) => {
      const { principal, resource } = refusal.request;
      const isOfRole = !["trust", "resource", "key"].includes(refusal.kind);
      return isOfRole && !isOfTags(facts, refusal) && "roleArn" in principal
        ? principal.roleArn
        : resource;
    }),
  );
  const inStead = <One extends { arn: string }>(
    held: readonly One[] | null | undefined,
    all: readonly One[] | null | undefined,
    partOf: (own: One) => Partial<One>,
  ): One[] =>
    (held ?? []).map((one) => {
      const own = refusing.has(one.arn) && all?.find(({ arn }) => arn === one.arn);
      return own ? { ...one, ...partOf(own) } : one;
    });
  const boundary = reader.permissionsBoundary ? {} : { permissionsBoundary: null };
  return {
    ...documents,
    roles: inStead(documents.roles, declared.roles, ({ policies, trust }) => ({
      ...{ policies, trust, ...boundary },
    })),
    secrets: inStead(documents.secrets, declared.secrets, ({ policy, tags }) => ({
      ...{ policy, ...(tags && { tags }) },
    })),
    keys: inStead(documents.keys, declared.keys, ({ policy }) => ({ policy })),
  };
}
