import { inventoryNames } from "../../access-answers/inventory-names";
import {
  type ChangesOptions,
  changesWords,
  waysOf,
  withChangesOption,
} from "../../access-answers/through-changes";
import { wayLines } from "../../access-answers/way-lines";
import { readSource } from "../../documents/source";
import type { SourceDocuments } from "../../documents/source-documents";
import {
  addZoneSourceOptions,
  sourceOf,
  type ZoneSourceOptions,
} from "../../documents/source-options";
import { type FreshOption, freshOption } from "../../proof/memory/remembering";
import { answerWith, note } from "../../terminal/output";
import { outputFile, writeOutput } from "../../terminal/output-file";
import { shellWord } from "../../terminal/printed-text";
import { Verb } from "../../terminal/verb";
import { type DocumentsOrigin, type Origin, originOf } from "./origin";
import { page } from "./page";
import { MOST_PROVED, ownProof, proofFile } from "./page-proof";
import { grouped } from "./parts";
import type { PageProof } from "./proof-section";
import type { ReportAnswer } from "./shape";

interface ReportOptions extends ZoneSourceOptions, ChangesOptions, FreshOption {
  out?: string;
  /** A file, or false for no proof at all. */
  proof?: string | false;
  json?: true;
}

/** Documents of an inventory. */
type ZoneDocuments = SourceDocuments & Required<Pick<SourceDocuments, "files" | "zone">>;

/** `report`: a page of who reads what, and why. */
export function command(): Verb {
  const verb = new Verb("report", "write a page of who reads what, and why").description(
    "Writes one HTML file, which needs no other file. It shows the picture, the statements behind every\n" +
      "grant, what was proved, the sizes of the documents, and which inventory and documents it was made of.\n" +
      "With --through-changes it also shows who can come to read.\n" +
      "Exit code 0: it is written; 2: it is not.",
  );
  return withChangesOption(addZoneSourceOptions(verb))
    .option("--out <FILE>", "the page (default: the inventory's name with .html, here)")
    .option(
      "--proof <FILE>",
      `what prove --json answered, to show its results\n(default: it proves up to ${grouped(MOST_PROVED)} grants by itself)`,
    )
    .option("--no-proof", "prove nothing")
    .addOption(freshOption())
    .option("--json", "answer in JSON; eks-pod-secrets schema report describes it")
    .ending(`
Examples:
  $ eks-pod-secrets report
  landing-zone.html is written; open it in a browser

  $ eks-pod-secrets report --live --out live.html
  $ eks-pod-secrets report --live --through-changes

  $ eks-pod-secrets prove --json > proof.json
  $ eks-pod-secrets report --proof proof.json --out access.html`)
    .action(report);
}

async function report(options: ReportOptions): Promise<void> {
  const named = sourceOf(options);
  const { file: inventory, kind } = named as { file: string; kind: DocumentsOrigin };
  const file = outputFile(options.out, inventory, ".html");
  const read = (await readSource(named)) as ZoneDocuments;
  const { proof, source } = await proofOf(options, read, inventory);
  noteUnproved(proof);
  const { documents, live, notes } = source;
  const { files, zone } = read;
  const origin = await originOf({ documents, files, kind, ...(live && { live }) });
  const { throughChanges: ways } = await waysOf(source, options);
  const made = { inventory, zone, documents, notes, origin, proof, ...(ways && { ways }) };
  writeOutput(file, page(made));
  const answer = {
    ...reportAnswer(file, source, origin, proof),
    ...(ways && { throughChanges: ways }),
  };
  const words = () => [
    `${file} is written; open it in a browser`,
    ...wayLines(answer, inventoryNames(made)),
  ];
  answerWith<ReportAnswer>(answer, options, () => words().join("\n"));
}

/** Says what the page does not prove, and how to get it. */
function noteUnproved(proof: PageProof): void {
  const [says, commands = []] =
    "absent" in proof
      ? [proof.absent, proof.commands]
      : proof.left
        ? [
            `Not proved for this page: ${proof.left.claims.join(", ")}; ${proof.left.why}.`,
            proof.left.commands,
          ]
        : [];
  if (says === undefined || commands.length === 0) return;
  note(`${says} These commands prove all, and make the page with it:`);
  for (const line of commands) note(`  ${line}`);
}

function reportAnswer(
  written: string,
  { documents }: SourceDocuments,
  origin: Origin,
  proof: PageProof,
): ReportAnswer {
  const isAbsent = "absent" in proof;
  return {
    written,
    grants: documents.grants?.length ?? 0,
    origin,
    proof: isAbsent ? "absent" : proof.answer.result,
    ...(!isAbsent && { recalled: proof.answer.recalled }),
    ...(!isAbsent && proof.left && { notProved: [...proof.left.claims] }),
  };
}

/** The page's proof, and the documents that it is about: those of accounts may have been read again. */
async function proofOf(
  options: ReportOptions,
  source: ZoneDocuments,
  inventory: string,
): Promise<{ proof: PageProof; source: SourceDocuments }> {
  const { out, proof } = options;
  if (proof === false) return { proof: { absent: "Nothing was proved for this page." }, source };
  const kind = (["preview", "state", "live"] as const).find((one) => options[one]);
  const from = `${kind ? `--${kind} ` : ""}--inventory ${shellWord(inventory)}`;
  const to = out === undefined ? "" : ` --out ${shellWord(out)}`;
  const commands = [
    `eks-pod-secrets prove ${from} --json > proof.json`,
    `eks-pod-secrets report ${from} --proof proof.json${changesWords(options)}${to}`,
  ];
  if (typeof proof !== "string") return ownProof(source, commands, options);
  return { proof: await proofFile(proof, source.documents, commands), source };
}
