import { getOrMake } from "iam-proof/collections";
import type { EdgeOf, Graph, GraphNode, NodeOf } from "./graph-shape";

/** The grants from the readers of one account to what another, or itself, owns. */
export interface AccountPair {
  from: NodeOf<"account">;
  to: NodeOf<"account">;
  reads: EdgeOf<"reads">[];
}

/** The pairs of accounts between which there are grants, in the order of the grants. */
export function accountPairs(graph: Graph): AccountPair[] {
  const accountOf = accountsIn(graph);
  const pairs = new Map<string, AccountPair>();
  for (const edge of graph.edges) {
    if (edge.kind !== "reads") continue;
    const [from, to] = [accountOf(edge.from), accountOf(edge.to)];
    if (!from || !to) continue;
    const pair = getOrMake(pairs, `${from.id}\n${to.id}`, () => ({ from, to, reads: [] }));
    pair.reads.push(edge);
  }
  return [...pairs.values()];
}

/** Looks up the account that a node is in. */
export function accountsIn({ nodes }: Graph): (id: string) => NodeOf<"account"> | undefined {
  const byId = new Map<string, GraphNode>(nodes.map((node) => [node.id, node]));
  return function accountOf(id): NodeOf<"account"> | undefined {
    const node = byId.get(id);
    return !node || node.kind === "account" ? node : accountOf(node.parent);
  };
}
