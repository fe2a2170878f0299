import { Option } from "commander";
import { DEFAULT_INVENTORY, usableInventory } from "../inventory/inventory-file";
import { accountLayout } from "../picture/account-layout";
import { framesOf } from "../picture/frames";
import { graphOf } from "../picture/graph";
import type { Graph, GraphNode } from "../picture/graph-shape";
import { partAbout } from "../picture/parts";
import { readerLayout } from "../picture/reader-layout";
import { matrixSvg, svg } from "../picture/svg";
import { UserError } from "../terminal/errors";
import type { Markup } from "../terminal/markup";
import { count, countObjects, note, print, printJson } from "../terminal/output";
import { outputFile, writeOutput } from "../terminal/output-file";
import { Verb } from "../terminal/verb";

/** The most readers and secrets that a picture shows individually by default. */
const MOST_SHOWN = 120;

/** The most accounts between which a picture shows arrows by default. */
const MOST_ACCOUNTS = 15;

type Show = "matrix" | "accounts" | "readers";

interface GraphOptions {
  inventory: string;
  out?: string;
  of?: string;
  show?: Show;
  json?: true;
}

/** `graph`: a picture of who reads what. */
export function command(): Verb {
  return new Verb("graph", "draw who reads what")
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
        `accounts as a matrix, accounts alone, or all readers and secrets\n(default: readers, up to ${MOST_SHOWN} of them and secrets; accounts, up to ${MOST_ACCOUNTS}; a matrix)`,
      )
        .choices(["matrix", "accounts", "readers"])
        .conflicts("json"),
    )
    .addOption(
      new Option(
        "--of <NAME>",
        "only what is connected to one account, cluster, reader, role, key, secret or\nparameter; where several have the name: kind:NAME, such as secret:orders/db",
      ),
    )
    .option("--json", "print nodes and edges in JSON; eks-pod-secrets schema graph describes it")
    .ending(`
Examples:
  $ eks-pod-secrets graph
  landing-zone.svg shows 2 accounts, 2 readers, 2 secrets, 2 grants

  $ eks-pod-secrets graph --inventory teams/shop.yaml --out shop.svg --show accounts
  $ eks-pod-secrets graph --of secret:orders/db --out orders.svg
  $ eks-pod-secrets graph --json`)
    .action(graph);
}

async function graph(options: GraphOptions): Promise<void> {
  const { inventory } = options;
  const file = outputFile(options.out, inventory, ".svg");
  const { landingZone } = await usableInventory(inventory);
  const whole = graphOf(landingZone);
  const all = options.of === undefined ? whole : partAbout(whole, nodeNamed(options.of, whole));
  if (options.json) return printJson(all);
  const numbers = contents(all);
  const show = options.show ?? fittingShow(all);
  const title = `Who reads what: ${inventory}${options.of === undefined ? "" : `, ${options.of}`}`;
  writeOutput(file, picture(all, show, title, `${numbers}. ${SAYS[show]}`).toString());
  if (show !== options.show && show !== "readers") {
    note(
      `it shows ${show === "matrix" ? "a matrix of accounts" : "accounts alone"}, since readers and secrets are many; --show readers shows all, --of NAME a part`,
    );
  }
  print(`${file} shows ${numbers}`);
}

const SAYS: Record<Show, string> = {
  matrix:
    "Rows are accounts that read, columns accounts that own; the more grants, the fuller a cell.",
  accounts: "Each frame is an account; an arrow leads from its readers to the secrets they read.",
  readers:
    "Each frame is an account; arrows lead from readers to their roles, and from these to the secrets they read.",
};

function picture(graph: Graph, show: Show, title: string, description: string): Markup {
  if (show === "matrix") return matrixSvg(graph, title, description);
  const layOut = show === "accounts" ? accountLayout : readerLayout;
  return svg(layOut(framesOf(graph), graph), title, description);
}

/** The most detailed view that is still clear. */
function fittingShow(graph: Graph): Show {
  if (shownNodes(graph) <= MOST_SHOWN) return "readers";
  const accounts = graph.nodes.filter(({ kind }) => kind === "account");
  return accounts.length <= MOST_ACCOUNTS ? "accounts" : "matrix";
}

/** The only node with a name, or with a kind and a name. */
function nodeNamed(text: string, { nodes }: Graph): GraphNode {
  const found = nodes.filter(({ kind, name }) => text === name || text === `${kind}:${name}`);
  const [node, second] = found;
  if (!node) throw new UserError(`--of must name something in the inventory, got "${text}"`);
  if (second) {
    const names = found.map(({ kind, name }) => `${kind}:${name}`);
    throw new UserError(`--of must name one thing, got "${text}", which names ${names.join(", ")}`);
  }
  return node;
}

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
