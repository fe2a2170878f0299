import { Command } from "commander";
import * as z from "zod";
import { type AccessDocuments, type SecretReading, whoCanRead } from "../../sdk/access";
import { readerKey } from "../../sdk/access/prover/documents/deployment";
import { printReadings, readerLine } from "../access-answers/answer-lines";
import { type InventoryNames, inventoryNames } from "../access-answers/inventory-names";
import { type PodIdentity, secretNamed } from "../access-answers/name-in-documents";
import { readingDocuments, withGaps } from "../access-answers/read-documents";
import { completeness, readerShape, readingShape } from "../access-answers/reading-shapes";
import { addSourceOptions, type SourceOptions } from "../documents/source-options";
import { count } from "../terminal/output";

/** What `who-can-read` answers with `--json`. */
export const whoCanReadShape = z
  .object({
    ...completeness,
    secret: z
      .string()
      .describe(
        "ARN of the secret or parameter; of one with replicas, named by its name, the first.",
      ),
    found: z
      .array(
        readingShape.extend({
          as: z
            .enum([
              "declared reader",
              "rotation role",
              "administrator",
              "known role",
              "known user",
              "unknown principal",
            ])
            .describe(
              "An unknown principal stands for all of its account of whom the documents say nothing.",
            ),
          reader: readerShape.optional().describe("The declared reader."),
        }),
      )
      .describe("Everyone who can read it, each with a request."),
    unable: z.array(readerShape).describe("Declared readers that cannot."),
  })
  .describe("Answer of eks-pod-secrets who-can-read --json.");

/** `who-can-read`: everyone who can read a secret. */
export function command(): Command {
  const verb = new Command("who-can-read")
    .summary("everyone who can read a secret")
    .description(
      "Finds by solving, not by reading the inventory, everyone who can read a secret or parameter\n" +
        "under the documents. Exit code 0: the list is complete; 2: it is not, or an error.",
    )
    .argument("<SECRET>", "name, also of the inventory, or ARN of a secret or parameter");
  return addSourceOptions(verb)
    .option("--json", "answer in JSON; eks-pod-secrets schema who-can-read describes it")
    .addHelpText(
      "after",
      `
Of the owner's account only roles in the documents, named administrators and the role that rotates
the secret are taken to read.

Examples:
  $ eks-pod-secrets who-can-read secret-b
  $ eks-pod-secrets who-can-read orders/db --live --json`,
    )
    .action(run);
}

async function run(name: string, options: SourceOptions & { json?: true }): Promise<void> {
  const source = await readingDocuments(options);
  const copies = secretNamed(source, name);
  const names = inventoryNames(source);
  const answers = [];
  for (const copy of copies) {
    const answer = withGaps(await whoCanRead(source.all, copy), source);
    answers.push({
      ...answer,
      copy,
      unable: declaredAndUnable(source.documents, copy, answer.found),
    });
  }
  const [first] = answers;
  const open = answers.find(({ result }) => result === "unknown") ?? first;
  if (!first || !open) throw new Error("a name must be that of a secret or parameter");
  const { copy: _, ...answer } = open;
  const found = answers.flatMap((one) => one.found);
  const unable = answers.flatMap((one) => one.unable);
  printReadings<z.infer<typeof whoCanReadShape>>(
    { ...answer, secret: first.copy, found, unable },
    options,
    answers.flatMap((one) => linesOf(one, names)),
  );
}

/** Who reads one copy of the secret, and who ought to. */
function linesOf(
  { copy, found, unable }: { copy: string; found: SecretReading[]; unable: PodIdentity[] },
  names: InventoryNames,
): string[] {
  return [
    found.length === 0
      ? `nobody can read ${names.object(copy)}`
      : `${names.object(copy)} can be read by ${count(found.length, "principal")}:`,
    ...found.map((one) => readerLine(one, names)),
    ...unable.map((one) => `  declared, but cannot: ${names.reader(one)}`),
  ];
}

/** Readers to whom the secret was granted and who cannot read it. */
function declaredAndUnable({ grants }: AccessDocuments, secret: string, found: SecretReading[]) {
  const able = new Set(found.flatMap(({ reader }) => (reader ? [readerKey(reader)] : [])));
  return (grants ?? [])
    .filter((grant) => grant.secret === secret)
    .map(({ reader }) => reader)
    .filter((reader) => !able.has(readerKey(reader)));
}
