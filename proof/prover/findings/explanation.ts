import type { AccessDocuments } from "../../domain/documents";
import { findByArn } from "../../domain/documents-index";
import type { Decision, StatementReference } from "../../domain/request";
import { type UndeclaredEntry, undeclaredEntry } from "../claims/undeclared-entry";
import { accountOf, type Deployment, isAdministratorOf } from "../documents/deployment";
import { type ReadTarget, rotationRole } from "../documents/read-target";
import type { Alike, NameOfPolicy } from "../questions/alike";
import type { Reading } from "./ask-ways";
import type { Explanation, FoundStatement } from "./finding";

/** What declares a read, or who becomes an administrator's role undeclared, so that nothing does. `reason`: why this is not known. */
export interface Why {
  explanation: Explanation | undefined;
  entry?: UndeclaredEntry;
  reason?: string;
}

/** Finds what declares reads. For similar reads, it asks only once who becomes an administrator's role. */
export class Explanations {
  private readonly asked = new Map<string, Pick<Why, "entry" | "reason">>();

  constructor(
    private readonly deployment: Deployment,
    private readonly alike: Alike,
  ) {}

  async of({ milliseconds, target }: Reading, arns: string[]): Promise<Why> {
    const { alike, deployment } = this;
    const explanation = explanationOf(deployment, target, ...arns);
    if (explanation?.as !== "administrator") return { explanation };
    let reason: string | undefined;
    for (const arn of arns) {
      const name = `${arn} ${alike.targetKey(target, deployment.role(arn))}`;
      const asked =
        this.asked.get(name) ?? (await undeclaredEntry(deployment, target, arn, milliseconds));
      this.asked.set(name, asked);
      if (asked.entry) return { explanation: undefined, ...asked };
      reason ??= asked.reason;
    }
    return { explanation, ...(reason !== undefined && { reason }) };
  }
}

/** Why all of these principals were declared to read the target; undefined if one of them was not. */
export function explanationOf(
  deployment: Deployment,
  target: ReadTarget,
  ...arns: string[]
): Explanation | undefined {
  if (arns.length === 0) return undefined;
  const readers = deployment
    .readersOf(target.of.arn)
    .filter(({ association }) =>
      arns.some((arn) => arn === association?.roleArn || arn === association?.targetRoleArn),
    );
  const roles = readers.flatMap(({ association }) => [
    association?.roleArn,
    association?.targetRoleArn,
  ]);
  if (arns.every((arn) => roles.includes(arn))) {
    const isFormer = readers.every(({ association }) => association?.former);
    const named = new Map(readers.map(({ identity, key }) => [key, identity]));
    return {
      as: "declared reader",
      readers: [...named.values()],
      ...(isFormer && { former: true }),
    };
  }
  // Checked before the rotation, because more of an administrator's sessions are declared.
  const isOwn = (arn: string) => isAdministratorOf(deployment, accountOf(target.of.arn), arn);
  if (arns.every(isOwn)) return { as: "administrator" };
  const rotation = target.kind === "secret" ? rotationRole(target.of) : undefined;
  return arns.every((arn) => arn === rotation) ? { as: "rotation role" } : undefined;
}

/** The statements that allow the requests, by the names of their documents; none for assumed documents. */
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

/** The name of a grant that allows decryption. */
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
