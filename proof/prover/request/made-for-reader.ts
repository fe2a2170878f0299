import type { DeclaredReader, Surroundings } from "../documents/deployment";
import { always, and, type Formula, never, not, or } from "../solver/formula";
import { isPresent } from "../symbols/symbolic-key";
import { hasTag, isRole, type SymbolicCaller } from "./caller";
import { isMadeByService } from "./session-creation";

/**
 * True if the service made the caller's session for this reader (or its target role's session from it). An untagged session
 * could be any untagged association's; `ifUntagged` decides.
 */
export function isMadeFor(
  caller: SymbolicCaller,
  { association, tags: readerTags }: DeclaredReader,
  ifUntagged: (session: SymbolicCaller) => Formula = () => always,
): Formula {
  if (!association) return never;
  const { disableSessionTags, roleArn, targetRoleArn } = association;
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

/** The same, of sessions as the association has the service make them now: with tags, or without where it sends none. */
export function isMadeNowFor(
  caller: SymbolicCaller,
  reader: DeclaredReader,
  ifUntagged?: (session: SymbolicCaller) => Formula,
): Formula {
  const { disableSessionTags, roleArn, targetRoleArn } = reader.association ?? {};
  const session = targetRoleArn ? caller.assumer : caller;
  const creation = roleArn ? session?.creation?.(roleArn) : undefined;
  return and(
    isMadeFor(caller, reader, ifUntagged),
    ...(disableSessionTags && creation
      ? reader.tags.map(([key]) => not(isPresent(creation.keyOf(`aws:requesttag/${key}`))))
      : []),
  );
}

/** Says that the caller is a session of the role that reads, with the reader's tags. */
export function isReaderSession(caller: SymbolicCaller, reader: DeclaredReader): Formula {
  const { readingRole } = reader;
  return readingRole
    ? and(isRole(caller.principal, readingRole), hasReaderTags(caller, reader))
    : or();
}

/** Says that the caller's tags tell the reader. */
export function hasReaderTags(caller: SymbolicCaller, { tags }: DeclaredReader): Formula {
  return and(...tags.map(([key, value]) => hasTag(caller, key, value)));
}

/** The tags that tell a reader, as sentences list them. */
export function readerTagNames({ kind }: Pick<Surroundings, "kind">, beforeLast = ", "): string {
  const names = Object.values<string>(kind?.fields ?? {});
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].join(beforeLast);
}
