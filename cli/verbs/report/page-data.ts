import type { PolicyKind } from "eks-pod-secrets/policy";
import type { ClaimResult } from "iam-proof";
import type { EdgeOf, GraphEdge, GraphNode, NodeOf } from "../../picture/graph-shape";

/** The data that a page shows. */
export interface PageData {
  nodes: GraphNode[];
  edges: GraphEdge[];
  nodeOf(id: string): GraphNode | undefined;
  /** The account of a node. */
  accountOf(id: string): NodeOf<"account"> | undefined;
  /** The grants that involve a node, by the node's id. */
  grants: Map<string, EdgeOf<"reads">[]>;
  documents: PageDocument[];
  readings: Reading[];
  /** The readings of a grant, region by region. */
  readingsOf(reader: string, target: string): Reading[];
  /** Whether one of the readings is denied. */
  isDenied(reader: string, target: string): boolean;
  results: PageResult[];
  /** ARNs of the principals that may read every secret of an account, by the id of the account's node. */
  administrators: Record<string, string[]>;
}

/** A policy document of the landing zone. */
export interface PageDocument {
  /** The document's name in decisions. */
  title: string;
  /** Id of the node that it belongs to; absent for documents of AWS or the organization. */
  node?: string;
  kind?: PolicyKind;
  size: number;
  /** The largest size that AWS accepts; absent for documents that this package does not write. */
  limit?: number;
  unit: string;
  policy: unknown;
}

/** The outcome of one grant in one region. */
export interface Reading {
  /** Ids of the reader's and the secret's nodes. */
  reader: string;
  target: string;
  /** ARN that is read. */
  arn: string;
  region: string;
  isAllowed: boolean;
  /** Why it is denied. */
  reason: string;
  /** The statements that let the reader in, in the order of evaluation. */
  why: StatementPlace[];
}

export interface StatementPlace {
  /** Position in the list of documents. */
  document: number;
  /** Position in the document. */
  statement: number;
}

/** The result of a proof about something in the picture. */
export interface PageResult
  extends Pick<ClaimResult, "alsoAllowed" | "assumptionsUsed" | "claim" | "reason" | "result"> {
  /** Ids of the nodes that it is about. */
  about: string[];
  /** What could happen, if it is refuted. */
  summary?: string;
  fix?: string;
}
