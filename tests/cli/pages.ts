import { readFileSync } from "node:fs";
import type { WaysAnswer } from "../../cli/access-answers/way-shapes";
import type { Origin } from "../../cli/verbs/report/origin";
import { page } from "../../cli/verbs/report/page";
import { ownProof } from "../../cli/verbs/report/page-proof";
import type { PageProof } from "../../cli/verbs/report/proof-section";
import type { ControlPolicies } from "../../proof";
import type { AccessDocuments } from "../../sdk/access";
import { landingZoneDocuments } from "../../sdk/access/landing-zone/landing-zone-documents";
import { type LandingZone, parseInventory } from "../../sdk/grant";

/** The landing zone of an inventory. Throws if the inventory has problems. */
export function zoneOf(text: string): LandingZone {
  const parsed = parseInventory(text, "zone.yaml");
  if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
  return parsed.landingZone;
}

export interface PageOptions {
  inventory?: string;
  /** Service control policies of all accounts. */
  controlPolicies?: ControlPolicies[];
  /** How the accounts differ from the inventory. */
  change?: (documents: AccessDocuments) => AccessDocuments;
  /** Ways through changes. By default nobody asked for them. */
  ways?: WaysAnswer;
  /** Defaults to a proof that says it is absent. */
  proof?: PageProof | "own";
}

/** The report about an inventory. */
export async function pageOf(text: string, options: PageOptions = {}): Promise<string> {
  const { change = (documents) => documents, controlPolicies } = options;
  const { inventory = "zone.yaml", ways, proof = { absent: "Not proved." } } = options;
  const zone = zoneOf(text);
  const documents = change(
    landingZoneDocuments(zone, undefined, {
      ...(controlPolicies && { serviceControlPolicies: controlPolicies }),
    }),
  );
  const source = { title: inventory, documents, notes: [], zone };
  const shown = proof === "own" ? (await ownProof(source, [], { fresh: true })).proof : proof;
  return page({
    inventory,
    zone,
    documents,
    notes: [],
    origin: ORIGIN,
    proof: shown,
    ...(ways && { ways }),
  });
}

const ORIGIN: Origin = {
  made: "2026-01-02T03:04:05.000Z",
  version: "1.2.3",
  files: [{ file: "zone.yaml", sha256: "0".repeat(64) }],
  documents: { from: "inventory", sha256: "1".repeat(64) },
};

/** The reference inventory: two accounts, one cluster, a secret in the cluster's account and one in the other. */
export const REFERENCE = readFileSync(`${__dirname}/../../landing-zone.yaml`, "utf8");

/** An inventory with everything that a picture can show. */
export const SHOP = `
organization: { id: o-exampleorg }
accounts:
  platform: { id: "111111111111", region: eu-west-1 }
  data: { id: "222222222222", region: eu-west-1, administrators: ["arn:aws:iam::222222222222:role/admin"] }
  legacy: { id: "333333333333", region: eu-west-1 }
  spare: { id: "444444444444", region: eu-west-1 }
clusters: { shop: { account: platform, existing: true }, back: { account: platform, existing: true } }
secrets:
  orders/db:
    account: data
    key: pods-orders
    replicas: [{ region: eu-central-1, key: pods-orders }]
  stock/db: { account: data, key: pods-stock, sealed: true }
  legacy/api: { account: legacy, key: pods }
  own: { account: platform }
parameters: { /shop/flags: { account: platform, secure: true } }
readers:
  orders: { cluster: shop, namespace: orders, serviceAccount: orders-api, failoverRegion: eu-central-1, reads: [orders/db] }
  stock: { cluster: shop, namespace: stock, serviceAccount: stock-api, mode: targetRole, reads: [stock/db] }
  flags: { cluster: shop, namespace: shop, serviceAccount: flags, reads: [{ parameter: /shop/flags }, own] }
  batch: { cluster: back, namespace: batch, serviceAccount: batch, reads: [legacy/api] }
`;

/** Control policies that let nobody read secrets whose names begin with "legacy". */
export const NO_LEGACY: ControlPolicies[] = [
  {
    account: "111111111111",
    levels: [
      [
        {
          Version: "2012-10-17",
          Statement: [
            { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" },
            {
              Sid: "NoLegacy",
              Effect: "Deny",
              Action: "secretsmanager:GetSecretValue",
              Resource: "arn:aws:secretsmanager:*:*:secret:legacy*",
            },
          ],
        },
      ],
    ],
  },
];
