import type { DeclaredReader, Surroundings } from "../documents/deployment";
import { and, type Formula, or } from "../solver/formula";
import { hasTag, isRole, type SymbolicCaller } from "./caller";

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
