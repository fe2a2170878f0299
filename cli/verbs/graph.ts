import { Command, Option } from "commander";

import { DEFAULT_INVENTORY, usableInventory } from "../inventory/inventory-file";
import { accountLayout } from "../picture/account-layout";
import { framesOf } from "../picture/frames";
import { graphOf } from "../picture/graph";
import type { Graph } from "../picture/graph-shape";
import { readerLayout } from "../picture/reader-layout";
import { svg } from "../picture/svg";
import { count, countObjects, note, print, printJson } from "../terminal/output";
import { outputFile, writeOutput } from "../terminal/output-file";

/** Readers and secrets that a picture shows one by one where nobody asks for more. */
const MOST_SHOWN = 120;

interface GraphOptions {
  inventory: string;
  out?: string;
  show?: "accounts" | "readers";
  json?: true;
}

/** `graph`: a picture of who reads what. */
export function command(): Command {
  return new Command("graph")
    .summary("draw who reads what")
    .description(
      "Draws accounts, readers, roles, keys and secrets, with an arrow for each grant,\n" +
        "as one SVG file that needs nothing else. Exit code 0: it is written; 2: it is not.",
    )
    .option("--inventory <FILE>", "the inventory", DEFAULT_INVENTORY)
    .addOption(
      new Option(
        "--out <FILE>",
        "the picture (default: the inventory's name with .svg, here)",
      ).conflicts("json"),
    )
    .addOption(
      new Option(
        "--show <WHAT>",
        `accounts alone, or all readers and secrets\n(default: readers, up to ${MOST_SHOWN} of them and secrets)`,
      )
        .choices(["accounts", "readers"])
        .conflicts("json"),
    )
    .option("--json", "print nodes and edges in JSON; eks-pod-secrets schema graph describes it")
    .addHelpText(
      "after",
      `
Examples:
  $ eks-pod-secrets graph
  landing-zone.svg shows 2 accounts, 2 readers, 2 secrets, 2 grants

  $ eks-pod-secrets graph --inventory teams/shop.yaml --out shop.svg --show accounts
  $ eks-pod-secrets graph --json`,
    )
    .action(graph);
}

async function graph(options: GraphOptions): Promise<void> {
  const { inventory } = options;
  const file = outputFile(options.out, inventory, ".svg");
  const { landingZone } = await usableInventory(inventory);
  const all = graphOf(landingZone);
  if (options.json) return printJson(all);
  const numbers = contents(all);
  const columns = framesOf(all);
  const show = options.show ?? (shownNodes(all) > MOST_SHOWN ? "accounts" : "readers");
  const layout = show === "accounts" ? accountLayout(columns, all) : readerLayout(columns, all);
  const title = `Who reads what: ${inventory}`;
  await writeOutput(file, svg(layout, title, `${numbers}. ${SAYS[show]}`).toString());
  if (show !== options.show && show === "accounts") {
    note("it shows accounts alone, since readers and secrets are many; --show readers shows all");
  }
  print(`${file} shows ${numbers}`);
}

const SAYS = {
  accounts: "Each frame is an account; an arrow leads from its readers to the secrets they read.",
  readers:
    "Each frame is an account; arrows lead from readers to their roles, and from these to the secrets they read.",
};

function shownNodes({ nodes }: Graph): number {
  return nodes.filter(({ kind }) => kind !== "account" && kind !== "role").length;
}

function contents({ edges, nodes }: Graph): string {
  const number = (kind: Graph["nodes"][number]["kind"]) =>
    nodes.filter((node) => node.kind === kind).length;
  const grants = edges.filter(({ kind }) => kind === "reads").length;
  return [
    count(number("account"), "account"),
    count(number("reader"), "reader"),
    countObjects(number("secret"), number("parameter")),
    count(grants, "grant"),
  ].join(", ");
}
