import { audienceKeyOf, type WebIdentity } from "../../domain/web-identity";
import type { DeclaredReader, Surroundings } from "../documents/deployment";
import { always, and, type Formula, never, not, or } from "../solver/formula";
import type { SymbolicContext } from "../symbols/symbolic-context";
import { isPresent, keyHas } from "../symbols/symbolic-key";
import { hasTag, isRole, type SymbolicCaller } from "./caller";
import { isVouchedFor } from "./declared-session";
import { ISSUER_LIES, isMadeByService } from "./session-creation";

/**
 * The service created the caller's session for this reader (or its target role's session from it). An untagged session could
 * belong to any untagged association; `ifUntagged` decides.
 */
export function isMadeFor(
  caller: SymbolicCaller,
  { association, tags: readerTags }: DeclaredReader,
  ifUntagged: (session: SymbolicCaller) => Formula = () => always,
): Formula {
  if (!association) return never;
  const { disableSessionTags, roleArn, targetRoleArn, webIdentity } = association;
  if (webIdentity) return isMadeByToken(caller, roleArn, webIdentity);
  const session = targetRoleArn ? caller.assumer : caller;
  const creation = session?.creation?.(roleArn);
  if (!session || !creation) return never;
  const tags = readerTags.map(([key, value]) => ({
    isGiven: isPresent(creation.keyOf(`aws:requesttag/${key}`)),
    isReaders: hasTag(session, key, value),
  }));
  return and(
    targetRoleArn ? isRole(caller.principal, targetRoleArn) : always,
    isRole(session.principal, roleArn),
    isMadeByService(session),
    or(
      and(...tags.flatMap(({ isGiven, isReaders }) => [isGiven, isReaders])),
      disableSessionTags
        ? and(...tags.map(({ isGiven }) => not(isGiven)), ifUntagged(session))
        : never,
    ),
  );
}

/** The caller is a session of the role that a token of the reader created. */
function isMadeByToken(
  { assumer, creation, principal }: SymbolicCaller,
  roleArn: string,
  tokens: WebIdentity,
): Formula {
  const made = creation?.(roleArn);
  if (!assumer || !made) return never;
  return and(isRole(principal, roleArn), isTokenOf(assumer, made, tokens), not(ISSUER_LIES));
}

/** The request to assume a role has a token with this provider, subject and audience. */
export function isTokenOf(
  caller: SymbolicCaller,
  context: Pick<SymbolicContext, "keyOf">,
  tokens: WebIdentity,
): Formula {
  return and(
    isVouchedFor(tokens, caller, context),
    keyHas(context.keyOf(audienceKeyOf(tokens)), [tokens.audience]),
  );
}

/** The same for sessions that the service creates now for the association: with tags, or without if it sends none. */
export function isMadeNowFor(caller: SymbolicCaller, reader: DeclaredReader): Formula {
  const { disableSessionTags, roleArn, targetRoleArn } = reader.association ?? {};
  const session = targetRoleArn ? caller.assumer : caller;
  const creation = roleArn ? session?.creation?.(roleArn) : undefined;
  return and(
    isMadeFor(caller, reader),
    ...(disableSessionTags && creation
      ? reader.tags.map(([key]) => not(isPresent(creation.keyOf(`aws:requesttag/${key}`))))
      : []),
  );
}

/** The caller is a session of the reading role with the reader's tags or, without tags, created by its token. */
export function isReaderSession(caller: SymbolicCaller, reader: DeclaredReader): Formula {
  const { association, readingRole } = reader;
  if (association?.webIdentity) return isMadeFor(caller, reader);
  return readingRole
    ? and(isRole(caller.principal, readingRole), hasReaderTags(caller, reader))
    : or();
}

/** The caller's tags identify the reader. */
export function hasReaderTags(caller: SymbolicCaller, { tags }: DeclaredReader): Formula {
  return and(...tags.map(([key, value]) => hasTag(caller, key, value)));
}

/** The tags that identify a reader, as a list in words. */
export function readerTagNames({ kind }: Pick<Surroundings, "kind">, beforeLast = ", "): string {
  const names = Object.values<string>(kind?.fields ?? {});
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].join(beforeLast);
}
