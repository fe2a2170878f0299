import type { AccessDocuments } from "../../../../proof/pods";
import { inventoryDocuments } from "../../inventory-documents";

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
  /** The secrets had another key before, under the same policy, and the first of them has a promoted replica with a policy of its own. */
  former: boolean;
}

/** Every combination of the options. */
export const zones: ZoneOptions[] = (["resourcePolicy", "targetRole"] as const).flatMap((mode) =>
  (["exact", "attributes"] as const).flatMap((style) =>
    [false, true].flatMap((sealed) =>
      [true, false].flatMap((across) =>
        [false, true].flatMap((organization) =>
          [false, true].flatMap((replica) =>
            // A promoted replica is in the region of the other one.
            (replica ? [false] : [false, true]).map((former) => ({
              ...{ mode, style, sealed, across, organization, replica, former },
            })),
          ),
        ),
      ),
    ),
  ),
);

export function zoneName(options: ZoneOptions): string {
  const { across, former, mode, organization, replica, sealed, style } = options;
  return [
    mode,
    style,
    across ? "across accounts" : "one account",
    ...(sealed ? ["sealed"] : []),
    ...(organization ? ["organization"] : []),
    ...(replica ? ["replica"] : []),
    ...(former ? ["former key"] : []),
  ].join(", ");
}

/**
 * The documents of two readers in one namespace, two secrets under one key, of which one reader reads both and the
 * other one, and a parameter under a key of the cluster's account.
 */
export function zoneDocuments(options: ZoneOptions): AccessDocuments {
  const documents = inventoryDocuments(inventory(options));
  return options.former ? withFormer(documents) : documents;
}

export const FORMER_KEY = "0d4c5a1e-6f1b-4c35-9a57-2b7f6f1f0a11";
export const PROMOTED = "promoted";

/** The documents of secrets that had another key before, and of which the first has a promoted replica. */
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
