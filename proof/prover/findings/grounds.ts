import type { Decision, StatementReference } from "../../domain/decision";
import type { AccessDocuments } from "../../domain/documents";
import { findByArn } from "../../domain/documents-index";
import type { NameOfPolicy } from "./alike";
import type { FoundStatement } from "./finding";

/** The statements that let the requests in, by the names of their documents; of those whose documents are taken for granted, none. */
export function groundsOf(
  decisions: Decision[],
  documents: AccessDocuments,
  nameOf: NameOfPolicy,
): FoundStatement[] {
  const statements = decisions.flatMap(({ decidedBy, statements: all }) => {
    const own = all.filter(({ effect, matched }) => matched && effect === "Allow");
    return [...(decidedBy ? [decidedBy] : []), ...own]
      .flatMap((one) => {
        const document = titleOf(one, documents, nameOf);
        return document === undefined ? [] : [{ document, statement: one.sid ?? one.index }];
      })
      .slice(0, 1);
  });
  const known = new Map(statements.map((one) => [JSON.stringify(one), one]));
  return [...known.values()];
}

/** What a grant is called that lets somebody decrypt. */
export const GRANT_OF_KEY = "grant of the key";

const TITLES: [start: RegExp, title: string][] = [
  [/^resource policy of /, "resource policy"],
  [/^key policy of /, "key policy"],
  [/^grant \d+ of /, GRANT_OF_KEY],
  [/^resource shares of /, "resource share"],
];

function titleOf(
  { document }: StatementReference,
  documents: AccessDocuments,
  nameOf: NameOfPolicy,
): string | undefined {
  const trust = /^trust policy of (.*)$/.exec(document);
  if (trust) return document;
  const [, position, holder = ""] = /^identity policy (\d+) of (.*)$/.exec(document) ?? [];
  if (position === undefined) return TITLES.find(([start]) => start.test(document))?.[1];
  const group = findByArn(documents.groups, holder);
  const { policies } =
    group ?? findByArn(documents.roles, holder) ?? findByArn(documents.users, holder) ?? {};
  const own = nameOf(policies?.[Number(position) - 1]) ?? `identity policy ${position}`;
  return group ? `${own} of ${holder}` : own;
}
