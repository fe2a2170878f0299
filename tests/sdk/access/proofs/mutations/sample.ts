import { type AccessDocuments, deploymentOf } from "../../../../proof/pods";
import { inventoryDocuments } from "../../inventory-documents";
import { type JudgedDocument, judgedDocuments } from "./judged-documents";
import { isObject } from "./merged";
import { type Mutant, mutantsOf } from "./mutants";

/** A mutant, with the landing zone and the document that it belongs to. */
export interface Case {
  zone: string;
  documents: AccessDocuments;
  judged: JudgedDocument;
  mutant: Mutant;
  /** Mode, kind of document, statement and kind of change. Cases of the same group differ in little else. */
  group: string;
}

/** All mutants of all documents in the landing zones. */
export function casesOf(zones: ZoneOptions[]): Case[] {
  return zones.flatMap((options) => {
    const documents = zoneDocuments(options);
    return judgedDocuments(deploymentOf(documents)).flatMap((judged) =>
      mutantsOf(judged.document).map((mutant) => ({
        zone: zoneName(options),
        documents,
        judged,
        mutant,
        group: [
          ...[options.mode, judged.kind, statementOf(judged, mutant), mutant.kind],
          ...(isFormer(judged) ? ["former"] : []),
          ...(options.tokens ? ["tokens"] : []),
        ].join(", "),
      })),
    );
  });
}

/** For the part `i/n`, the cases of every n-th document from the i-th on. One part does all of a document, to share the work on it. */
export function partOf(cases: Case[], part: string): Case[] {
  const [index, of] = /^[1-9]\d*\/[1-9]\d*$/.test(part) ? part.split("/").map(Number) : [];
  if (!index || !of || index > of) {
    throw new Error(`MUTATIONS_PART must be like 3/8, got "${part}"`);
  }
  const places = new Map(
    [...new Set(cases.map(({ judged }) => judged))].map((one, at) => [one, at]),
  );
  return cases.filter(({ judged }) => (places.get(judged) ?? 0) % of === index - 1);
}

/** Whether this is the policy of a former key or of a promoted replica. */
export function isFormer({ document, owner }: JudgedDocument): boolean {
  return owner.endsWith(FORMER_KEY) || Object(document).Id === PROMOTED;
}

/** Draws this many cases of every group. The seed decides. Cases of few landing zones come first. */
export function sampleOf(cases: Case[], perGroup: number, random: () => number): Case[] {
  const order = new Map(
    [...new Set(cases.map(({ zone }) => zone))].map((zone) => [zone, random()]),
  );
  const groups = new Map<string, { one: Case; at: number }[]>();
  for (const one of cases) {
    const group = groups.get(one.group) ?? [];
    group.push({ one, at: Math.floor((order.get(one.zone) ?? 0) * 1e6) + random() });
    groups.set(one.group, group);
  }
  return [...groups.values()].flatMap((group) =>
    group
      .sort((a, b) => a.at - b.at)
      .slice(0, perGroup)
      .map(({ one }) => one),
  );
}

/** The purpose of the changed statement: its Sid, without what distinguishes it from others of its kind. */
function statementOf({ document }: JudgedDocument, { statement }: Mutant): string {
  if (statement === undefined || !isObject(document) || !Array.isArray(document.Statement)) {
    return "document";
  }
  return String(document.Statement[statement]?.Sid)
    .replace(/[0-9A-Fa-f]{12}$/, "")
    .replace(/^Reader[A-Z].*/, "Reader");
}

/** Numbers from 0 to 1. The same seed gives the same numbers. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Options of a landing zone. Each changes what the documents say. */
interface ZoneOptions {
  mode: "resourcePolicy" | "targetRole";
  style: "exact" | "attributes";
  sealed: boolean;
  /** The secrets belong to another account than the clusters. */
  across: boolean;
  /** There is an organization, and all accounts must belong to it. */
  organization: boolean;
  /** The secret that both readers read has a replica. Both read the replica too. */
  replica: boolean;
  /** The secrets had another key before, under the same policy. The first of them has a promoted replica with a policy of its own. */
  former: boolean;
  /** One reader has only the tokens of its cluster. The other has both tokens and Pod Identity. */
  tokens: boolean;
}

/** Every combination of the options, for readers with Pod Identity. */
const ofPodIdentity: ZoneOptions[] = (["resourcePolicy", "targetRole"] as const).flatMap((mode) =>
  (["exact", "attributes"] as const).flatMap((style) =>
    [false, true].flatMap((sealed) =>
      [true, false].flatMap((across) =>
        [false, true].flatMap((organization) =>
          [false, true].flatMap((replica) =>
            // A promoted replica would be in the same region as the other replica.
            (replica ? [false] : [false, true]).map((former) => ({
              ...{ mode, style, sealed, across, organization, replica, former, tokens: false },
            })),
          ),
        ),
      ),
    ),
  ),
);

/** Adds tokens to one mode and one style. */
export const zones: ZoneOptions[] = [
  ...ofPodIdentity,
  ...ofPodIdentity
    .filter(({ former, mode, style }) => mode === "resourcePolicy" && style === "exact" && !former)
    .map((options) => ({ ...options, tokens: true })),
];

function zoneName(options: ZoneOptions): string {
  const { across, former, mode, organization, replica, sealed, style, tokens } = options;
  return [
    mode,
    style,
    across ? "across accounts" : "one account",
    ...(sealed ? ["sealed"] : []),
    ...(organization ? ["organization"] : []),
    ...(replica ? ["replica"] : []),
    ...(former ? ["former key"] : []),
    ...(tokens ? ["tokens"] : []),
  ].join(", ");
}

/**
 * The documents of two readers in one namespace, of two secrets under one key, and of a parameter under a key of the
 * cluster's account. One reader reads both secrets, the other one of them.
 */
function zoneDocuments(options: ZoneOptions): AccessDocuments {
  const documents = inventoryDocuments(inventory(options));
  return options.former ? withFormer(documents) : documents;
}

const PROVIDER =
  "arn:aws:iam::111111111111:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
const FORMER_KEY = "0d4c5a1e-6f1b-4c35-9a57-2b7f6f1f0a11";
const PROMOTED = "promoted";

/** The documents of secrets that had another key before. The first secret has a promoted replica. */
function withFormer(documents: AccessDocuments): AccessDocuments {
  const [first, ...others] = documents.secrets ?? [];
  const key = documents.keys?.find(({ arn }) => arn === first?.key);
  if (!first || !key) throw new Error("the first secret must have a key");
  const former = key.arn.replace(/key\/.*/, `key/${FORMER_KEY}`);
  const copy = first.arn.replace("eu-west-1", "eu-central-1");
  const policy = first.policy && { ...Object(first.policy), Id: PROMOTED };
  return {
    ...documents,
    keys: [...(documents.keys ?? []), { arn: former, policy: key.policy }],
    secrets: [
      ...[first, ...others].map((one) => ({ ...one, copies: [], formerKeys: [former] })),
      { ...first, arn: copy, key: null, policy, copies: [first.arn], formerKeys: [] },
    ],
  };
}

function inventory(options: ZoneOptions): string {
  const { across, mode, organization, replica, sealed, style, tokens } = options;
  const identity = (of: "irsa" | "both") => (tokens ? `identity: ${of}, ` : "");
  const owner = across ? "data" : "platform";
  const regions = `region: eu-west-1${replica ? ", failoverRegion: eu-central-1" : ""}`;
  return `
organization: { ${organization ? "id: o-exampleorg" : ""} }
accounts:
  platform:
    id: "111111111111"
    region: eu-west-1
    administrators: [arn:aws:iam::111111111111:role/admin]
  data:
    id: "222222222222"
    region: eu-west-1
    administrators: [arn:aws:iam::222222222222:role/admin]
clusters:
  shop: { account: platform, existing: true${tokens ? `, oidcProvider: "${PROVIDER}"` : ""} }
secrets:
  orders/db:
    account: ${owner}
    key: pods
    style: ${style}
    sealed: ${sealed}
    replicas: [${replica ? "{ region: eu-central-1, key: pods }" : ""}]
  orders/queue:
    account: ${owner}
    key: pods
    style: ${style}
    sealed: ${sealed}
    replicas: [${replica ? "{ region: eu-central-1, key: pods }" : ""}]
parameters:
  ${mode === "resourcePolicy" || !across ? "/shop/flags: { account: platform, secure: true, key: flags }" : "{}"}
readers:
  api:
    { cluster: shop, namespace: orders, serviceAccount: api, ${identity("irsa")}mode: ${mode}, ${regions},
      reads: [{ secret: orders/db, as: db }${mode === "resourcePolicy" || !across ? ", { parameter: /shop/flags, as: flags }" : ""}] }
  worker:
    { cluster: shop, namespace: orders, serviceAccount: worker, ${identity("both")}mode: ${mode}, ${regions},
      reads: [{ secret: orders/db, as: db }, { secret: orders/queue, as: queue }] }
`;
}
