import type { AccessDocuments } from "../../../../sdk/access";
import { inventoryDocuments } from "../inventory-documents";

/** The ways in which a landing zone may be written, each of which changes what documents say. */
export interface ZoneOptions {
  mode: "resourcePolicy" | "targetRole";
  style: "exact" | "attributes";
  sealed: boolean;
  /** The secrets belong to another account than the clusters. */
  across: boolean;
  /** An organization is given, to which all accounts must belong. */
  organization: boolean;
  /** The secret that both readers read has a replica, which both read as well. */
  replica: boolean;
}

/** Every combination of the options. */
export const zones: ZoneOptions[] = (["resourcePolicy", "targetRole"] as const).flatMap((mode) =>
  (["exact", "attributes"] as const).flatMap((style) =>
    [false, true].flatMap((sealed) =>
      [true, false].flatMap((across) =>
        [false, true].flatMap((organization) =>
          [false, true].map((replica) => ({ mode, style, sealed, across, organization, replica })),
        ),
      ),
    ),
  ),
);

export function zoneName(options: ZoneOptions): string {
  const { across, mode, organization, replica, sealed, style } = options;
  return [
    mode,
    style,
    across ? "across accounts" : "one account",
    ...(sealed ? ["sealed"] : []),
    ...(organization ? ["organization"] : []),
    ...(replica ? ["replica"] : []),
  ].join(", ");
}

/**
 * The documents of two readers in one namespace, two secrets under one key, of which one reader reads both and the
 * other one, and a parameter under a key of the cluster's account.
 */
export function zoneDocuments(options: ZoneOptions): AccessDocuments {
  return inventoryDocuments(inventory(options));
}

function inventory(options: ZoneOptions): string {
  const { across, mode, organization, replica, sealed, style } = options;
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
  shop: { account: platform, existing: true }
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
    { cluster: shop, namespace: orders, serviceAccount: api, mode: ${mode}, ${regions},
      reads: [{ secret: orders/db, as: db }${mode === "resourcePolicy" || !across ? ", { parameter: /shop/flags, as: flags }" : ""}] }
  worker:
    { cluster: shop, namespace: orders, serviceAccount: worker, mode: ${mode}, ${regions},
      reads: [{ secret: orders/db, as: db }, { secret: orders/queue, as: queue }] }
`;
}
