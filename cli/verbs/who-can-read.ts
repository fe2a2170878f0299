import {
  type AccessDocuments,
  gapsOfReading,
  type SecretReading,
  whoCanRead,
} from "eks-pod-secrets/access";
import { type Reader, readerKey } from "eks-pod-secrets/grant";
import type { AnswerOptions, Gap } from "iam-proof";
import { findByArn } from "iam-proof/domain";
import type * as z from "zod";
import {
  printReadings,
  type ReadingOptions,
  readerLine,
  withReadingOptions,
} from "../access-answers/answer-lines";
import { becomesOf } from "../access-answers/assumed";
import { type InventoryNames, inventoryNames } from "../access-answers/inventory-names";
import { secretNamed } from "../access-answers/name-in-documents";
import { answerReadings } from "../access-answers/read-documents";
import {
  entryShape,
  readerShape,
  readingShape,
  readingsCompleteness,
} from "../access-answers/reading-shapes";
import { type ChangesOptions, waysOf, withChangesOption } from "../access-answers/through-changes";
import { wayLines } from "../access-answers/way-lines";
import { throughChangesShape } from "../access-answers/way-shapes";
import { limitsOf } from "../proof/limit-options";
import { list, mark, object, oneOf, text } from "../terminal/answer-shapes";
import { count } from "../terminal/output";
import { Verb } from "../terminal/verb";

/** What `who-can-read` answers with `--json`. */
export const whoCanReadShape = object("Answer of eks-pod-secrets who-can-read --json.", {
  ...readingsCompleteness,
  secret: text("ARN of the secret or parameter. If the name has replicas, the first."),
  found: list(
    "Everyone who can read it, each with a request.",
    readingShape.extend({
      as: oneOf("unknown principal: all principals of the account whose policies were not read.", [
        "declared reader",
        "rotation role",
        "administrator",
        "known role",
        "known user",
        "unknown principal",
      ]),
      entry: entryShape
        .optional()
        .describe("Of an administrator's role that is a known role for this reason."),
      reader: readerShape.optional().describe("The declared reader."),
      former: mark("It is the role that the reader had before."),
      byToken: mark(
        "The reader's own token made the session (IRSA). It has no tags, so a secret of another account has one lock in place of two.",
      ),
    }),
  ),
  unable: list("Declared readers that cannot read it.", readerShape),
  ...throughChangesShape,
});

/** `who-can-read`: everyone who can read a secret. */
export function command(): Verb {
  const verb = new Verb("who-can-read", "everyone who can read a secret")
    .description(
      "Finds everyone who can read a secret or parameter. It does not read the grants of the inventory: a\n" +
        "solver tries every possible request against the policies.\n" +
        "Exit code 0: the list is complete; 2: it is not, or an error.",
    )
    .argument("<SECRET>", "a secret or parameter: its name in the inventory or in AWS, or its ARN");
  return withChangesOption(withReadingOptions(verb))
    .ending(`
In the owner's account, the answer takes only these to have rights of their own: roles whose policies were read, named
administrators, and the role that rotates the secret.

Examples:
  $ eks-pod-secrets who-can-read secret-b
  $ eks-pod-secrets who-can-read orders/db --live --json
  $ eks-pod-secrets who-can-read secret-b --live --through-changes     # who can come to read it`)
    .action(run);
}

async function run(name: string, options: ReadingOptions & ChangesOptions): Promise<void> {
  const { answer: listed, source } = await answerReadings(
    options,
    async (read) => {
      const copies = [];
      for (const copy of secretNamed(read, name)) {
        copies.push({ copy, ...(await readersOf(read.all, copy, limitsOf(options))) });
      }
      const [first] = copies;
      const open = copies.find(({ result }) => result === "unknown") ?? first;
      if (!first || !open) throw new Error("a name must be that of a secret or parameter");
      const { copy: _, ...answer } = open;
      const found = copies.flatMap((one) => one.found);
      return { ...answer, secret: first.copy, found, copies };
    },
    (gaps, read) =>
      secretNamed(read, name).flatMap((copy) => [
        ...gapsOfOthers(read.documents, copy),
        ...gapsOfReading(gaps, read.documents, copy),
      ]),
  );
  const names = inventoryNames(source);
  const { copies, ...answer } = listed;
  const withUnable = copies.map((one) => ({
    ...one,
    unable: declaredAndUnable(source.documents, one.copy, one.found),
  }));
  const secrets = copies.map(({ copy }) => copy);
  const through = await waysOf(source, options, { secrets });
  printReadings<z.infer<typeof whoCanReadShape>>(
    { ...answer, unable: withUnable.flatMap((one) => one.unable), ...through },
    options,
    [
      ...withUnable.flatMap((one) =>
        linesOf(one, names, source.title, source.everyone ?? source.documents),
      ),
      ...wayLines(through, names),
    ],
    names,
  );
}

/** Gaps for a secret of other owners, whose policies nobody read. */
function gapsOfOthers({ secrets }: AccessDocuments, arn: string): Gap[] {
  if (!findByArn(secrets, arn)?.assumed) return [];
  const reason = `others own ${arn}, and only their inventory knows who else reads it; here stand the readers of this inventory, under the assumption that its owner lets them in`;
  return [{ open: { kind: "secret", arn, part: "policy" }, reason }];
}

/** Lines about who reads one copy of the secret, and who should. */
function linesOf(
  { copy, found, unable }: { copy: string; found: SecretReading[]; unable: Reader[] },
  names: InventoryNames,
  source: string,
  documents: AccessDocuments,
): string[] {
  return [
    found.length === 0
      ? `nobody can read ${names.object(copy)}`
      : `${names.object(copy)} can be read by ${count(found.length, "principal")}:`,
    ...found.map((one) =>
      readerLine({ ...one, ...becomesOf(documents, one.principal) }, names, source),
    ),
    ...unable.map((one) => `  declared, but cannot: ${names.reader(one)}`),
  ];
}

/** Who can read it. Empty if the secret itself could not be read, which is a gap. */
async function readersOf(documents: AccessDocuments, secret: string, limits: AnswerOptions) {
  const all = [...(documents.secrets ?? []), ...(documents.parameters ?? [])];
  if (all.some(({ arn }) => arn === secret)) return whoCanRead(documents, secret, limits);
  return { result: "complete" as const, found: [] };
}

/** Readers that were granted the secret but cannot read it. */
function declaredAndUnable({ grants }: AccessDocuments, secret: string, found: SecretReading[]) {
  const able = new Set(found.flatMap(({ reader }) => (reader ? [readerKey(reader)] : [])));
  return (grants ?? [])
    .filter((grant) => grant.secret === secret)
    .map(({ reader }) => reader)
    .filter((reader) => !able.has(readerKey(reader)));
}
