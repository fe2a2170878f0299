import { deployedValues, losses } from "../../../../sdk/change-losses";
import {
  formerSecret,
  type LandingZone,
  type Reader,
  type ResolvedSecret,
  readerOf,
  type Successor,
  successors,
} from "../../../../sdk/grant";
import { secretArnIn } from "../../../../sdk/policy";
import { heldList } from "../../../../stacks/held-resources";
import { stackPlan } from "../../../../stacks/stack-plan";
import { moments } from "./moments";
import { madeTooEarly, neverMade } from "./needs";
import { accessIn, interestIn, noRegion } from "./reads";
import { ARNS, assignedArn, KINDS, keyName, type Named } from "./resources";
import { LEFT, type Stacks, type Step } from "./stacks";
import { type Mutant, type Up, upSteps } from "./up";

/** A secret, and the service account whose pods read it. */
interface Pair {
  pod: Reader;
  arn: string;
}

/** What a change does wrong, as `NUMBER what`. The number is that of the property, and 0 means that AWS would refuse it. */
export interface Checked {
  wrong: string[];
  /** How many states between two steps were checked. */
  moments: number;
  up: Up;
}

/** Checks one run of `up` from what is deployed to a zone. It also asks about the readers and secrets of the zones in `known`. */
export function checked(
  after: LandingZone,
  deployed: Stacks,
  { known, mutant }: { known: readonly LandingZone[]; mutant?: Mutant },
): Checked {
  const up = upSteps(after, deployed, mutant);
  const start = accessIn(deployed);
  const granted = new Set(pairsOf([after]).map(keyOf));
  const keptOpen = successions(after, known);
  const wrong = new Set<string>();
  let count = 0;
  for (const pair of allPairs([after, ...known])) {
    const isGranted = granted.has(keyOf(pair));
    const successor = keptOpen.get(keyOf(pair));
    const isKept = successor !== undefined;
    const mayRead = isGranted || isKept || start.reads(pair.pod, pair.arn);
    const mustMount = (isGranted || isKept) && start.obstacle(pair.pod, pair.arn) === undefined;
    // If another secret takes its place, either of the two is right.
    const mounted = [pair.arn, ...(isKept ? [successor] : [])];
    for (const round of up.rounds) {
      const interests = mounted.map((arn) => interestIn(pair.pod, arn, round));
      const isOfInterest = (step: Step) => interests.some((one) => one(step));
      for (const { done, now } of moments(round.from, round.steps, isOfInterest)) {
        count++;
        const access = accessIn(now);
        const when = () => `${nameOf(pair)} in ${round.kind} after ${wordsOf(done)}`;
        if (!mayRead && access.reads(pair.pod, pair.arn)) wrong.add(`2 reads: ${when()}`);
        if (!mustMount) continue;
        const obstacles = mounted.map((arn) => access.obstacle(pair.pod, arn));
        if (obstacles.every((one) => one !== undefined)) {
          wrong.add(`1 refused: ${when()}: ${obstacles.join("; ")}`);
        }
      }
    }
    if (!isGranted && !isKept && stillReads(up, pair)) wrong.add(`3 goes late: ${nameOf(pair)}`);
  }
  const unmakeable = up.rounds.flatMap((one) => [...madeTooEarly(one), ...neverMade(one)]);
  for (const one of unmakeable) wrong.add(`0 cannot be made: ${one}`);
  for (const one of lostSilently(after, deployed, up)) wrong.add(`4 lost: ${one}`);
  if (up.refused.length === 0) {
    for (const one of differences(after, up.end)) wrong.add(`5 not as declared: ${one}`);
    const end = accessIn(up.end);
    // While old secrets stay, more is open than in a new deployment, so the access must be enough.
    for (const pair of successors(after).length > 0 ? pairsOf([after]) : []) {
      const obstacle = end.obstacle(pair.pod, pair.arn);
      if (obstacle !== undefined) wrong.add(`5 not as declared: ${nameOf(pair)}: ${obstacle}`);
    }
  }
  return { wrong: [...wrong], moments: count, up };
}

/** Whether access that must go still exists when the stacks' own runs begin. */
function stillReads({ rounds, end }: Up, { arn, pod }: Pair): boolean {
  const later = rounds.find(({ kind }) => kind !== "classes" && kind !== "removals");
  return accessIn(later?.from ?? end).reads(pod, arn);
}

/** Secrets and keys that are deleted although nobody was asked to confirm their loss by name. */
function lostSilently(after: LandingZone, deployed: Stacks, { rounds }: Up): string[] {
  const values = new Map(
    after.accounts.map(({ name }) => {
      const { resources = {} } = deployed[`${name}.secrets`] ?? {};
      return [name, { ...deployedValues(name, heldList(resources)), released: [], uses: {} }];
    }),
  );
  const told = losses({ names: new Map(), values }, after).flatMap(({ name }) => name ?? []);
  const gone = rounds.flatMap(({ from, steps }) =>
    steps.flatMap(({ puts, stack }) =>
      Object.entries(puts).flatMap(([urn, now]) => {
        const was = from[stack]?.resources[urn];
        // When a replacement began, somebody confirmed the loss of what it left.
        const isLeft = urn.endsWith(LEFT) && deployed[stack]?.resources[urn] !== undefined;
        const isValue = !isLeft && (was?.type === KINDS.secret || was?.type === KINDS.key);
        return isValue && now === undefined ? [urn.slice(urn.lastIndexOf("::") + 2)] : [];
      }),
    ),
  );
  return gone.filter((one) => !told.includes(one.replace(/-secret.*$/, "")));
}

/** Where the end differs from a deployment from nothing. */
function differences(after: LandingZone, end: Stacks): string[] {
  const fresh = freshlyDeployed(after, { elsewhere: end.elsewhere ?? NO_STACK });
  const ofFormers = new Map(successors(after).flatMap(keptWith));
  return stackPlan(after).flatMap(({ name }) => {
    const [is, wanted] = [end, fresh].map((one) => plain(one[name]?.resources ?? {}));
    const urns = new Set([...Object.keys(is ?? {}), ...Object.keys(wanted ?? {})]);
    return [...urns].flatMap((urn) => {
      // Keys that nothing names stay until somebody confirms that they go.
      const mayStay = wanted?.[urn] === undefined && /:kms\/key/.test(urn);
      const where = `${name} ${urn.slice(urn.lastIndexOf("::") + 2)}`;
      const isKept = ofFormers.get(where) === (wanted?.[urn] === undefined ? "stays" : "is open");
      return mayStay || isKept || is?.[urn] === wanted?.[urn] ? [] : [where];
    });
  });
}

/** What stays with an old secret, or stays open to it, until somebody confirms that the old secret goes. */
function keptWith(successor: Successor): [string, "stays" | "is open"][] {
  const { former, grants } = successor;
  const owner = `${former.account.name}.secrets`;
  const keys = [former, ...formerSecret(successor).replicas].flatMap(({ key }) => key ?? []);
  const open = [...keys.map(keyName), ...grants.map(({ reader }) => reader.id)];
  return [
    [`${owner} ${former.id}-secret`, "stays"],
    [`${owner} ${former.id}-policy`, "stays"],
    ...open.map((one) => [`${owner} ${one}-policy`, "is open"] as [string, "is open"]),
  ];
}

const NO_STACK = { resources: {}, outputs: {} };

/** Leaves out the old keys, because old versions stay under them. */
function plain(resources: Stacks[string]["resources"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(resources).map(([given, { outputs }]) => {
      // A target role is the same in either of its places.
      const urn = given.replace("OtherTargetRole$eks-pod-secrets:index:", "");
      const { encrypts: _encrypts, formerKeys: _formerKeys, ...own } = outputs;
      return [urn, JSON.stringify(own)];
    }),
  );
}

/** What `up` deploys if nothing exists. */
export function freshlyDeployed(zone: LandingZone, elsewhere: Stacks = {}): Stacks {
  return upSteps(zone, { ...elsewhere, ...existing(zone) }).end;
}

/** The secrets that a zone declares as existing, before any deployment. */
function existing({ secrets }: LandingZone): Stacks {
  const there = secrets.filter(({ existingArn }) => existingArn !== undefined);
  const resources = there.map(({ existingArn = "", key, tags }) => [
    existingArn,
    {
      type: KINDS.secret,
      outputs: { arn: existingArn, tags, ...(key && { kmsKeyId: ARNS.keyArn(key) }) },
    },
  ]);
  return { elsewhere: { resources: Object.fromEntries(resources), outputs: {} } };
}

/** Every pod of some zones, with every secret of them. */
function allPairs(zones: readonly LandingZone[]): Pair[] {
  const pairs = pairsOf(zones);
  const pods = pairs.map(({ pod }) => pod);
  const arns = [...new Set(pairs.map(({ arn }) => arn))];
  const all = pods.flatMap((pod) => arns.map((arn) => ({ pod, arn })));
  return [...new Map(all.map((pair) => [keyOf(pair), pair])).values()];
}

/**
 * The ARN of the secret that takes another's place, by the old secret and its pod. It also has secrets that a pod has read in
 * another region.
 */
function successions(zone: LandingZone, known: readonly LandingZone[]): Map<string, string> {
  const formers = pairsOf([zone], ({ former }) => former);
  const now = pairsOf([zone], (one) => (one.former ? one : undefined));
  const granted = pairsOf([zone]).map((one) => [keyOf(one), one] as const);
  const keys = new Set(granted.map(([key]) => key));
  const elsewhere = new Map(
    granted.map(([, one]) => [keyOf({ ...one, arn: noRegion(one.arn) }), one]),
  );
  const regional = pairsOf(known).flatMap((pair) => {
    const same = elsewhere.get(keyOf({ ...pair, arn: noRegion(pair.arn) }));
    return same && !keys.has(keyOf(pair)) ? [[keyOf(pair), same.arn] as const] : [];
  });
  return new Map([
    ...formers.map((pair, index) => [keyOf(pair), now[index]?.arn ?? ""] as const),
    ...regional,
  ]);
}

/** What readers of zones are granted, or what `of` makes of it. */
function pairsOf(
  zones: readonly LandingZone[],
  of: (secret: ResolvedSecret) => Named | undefined = (one) => one,
): Pair[] {
  return zones.flatMap(({ readers }) =>
    readers.flatMap((reader) =>
      reader.grants.flatMap(({ kind, regions, target }) => {
        const secret = kind === "secret" ? of(target) : undefined;
        if (!secret) return [];
        const arn = assignedArn(secret);
        return regions.map((one) => ({ pod: readerOf(reader), arn: secretArnIn(one, arn) }));
      }),
    ),
  );
}

function keyOf({ arn, pod }: Pair): string {
  return JSON.stringify([pod, arn]);
}

function nameOf({ arn, pod }: Pair): string {
  return `${pod.namespace}/${pod.serviceAccount} ${arn.split(":").at(-1)}`;
}

function wordsOf(done: readonly Step[]): string {
  return done.map(({ id }) => id).join(", ") || "nothing";
}
