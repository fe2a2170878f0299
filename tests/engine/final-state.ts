import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runPulumi } from "../../sandbox/pulumi/run-pulumi";
import type { EngineHarness } from "./harness";
import { type SandboxRecord, sandboxRecords } from "./sandbox-records";

/** What a deployment leaves, without what AWS, Kubernetes and Pulumi draw or count anew each time. */
export interface FinalState {
  /** Every record of the accounts, as text. */
  accounts: string[];
  /** Every resource of every stack, as text. */
  stacks: string[];
  /** Operations that some run began, and that no state records as finished. */
  pending: string[];
  /** Locks that nobody holds any more. */
  locks: string[];
}

/** Kinds of records that only say who asked, or when something happened. */
const PASSING = ["access-key", "eks-request", "eks-request-day", "kubernetes-version"];

/** Reads the accounts and the sandbox's own backend, once nothing runs. */
export async function finalState(
  sandbox: EngineHarness,
  stacks: readonly string[],
): Promise<FinalState> {
  return { ...(await stateWithoutLocks(sandbox, stacks)), locks: locksOf(sandbox) };
}

/** Names of the stacks in the sandbox's own backend. */
export function stacksOf({ data }: EngineHarness): string[] {
  const directory = join(data.backend, ".pulumi", "stacks", "eks-pod-secrets");
  return readdirSync(directory)
    .flatMap((file) => /^(.*)\.json$/.exec(file)?.[1] ?? [])
    .sort();
}

/** The same for any backend, but without its locks. `backend` has the backend's address as environment. */
export async function stateWithoutLocks(
  sandbox: EngineHarness,
  stacks: readonly string[],
  backend: Record<string, string> = {},
): Promise<Omit<FinalState, "locks">> {
  const records = await sandboxRecords(sandbox.control);
  const states = await Promise.all(stacks.map((stack) => stateOf(sandbox, stack, backend)));
  return {
    accounts: records
      .filter(({ key: [kind = "", ...names] }) => !PASSING.includes(kind) && !isEvent(names))
      .map((record) => drawnAnew(podDrawnAnew(record)))
      .sort(),
    stacks: states.flatMap(({ resources = [] }) =>
      resources
        .filter(({ type }) => type !== STACK_REFERENCE)
        .map((one) => drawnAnew(JSON.stringify(withoutReading(one), plainly)))
        .sort(),
    ),
    pending: states.flatMap(({ pending_operations: pending = [] }) =>
      pending.map(({ resource, type }) => `${type} ${resource.urn}`),
    ),
  };
}

/** What only one of the two states has, with its sign and as often as it occurs. Shortened for people. */
export function differences(expected: Partial<FinalState>, actual: Partial<FinalState>): string[] {
  const signed = signedDifferences(expected, actual);
  return signed
    .slice(0, SHOWN.differences)
    .map((text) => text.slice(0, SHOWN.characters) + aroundDifference(text, signed));
}

function signedDifferences(expected: Partial<FinalState>, actual: Partial<FinalState>): string[] {
  const texts = (state: Partial<FinalState>) => Object.values(state).flat() as string[];
  const surplus = (of: string[], over: string[], sign: string) => {
    const left = [...over];
    return of.flatMap((text) => {
      const place = left.indexOf(text);
      if (place < 0) return [`${sign} ${text}`];
      left.splice(place, 1);
      return [];
    });
  };
  return [
    ...surplus(texts(expected), texts(actual), "-"),
    ...surplus(texts(actual), texts(expected), "+"),
  ];
}

/** In a long text, the place where it begins to differ from the most similar text of the other sign. */
function aroundDifference(text: string, signed: readonly string[]): string {
  const lengths = signed.flatMap((other) =>
    other[0] === text[0] ? [] : commonLength(text.slice(1), other.slice(1)),
  );
  const at = Math.max(0, ...lengths);
  const from = Math.max(SHOWN.characters, at - 60);
  return at < SHOWN.characters ? "" : `… ${text.slice(from, from + SHOWN.characters)}`;
}

function commonLength(one: string, other: string): number {
  const at = Array.from(one).findIndex((letter, index) => letter !== other[index]);
  return at < 0 ? one.length : at;
}

interface State {
  resources?: StateResource[];
  pending_operations?: { type: string; resource: { urn: string } }[];
}

interface StateResource {
  type: string;
  outputs?: Record<string, unknown>;
  propertyDependencies?: Record<string, unknown> | null;
}

/**
 * Outputs that depend on when they were read, so a repeated run gets others. They are what the provider has last read about
 * other resources of the stack, and the stack's digest of its last run, which contains random names.
 */
const READ_OF_OTHERS: Record<string, string[]> = {
  "pulumi:pulumi:Stack": ["lastRun"],
  "aws:iam/role:Role": ["inlinePolicies", "managedPolicyArns"],
  "aws:kms/key:Key": ["policy"],
  "aws:secretsmanager/secret:Secret": ["policy"],
};

/** What a stack has only read from another stack. Each run reads it again, or fails. */
const STACK_REFERENCE = "pulumi:pulumi:StackReference";

function withoutReading({
  outputs = {},
  propertyDependencies,
  ...resource
}: StateResource): object {
  const left = READ_OF_OTHERS[resource.type] ?? [];
  const kept = Object.entries(outputs).filter(([name]) => !left.includes(name));
  // A version that a stack keeps depends on nothing. The first version was chosen to fit the cluster's.
  const { addonVersion: _, ...depending } = propertyDependencies ?? {};
  return { ...resource, outputs: Object.fromEntries(kept), propertyDependencies: depending };
}

async function stateOf(
  sandbox: EngineHarness,
  stack: string,
  backend: Record<string, string>,
): Promise<State> {
  const environment = { ...sandbox.environment, ...backend };
  const text = await runPulumi(environment, ["stack", "export", "--stack", stack]);
  return (JSON.parse(text) as { deployment: State }).deployment;
}

function locksOf({ data }: EngineHarness): string[] {
  const directory = join(data.backend, ".pulumi", "locks");
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

function isEvent(names: string[]): boolean {
  return names.some((name) => name.startsWith("events"));
}

const TIMES = /^(created|modified|updated|creationTimestamp|.*At|lastChanged|time|since)$/;

/**
 * Members that differ between equal deployments. They say whether anybody has read a secret, which a repeated command may have,
 * what a cluster's own key is, and where the program declared a resource, which an imported one lacks.
 */
const UNLIKE = /^(lastAccessed|signingKey|sourcePosition|stackTrace)$/;

/** Lists of what a resource depends on, and of policies attached to a role. Their order means nothing. */
const UNORDERED = /^(urn:pulumi:|arn:aws:iam::aws:policy)/;

/** How many differences a failure shows, and how many characters of each. */
const SHOWN = { differences: 12, characters: 400 };

/** Replaces bytes, times and counters by their kinds, and sorts the rest. The order of statements depends on random ARNs. */
function plainly(name: string, value: unknown): unknown {
  if (typeof value === "string" && /^\{.*"Statement":\[/s.test(value)) {
    const policy: { Statement: object[] } = JSON.parse(value);
    const statements = policy.Statement.map((one) => drawnAnew(JSON.stringify(one)));
    return JSON.stringify({ ...policy, Statement: statements.sort() });
  }
  if (TIMES.test(name)) return "<time>";
  if (UNLIKE.test(name)) return undefined;
  if (name === "resourceVersion" || name === "generation") return "<count>";
  if (Array.isArray(value)) return UNORDERED.test(String(value[0])) ? value.toSorted() : value;
  if (typeof value !== "object" || value === null) return value;
  if ((value as { type?: string }).type === "Buffer") return "<bytes>";
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A record as text. The last five characters of a pod's name are random. */
function podDrawnAnew(record: SandboxRecord): string {
  const text = JSON.stringify(record, plainly);
  const name = record.key.at(-1) ?? "";
  return record.key.includes("pods")
    ? text.replaceAll(name, name.replace(/.{5}$/, "<drawn>"))
    : text;
}

/** Replaces random names by their kinds. */
export function drawnAnew(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<uuid>")
    .replace(/\b(?:AKIA|AROA|AIDA|ASIA|ANPA|APKA)[A-Z0-9]{12,}/g, "<id>")
    .replace(/(:secret:[\w/+=.@-]+?)-[A-Za-z0-9]{6}\b/g, "$1-<drawn>")
    .replace(/\ba-[a-z0-9]{16,}\b/g, "<association>")
    .replace(/\bip-10(?:-\d+){3}\b/g, "ip-<drawn>")
    .replace(/\b10\.0\.\d+\.\d+\b/g, "<address>")
    .replace(/\bi-[0-9a-f]{17}\b/g, "i-<drawn>")
    .replace(/\bpulumi-2\d{13}[0-9a-f]+/g, "pulumi-<drawn>")
    .replace(/\b(pulumi-kubernetes)-[0-9a-f]{8}\b/g, "$1-<drawn>")
    .replace(/(-[0-9a-f]{10})-[a-z0-9]{5}\b/g, "$1-<drawn>")
    .replace(/-[0-9a-f]{7}\b/g, "-<drawn>")
    .replace(/(SecretsManager)[0-9A-Za-z]{12}\b/g, "$1<of the key>")
    .replace(/(contents\\*":\\*")[0-9a-f]{12}/g, "$1<of the ARNs>")
    .replace(/"ciphertext":"[^"]*"/g, '"ciphertext":"<drawn>"')
    .replace(/LS0tLS1[A-Za-z0-9+/=]+/g, "<certificate>")
    .replace(/\b[0-9a-fA-F]{32,}\b/g, "<hex>")
    .replace(/(\\*")\d{4}-\d\d-\d\dT[\d:.]+Z(\\*")/g, "$1<time>$2")
    .replace(/127\.0\.0\.1:\d+/g, "<endpoint>");
}
