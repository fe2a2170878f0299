import { type LandingZone, parseInventory } from "../../../../sdk/grant";

/** An inventory as data. */
export type Draft = { [key: string]: unknown };

const DEPLOYMENT = { image: "nginx", mountPath: "/mnt/secrets" };
const EXISTING_KEY = "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ADMINISTRATOR = "arn:aws:iam::222222222222:role/admin";

/** Two accounts, each with a cluster, a key, a secret and a reader. */
export const SMALL: Draft = {
  id: "lz-small",
  accounts: {
    a: { id: "111111111111", region: "us-east-1" },
    b: { id: "222222222222", region: "us-east-1", administrators: [ADMINISTRATOR] },
  },
  clusters: {
    shop: { account: "a", existing: true, oidcProvider: oidc("111111111111", "A") },
    bank: { account: "b", existing: true, oidcProvider: oidc("222222222222", "B") },
  },
  secrets: {
    orders: { account: "a", key: "red" },
    bills: { account: "b", key: "blue" },
  },
  readers: {
    web: { ...reader("shop", "web"), reads: ["orders", "bills"] },
    job: { ...reader("bank", "job"), reads: ["orders"] },
  },
};

/** Changes of a draft: the readers read a secret in another region than that of the secret. */
const REPLICAS = [
  [["secrets", "orders", "replicas"], [{ region: "eu-west-1", key: "red" }]] as const,
  [["readers", "web", "region"], "eu-west-1"] as const,
  [["readers", "web", "reads"], ["orders"]] as const,
  [["readers", "job", "region"], "eu-west-1"] as const,
].reduce((draft, [place, value]) => withValue(draft, place, value), SMALL);

/** The small world, and variants in which the readers read in other ways. */
export const WORLDS: Record<string, Draft> = {
  small: SMALL,
  targetRole: withValue(SMALL, ["readers", "job", "mode"], "targetRole"),
  tokens: withValue(SMALL, ["readers", "web", "identity"], "irsa"),
  sealed: withValue(SMALL, ["secrets", "bills", "sealed"], true),
  attributes: withValue(SMALL, ["secrets", "bills", "style"], "attributes"),
  existingKey: withValue(SMALL, ["secrets", "bills", "key"], EXISTING_KEY),
  foreignTokens: withValue(SMALL, ["readers", "job", "identity"], "irsa"),
  replicas: REPLICAS,
  targetReplicas: withValue(REPLICAS, ["readers", "job", "mode"], "targetRole"),
  ownSealed: [
    [["secrets", "orders", "sealed"], true] as const,
    [["readers", "web", "mode"], "targetRole"] as const,
    [["readers", "web", "reads"], ["orders"]] as const,
  ].reduce((draft, [place, value]) => withValue(draft, place, value), SMALL),
};

function reader(cluster: string, name: string) {
  return { cluster, namespace: name, serviceAccount: name, deployment: DEPLOYMENT };
}

function oidc(account: string, id: string): string {
  return `arn:aws:iam::${account}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/${id}`;
}

/** Sets a value at a place in a draft. Undefined removes the key. */
export function withValue(
  draft: Draft,
  [key = "", ...rest]: readonly string[],
  value: unknown,
): Draft {
  const inner = rest.length > 0 ? withValue((draft[key] ?? {}) as Draft, rest, value) : value;
  const { [key]: _, ...others } = draft;
  return inner === undefined ? others : { ...draft, [key]: inner };
}

/** The zone of a draft. Undefined if the draft is not a valid inventory. */
export function zoneOf(draft: Draft): LandingZone | undefined {
  const parsed = parseInventory(JSON.stringify(draft), "inventory");
  return "problems" in parsed ? undefined : parsed.landingZone;
}
