import { EKS_KINDS, KUBERNETES_KINDS } from "../../cli/changes/kinds";
import { type ChangeKind, KINDS, sessionOf, type Way, type World, waysToRead } from "../../proof";
import { WAYS as IN_EKS } from "../../tests/cli/changes/planted/in-eks";
import { WAYS as IN_KUBERNETES } from "../../tests/cli/changes/planted/in-kubernetes";
import { WAYS as IN_TOKENS, NEAR_IN_TOKENS } from "../../tests/cli/changes/planted/in-tokens";
import { NEAR_IN_EKS } from "../../tests/cli/changes/planted/near/in-eks";
import { NEAR_IN_KUBERNETES } from "../../tests/cli/changes/planted/near/in-kubernetes";
import * as clusters from "../../tests/cli/changes/planted/world";
import { EKS_REPLAYS } from "../../tests/clients/ways/in-eks";
import { isReplayed, NOT_REPLAYED } from "../../tests/clients/ways/not-replayed";
import { REPLAYS } from "../../tests/cluster/ways/replays";
import { missesOfIdentities } from "../../tests/proof/changes/near-misses/of-identities";
import { missesOfSecrets } from "../../tests/proof/changes/near-misses/of-secrets";
import { missesOfServices } from "../../tests/proof/changes/near-misses/of-services";
import { missesOfSessions } from "../../tests/proof/changes/near-misses/of-sessions";
import { waysOfIdentities } from "../../tests/proof/changes/planted/of-identities";
import { waysOfSecrets } from "../../tests/proof/changes/planted/of-secrets";
import { waysOfServices } from "../../tests/proof/changes/planted/of-services";
import { waysOfSessions } from "../../tests/proof/changes/planted/of-sessions";
import * as accounts from "../../tests/proof/changes/world";

/** Every kind of change, in the order of the pages. */
export const ALL_KINDS: ChangeKind[] = [...KINDS, ...EKS_KINDS, ...KUBERNETES_KINDS];

/** A deployment of the tests. Either the attacker comes to read there, or it lacks just one thing to do so. */
export interface Example {
  title: string;
  /** IDs of the kinds that the example is about. */
  kinds: string[];
  world(): World;
  /** The part that is missing in the same deployment without the attacker's rights. */
  differs(): object;
  /** ARN of the secret or parameter. */
  secret: string;
  attacker: string;
  /** Why no test replays it in the sandbox. Undefined if a test does. */
  notReplayed?: string;
  /** Calls that the attacker tries in a deployment in which it does not come to read. */
  tries?: accounts.Try[];
}

const NOT_IN_SANDBOX = "no test makes its calls in the sandbox";

type OfAccounts = Pick<accounts.NearMiss, "title" | "differences" | "secret">;

function ofAccounts(
  one: OfAccounts,
  kinds: string[],
  tries?: accounts.Try[],
  notReplayed = NOT_REPLAYED[one.title],
): Example {
  const world = () => accounts.worldOf(one.differences);
  const { secret, title } = one;
  return {
    ...{ title, kinds, world, secret, attacker: accounts.ATTACKER },
    differs: () => changedIn(accounts.base(), world()),
    ...(tries && { tries }),
    ...(notReplayed && { notReplayed }),
  };
}

function ofClusters(one: clusters.Case, kinds: string[]): Example {
  const { attackers, documents } = { attackers: clusters.ATTACKER, documents: one.documents };
  const world = () => clusters.worldOf(one);
  const { calls, entries, mode, objects, rules, wide, without } = one;
  return {
    ...{ title: one.title, kinds, world, secret: clusters.SECRET, attacker: attackers },
    differs: () => ({
      ...(calls && { "statements of the attacker's policy": calls }),
      ...(rules && { "rules of the attacker's group in the namespace orders": rules }),
      ...(wide && { "rules of the attacker's group in all namespaces": wide }),
      ...(objects && { "objects of the cluster": objects }),
      ...(without && { "kinds of objects that nobody read": without }),
      ...(entries && { "access entries": entries }),
      ...(mode && { "authentication mode": mode }),
      ...(documents &&
        changedIn(clusters.worldOf({ title: "", ...(calls && { calls }) }), world())),
    }),
    notReplayed: NOT_IN_SANDBOX,
  };
}

export const WAYS: Example[] = [
  ...[...waysOfSecrets, ...waysOfIdentities, ...waysOfSessions].map((one) =>
    ofAccounts(one, one.steps),
  ),
  ...waysOfServices.map((one) =>
    ofAccounts(one, one.steps, undefined, isReplayed(one) ? undefined : NOT_IN_SANDBOX),
  ),
  ...[...IN_EKS, ...IN_KUBERNETES, ...IN_TOKENS].map((one) => ofClusters(one, one.steps)),
];

export const MISSES: Example[] = [
  ...[...missesOfSecrets, ...missesOfIdentities, ...missesOfSessions].map((one) =>
    ofAccounts(one, [one.near], one.tries),
  ),
  ...missesOfServices.map((one) =>
    ofAccounts(one, [one.near], one.tries, one.tries ? undefined : NOT_IN_SANDBOX),
  ),
  ...[...NEAR_IN_KUBERNETES, ...NEAR_IN_EKS, ...NEAR_IN_TOKENS].map((one) =>
    ofClusters(one, [one.near]),
  ),
];

/** The best example of a kind: one that a test replays, and of those the one with the fewest kinds. */
export function exampleOf(examples: Example[], kind: string): Example | undefined {
  const [best] = examples
    .filter(({ kinds }) => kinds.includes(kind))
    .sort(
      (one, other) =>
        Number(one.notReplayed !== undefined) - Number(other.notReplayed !== undefined) ||
        one.kinds.length - other.kinds.length,
    );
  return best;
}

/** Says how a test makes a change of the kind, in a sentence. Undefined if no test does. */
export function replayOf(kind: string): string | undefined {
  if (REPLAYS.some((one) => one.kind === kind)) {
    return "a test makes a change of this kind on Kubernetes's own API server by kubectl; one with rights that come near is refused";
  }
  if (EKS_REPLAYS.some(({ kinds }) => kinds.includes(kind))) {
    return "a test makes a change of this kind in the sandbox by the AWS CLI, and reads the value with the credentials of the pod; with rights that come near, it is refused";
  }
  const example = exampleOf(WAYS, kind);
  if (!example || example.notReplayed !== undefined) return undefined;
  return "a test makes the calls above in the sandbox by the AWS CLI, and reads the value; where it just does not work, the read is refused";
}

/** The way that the closure finds in an example. */
export function wayOf({ attacker, secret, world }: Example): Way | undefined {
  const options = { kinds: ALL_KINDS, secrets: [secret], starts: [sessionOf(attacker)] };
  return waysToRead(world(), options).ways[0];
}

/** The documents and other members that `after` has and `before` has not. */
export function changedIn(before: World, after: World): object {
  const { documents: old, ...oldRest } = before;
  const { documents: now, ...rest } = after;
  const { more: _, ...beside } = rest;
  return { ...newIn(old, now), ...newIn(oldRest, beside) };
}

function newIn(old: object, now: object): object {
  const known = old as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(now).flatMap(([name, value]) => {
      const before = known[name];
      if (JSON.stringify(before) === JSON.stringify(value)) return [];
      if (!Array.isArray(value)) return [[name, value]];
      const same = new Set((Array.isArray(before) ? before : []).map((one) => JSON.stringify(one)));
      const fresh = value.filter((one) => !same.has(JSON.stringify(one)));
      return fresh.length > 0 ? [[name, fresh]] : [];
    }),
  );
}
