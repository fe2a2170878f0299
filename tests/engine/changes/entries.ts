import fc from "fast-check";

export type Account = { id: string; region: string; profile?: string };

export const ACCOUNTS: Record<string, Account> = {
  a: { id: "111111111111", region: "us-east-1" },
  b: { id: "222222222222", region: "us-east-1" },
  c: { id: "333333333333", region: "us-east-1" },
};

/** A region that only replicas use. */
export const FAR = "eu-central-1";

/** Placeholders in drafts for the ARNs of the two keys that others have made in each account. */
export function keyArnsOf(id: string): string[] {
  return [0, 1].map(
    (last) => `arn:aws:kms:us-east-1:${id}:key/00000000-0000-4000-8000-00000000000${last}`,
  );
}

export const NAMESPACES = ["web", "ops"];

/** A secret, parameter or reader, as an inventory declares it. */
export type Entry = Record<string, unknown>;

/** Names of a section's entries, and how to draw one. */
export type Section = Record<string, fc.Arbitrary<Entry>>;

/** Everything that an inventory may declare. */
export interface Sections {
  secrets: Section;
  parameters: Section;
  readers: Section;
}

const KEYS = [undefined, "pods", "pods", "pods", "vault", { alias: "many", shards: 2 }];
const REPLICAS = [undefined, undefined, [{ region: FAR }], [{ region: FAR, key: "pods" }]];

const SECRETS = numbered(6, (index) => `s-${index}`);
const PARAMETERS = numbered(2, (index) => `/p-${index}`);
const READERS = numbered(3, (index) => `r-${index}`);

/** What an inventory of these accounts may declare, by section. Readers may name secrets and parameters that it lacks. */
export function sectionsOf(accounts: string[], clusters: string[]): Sections {
  const account = fc.constantFrom(...accounts);
  const secret = entry({
    account,
    key: fc.constantFrom(...KEYS),
    style: fc.constantFrom(undefined, undefined, "attributes"),
    sealed: fc.constantFrom(undefined, undefined, true),
    replicas: fc.constantFrom(...REPLICAS),
    recoveryWindowInDays: fc.constantFrom(0, 0, 7),
  });
  const parameter = entry({ account, key: fc.constantFrom(undefined, undefined, "pods") });
  // Seldom a second cluster, because each further stack is slow.
  const [home = "", ...others] = clusters;
  const cluster = fc.constantFrom(home, home, home, home, home, ...others);
  const reader = (name: string) =>
    entry({
      cluster,
      namespace: fc.constantFrom("web", "web", "ops"),
      serviceAccount: fc.constantFrom(`pod-${name}`, `pod-${name}`, `worker-${name}`),
      mode: fc.constantFrom(undefined, undefined, "targetRole"),
      identity: fc.constantFrom(undefined, undefined, undefined, undefined, "both", "irsa"),
      roleName: fc.constantFrom(undefined, undefined, `own-${name}`),
      reads: fc.subarray([...SECRETS, ...PARAMETERS], { minLength: 2 }),
      deployment: fc.constantFrom(undefined, { image: "busybox:1", mountPath: "/mnt/secrets" }),
    });
  return {
    secrets: Object.fromEntries(SECRETS.map((name) => [name, secret])),
    parameters: Object.fromEntries(PARAMETERS.map((name) => [name, parameter])),
    readers: Object.fromEntries(READERS.map((name) => [name, reader(name)])),
  };
}

/** An entry whose undefined keys are left out. */
export function entry(keys: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Entry> {
  return fc
    .record(keys)
    .map((all) =>
      Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
    );
}

function numbered(count: number, name: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => name(index + 1));
}
