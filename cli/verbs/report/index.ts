import { Command } from "commander";
import type { AccessDocuments } from "../../../sdk/access";
import {
  landingZoneDocuments,
  plannedArns,
} from "../../../sdk/access/landing-zone/landing-zone-documents";
import type { LandingZone } from "../../../sdk/grant";
import { controlPolicies } from "../../documents/control-policies";
import { DEFAULT_INVENTORY, usableInventory } from "../../inventory/inventory-file";
import { note, print, printJson } from "../../terminal/output";
import { outputFile, writeOutput } from "../../terminal/output-file";
import { shellWord } from "../../terminal/shell-word";
import { page } from "./page";
import { MOST_PROVED, ownProof, proofFile } from "./page-proof";
import { grouped } from "./parts";
import type { PageProof } from "./proof-section";
import type { ReportAnswer } from "./shape";
import { nodesByArn, subjectNodes } from "./subjects";

interface ReportOptions {
  inventory: string;
  out?: string;
  /** A file, or false for none at all. */
  proof?: string | false;
  json?: true;
}

/** `report`: a page of who reads what, and why. */
export function command(): Command {
  return new Command("report")
    .summary("write a page of who reads what, and why")
    .description(
      "Writes one HTML file that needs nothing else: the picture, the statements behind every\n" +
        "grant, what was proved, and the documents' sizes. Exit code 0: it is written; 2: it is not.",
    )
    .option("--inventory <FILE>", "the inventory", DEFAULT_INVENTORY)
    .option("--out <FILE>", "the page (default: the inventory's name with .html, here)")
    .option(
      "--proof <FILE>",
      `what prove --json answered, to show its results\n(default: it proves up to ${grouped(MOST_PROVED)} grants by itself)`,
    )
    .option("--no-proof", "prove nothing")
    .option("--json", "answer in JSON; eks-pod-secrets schema report describes it")
    .addHelpText(
      "after",
      `
Examples:
  $ eks-pod-secrets report
  landing-zone.html is written; open it in a browser

  $ eks-pod-secrets prove --json > proof.json
  $ eks-pod-secrets report --proof proof.json --out access.html`,
    )
    .action(report);
}

async function report(options: ReportOptions): Promise<void> {
  const { inventory } = options;
  const file = outputFile(options.out, inventory, ".html");
  const { landingZone: zone } = await usableInventory(inventory);
  const policies = await controlPolicies(zone, inventory);
  const documents = landingZoneDocuments(zone, plannedArns, policies);
  const proof = await proofOf(options, zone, documents, inventory);
  noteUnproved(proof);
  await writeOutput(file, page({ inventory, zone, documents, proof }));
  if (options.json) return printJson(reportAnswer(file, documents, proof));
  print(`${file} is written; open it in a browser`);
}

/** What the page does not prove, and how to have it. */
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
  { grants }: AccessDocuments,
  proof: PageProof,
): ReportAnswer {
  const isAbsent = "absent" in proof;
  return {
    written,
    grants: grants?.length ?? 0,
    proof: isAbsent ? "absent" : proof.answer.result,
    ...(!isAbsent && proof.left && { notProved: [...proof.left.claims] }),
  };
}

async function proofOf(
  { out, proof }: ReportOptions,
  zone: LandingZone,
  documents: AccessDocuments,
  inventory: string,
): Promise<PageProof> {
  if (proof === false) return { absent: "Nothing was proved for this page." };
  const from = `--inventory ${shellWord(inventory)}`;
  const to = out === undefined ? "" : ` --out ${shellWord(out)}`;
  const commands = [
    `eks-pod-secrets prove ${from} --json > proof.json`,
    `eks-pod-secrets report ${from} --proof proof.json${to}`,
  ];
  if (typeof proof !== "string") return ownProof({ documents, zone }, commands);
  const nodesOf = subjectNodes(zone, documents, nodesByArn(zone, plannedArns));
  return proofFile(proof, (subject) => nodesOf(subject).length > 0, documents, commands);
}
