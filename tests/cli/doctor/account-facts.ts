import type { AccountFacts, ObjectFacts } from "../../../cli/doctor/facts/account-facts";
import type { Facts } from "../../../cli/doctor/facts/read-facts";
import type { Finding, StepId } from "../../../cli/doctor/step";
import { LOOKS } from "../../../cli/doctor/steps/looks";
import type { AccessDocuments } from "../../../sdk/access";
import {
  associationDocuments,
  landingZoneDocuments,
  plannedArns,
} from "../../../sdk/access/landing-zone";
import { type LandingZone, parseInventory } from "../../../sdk/grant";
import { secretArnIn } from "../../../sdk/policy";

/** Three readers: one reads another account's secrets by its role, one by a target role, and one reads a parameter of its own account. */
export const INVENTORY = `
id: lz-tests
accounts:
  shop: { id: "111111111111", region: us-east-1 }
  data: { id: "222222222222", region: us-east-1 }
clusters:
  shop: { account: shop, existing: true }
secrets:
  orders/db: { account: data, key: orders, replicas: [{ region: eu-west-1, key: orders }] }
  orders/api: { account: data, key: orders }
parameters:
  /shop/token: { account: shop, key: shop }
readers:
  orders: { cluster: shop, namespace: default, serviceAccount: orders, failoverRegion: eu-west-1, reads: [orders/db] }
  target: { cluster: shop, namespace: default, serviceAccount: target, mode: targetRole, reads: [orders/api] }
  shop: { cluster: shop, namespace: default, serviceAccount: shop, reads: [{ parameter: /shop/token }] }
`;

export function zoneOf(inventory = INVENTORY): LandingZone {
  const parsed = parseInventory(inventory, "landing-zone.yaml");
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.landingZone;
}

/** How a deployment differs from its inventory. */
export interface Change {
  documents?(documents: AccessDocuments): AccessDocuments;
  objects?: Partial<ObjectFacts>;
  accounts?: Partial<AccountFacts["accounts"]>;
  endpoints?: AccountFacts["endpoints"];
}

/** The facts of a reader in a deployment that matches the inventory, except for a change. */
export function factsOf(id: string, change: Change = {}, zone = zoneOf()): AccountFacts {
  const reader = [...zone.readers, ...zone.externalReaders].find((one) => one.id === id);
  if (!reader) throw new Error(id);
  const associations = [...zone.readers, ...zone.externalReaders].map((one) =>
    associationDocuments(one),
  );
  const declared = { ...landingZoneDocuments(zone), associations };
  const objects = reader.grants.flatMap((grant): ObjectFacts[] => {
    const regions = grant.kind === "secret" ? grant.regions : [grant.target.region];
    return regions.map((region) => {
      const primary = grant.kind === "secret" ? plannedArns.secretArn(grant.target) : "";
      const arn = grant.kind === "secret" ? secretArnIn(region, primary) : grant.target.arn;
      const own = [...(declared.secrets ?? []), ...(declared.parameters ?? [])];
      const key = own.find((one) => one.arn === arn)?.key ?? undefined;
      const versions = [{ id: "1", labels: ["AWSCURRENT"] }];
      return {
        ...{ grant, region, object: { value: { arn, versions } } },
        key: { value: key ? { arn: key, state: "Enabled" } : undefined },
        declaredKey: { value: key },
        ...change.objects,
      };
    });
  });
  return {
    ...{ reader, objects, endpoints: change.endpoints ?? { value: [] } },
    accounts: {
      documents: change.documents?.(declared) ?? declared,
      ...{
        declared,
        now: new Date("2026-11-30T12:00:00Z"),
        readers: [...zone.readers, ...zone.externalReaders],
        unread: [],
        controls: { value: "files" },
      },
      ...change.accounts,
    },
  };
}

/** The steps that look into accounts. */
const ACCOUNT_STEPS: readonly StepId[] = [
  ...(["granted", "trust", "session-tags", "identity-policy", "boundary"] as const),
  ...(["resource-policy", "key-policy", "control-policies", "endpoint-policies"] as const),
  ...(["key-state", "object", "value", "parts"] as const),
];

/** What a step finds in the facts of accounts. */
export function findingsOf(step: StepId, facts: AccountFacts): Finding[] {
  return LOOKS[step](facts as Facts);
}

/** The steps whose result is not right, in order. */
export function notRight(facts: AccountFacts): string[] {
  return ACCOUNT_STEPS.flatMap((step) => {
    const [first] = findingsOf(step, facts);
    return first?.result === "right" ? [] : [`${step}: ${first?.result}`];
  });
}

export const allow = (more: object = {}) => ({
  Effect: "Allow",
  Action: "*",
  Resource: "*",
  ...more,
});
export const deny = (more: object = {}) => ({ ...allow(more), Effect: "Deny", Sid: "No" });
export const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });

/** Changes every document of a kind. */
export const each =
  <Kind extends "keys" | "roles" | "secrets">(
    kind: Kind,
    change: (one: NonNullable<AccessDocuments[Kind]>[number]) => object,
  ) =>
  (documents: AccessDocuments): AccessDocuments => ({
    ...documents,
    [kind]: documents[kind]?.map((one) => ({ ...one, ...change(one) })),
  });

export const statementsOf = (document: unknown) =>
  (document as { Statement: object[] } | null | undefined)?.Statement ?? [];

export const NO_ROLE: Change = { documents: (all) => ({ ...all, roles: [] }) };
