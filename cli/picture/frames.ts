import { groupBy } from "iam-proof/collections";
import type { Graph, GraphNode, NodeOf } from "./graph-shape";

/** An account in the picture: what runs in it on the left, what it owns on the right. */
export interface Frame {
  account: NodeOf<"account">;
  clusters: ClusterBox[];
  /** Roles of this account that readers of other accounts assume. */
  targetRoles: NodeOf<"role">[];
  vaults: Vault[];
  /** Whether readers of other accounts also read here as their own roles, whose arrows target roles would block. */
  isReadAcross: boolean;
}

interface ClusterBox {
  cluster: NodeOf<"cluster">;
  readers: ReaderRow[];
}

interface ReaderRow {
  reader: NodeOf<"reader">;
  role: NodeOf<"role">;
}

/** What one key encrypts. */
export interface Vault {
  /** The key. Absent for the account's AWS managed keys. */
  key?: NodeOf<"key">;
  objects: (NodeOf<"secret"> | NodeOf<"parameter">)[];
}

/** Frames by the columns that they occupy, each list from top to bottom. */
export interface FrameColumns {
  /** Accounts that have readers and own secrets. They span both columns. */
  both: Frame[];
  readers: Frame[];
  owners: Frame[];
  /** Accounts without anything to show. */
  empty: Frame[];
}

/** The accounts of a graph as frames. Owners are placed near the height of their readers. */
export function framesOf(graph: Graph): FrameColumns {
  const frames = framesByAccount(graph);
  const all = [...frames.values()];
  const runs = (frame: Frame) => frame.clusters.length > 0;
  const owns = (frame: Frame) => frame.vaults.length > 0 || frame.targetRoles.length > 0;
  const columns = {
    both: all.filter((frame) => runs(frame) && owns(frame)),
    readers: all.filter((frame) => runs(frame) && !owns(frame)),
    owners: all.filter((frame) => !runs(frame) && owns(frame)),
    empty: all.filter((frame) => !runs(frame) && !owns(frame)),
  };
  const heights = readerHeights(graph, [...columns.both, ...columns.readers]);
  columns.owners.sort((a, b) => (heights.get(a) ?? 0) - (heights.get(b) ?? 0));
  return columns;

  /** The mean height of each frame's readers, counted in readers from the top. */
  function readerHeights({ edges }: Graph, above: Frame[]): Map<Frame, number> {
    const rank = new Map(
      above
        .flatMap(({ clusters }) => clusters.flatMap(({ readers }) => readers))
        .map(({ reader }, index) => [reader.id, index]),
    );
    const reads = edges.filter((edge) => edge.kind === "reads");
    const readsOf = new Map(groupBy(reads, ({ to }) => to));
    return new Map(
      columns.owners.map((frame) => {
        const own = frame.vaults.flatMap(({ objects }) =>
          objects.flatMap(({ id }) =>
            (readsOf.get(id) ?? []).map(({ from }) => rank.get(from) ?? 0),
          ),
        );
        return [frame, own.reduce((sum, one) => sum + one, 0) / Math.max(1, own.length)];
      }),
    );
  }
}

function framesByAccount({ edges, nodes }: Graph): Map<string, Frame> {
  const frames = new Map<string, Frame>();
  const clusters = new Map<string, ClusterBox>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const keyOf = new Map<string, NodeOf<"key">>();
  const roleOf = new Map<string, NodeOf<"role">>();
  for (const { from, kind, to } of edges) {
    const [source, target] = [byId.get(from), byId.get(to)];
    // A replica's key comes after the key of the secret's own region.
    if (kind === "encrypts" && source?.kind === "key" && isOwnKey(source, target)) {
      keyOf.set(to, source);
    }
    if (kind === "assumes" && target?.kind === "role" && !target.isTarget) roleOf.set(from, target);
  }
  for (const node of nodes) place(node);
  for (const edge of edges) {
    if (edge.kind !== "reads" || !edge.crossAccount || isTarget(edge.as)) continue;
    const target = byId.get(edge.to);
    const frame = target && "parent" in target ? frames.get(target.parent) : undefined;
    if (frame) frame.isReadAcross = true;
  }
  return frames;

  function isTarget(id: string): boolean {
    const role = byId.get(id);
    return role?.kind === "role" && role.isTarget;
  }

  function place(node: GraphNode): void {
    if (node.kind === "account") {
      frames.set(node.id, {
        account: node,
        clusters: [],
        targetRoles: [],
        vaults: [],
        isReadAcross: false,
      });
      return;
    }
    if (node.kind === "reader") {
      const role = roleOf.get(node.id);
      if (role) clusters.get(node.parent)?.readers.push({ reader: node, role });
      return;
    }
    const frame = frames.get(node.parent);
    if (!frame) return;
    if (node.kind === "cluster") {
      const box = { cluster: node, readers: [] };
      clusters.set(node.id, box);
      frame.clusters.push(box);
    } else if (node.kind === "role") {
      if (node.isTarget) frame.targetRoles.push(node);
    } else if (node.kind !== "key") {
      vaultOf(frame, keyOf.get(node.id)).objects.push(node);
    }
  }
}

function isOwnKey(key: NodeOf<"key">, target: GraphNode | undefined): boolean {
  return (
    target?.kind === "parameter" || (target?.kind === "secret" && target.regions[0] === key.region)
  );
}

function vaultOf(frame: Frame, key: NodeOf<"key"> | undefined): Vault {
  const known = frame.vaults.find((vault) => vault.key?.id === key?.id);
  if (known) return known;
  const vault: Vault = { ...(key && { key }), objects: [] };
  frame.vaults.push(vault);
  return vault;
}
