import type { PolicyKind } from "eks-pod-secrets/policy";
import type { ClaimResult } from "iam-proof";
import type { EdgeOf, GraphEdge, GraphNode, NodeOf } from "../../picture/graph-shape";

/** What a page shows. */
export interface PageData {
  nodes: GraphNode[];
  edges: GraphEdge[];
  nodeOf(id: string): GraphNode | undefined;
  /** The account that a node is in. */
  accountOf(id: string): NodeOf<"account"> | undefined;
  /** The grants that run through a node, by its id. */
  grants: Map<string, EdgeOf<"reads">[]>;
  documents: PageDocument[];
  readings: Reading[];
  /** Those of a grant, region by region. */
  readingsOf(reader: string, target: string): Reading[];
  /** Whether one of these is denied. */
  isDenied(reader: string, target: string): boolean;
  results: PageResult[];
  /** ARNs of the principals that may read every secret of an account, by the account's node. */
  administrators: Record<string, string[]>;
}

/** A policy document of the landing zone. */
export interface PageDocument {
  /** As decisions name it. */
  title: string;
  /** Id of the node that it belongs to; none for what AWS or the organization wrote. */
  node?: string;
  kind?: PolicyKind;
  size: number;
  /** Most that AWS accepts; none where this package does not write the document. */
  limit?: number;
  unit: string;
  policy: unknown;
}

/** What comes of one grant in one region. */
export interface Reading {
  /** Ids of the reader's and the secret's nodes. */
  reader: string;
  target: string;
  /** ARN that is read. */
  arn: string;
  region: string;
  isAllowed: boolean;
  /** Why it is not. */
  reason: string;
  /** The statements that let the reader in, in the order in which they are asked. */
  why: StatementPlace[];
}

export interface StatementPlace {
  /** Position in the list of documents. */
  document: number;
  /** Position in the document. */
  statement: number;
}

/** What was proved, or was not, about something in the picture. */
export interface PageResult
  extends Pick<ClaimResult, "alsoAllowed" | "assumptionsUsed" | "claim" | "reason" | "result"> {
  /** Ids of the nodes that it is about. */
  about: string[];
  /** What could happen where it is refuted. */
  summary?: string;
  fix?: string;
}
