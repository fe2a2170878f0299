import { findByArn } from "../domain/documents-index";
import type { AccessRequest, Decision } from "../domain/request";
import { accountOf } from "../names";
import { accountOfActor, identityOf, retagged } from "./actors";
import type { Actor, ChangeKind, OtherDecision, Step, World } from "./change";
import { confirmCall, confirmRead, copiesOf, withTagsOf } from "./confirm";

/** A chain of changes that ends in a read. The evaluator allowed each call on the documents as changed by the steps before. */
export interface Way {
  start: Actor;
  /** ARN of the secret or parameter. */
  secret: string;
  steps: WayStep[];
  reader: Actor;
  /** The read at the end. */
  read: ConfirmedCall;
}

export interface WayStep {
  kind: ChangeKind;
  actor: Actor;
  target: string;
  calls: (ConfirmedCall | ConfirmedElsewhere)[];
  becomes: Actor[];
  /** What is taken for granted because a document is lacking. */
  worstCase?: string;
}

export interface ConfirmedCall {
  request: AccessRequest;
  decision: Decision;
}

export interface ConfirmedElsewhere extends OtherDecision {
  other: string;
}

/** Replays the steps from the start. Undefined if a step or the read is refused. */
export function replay(
  world: World,
  start: Actor,
  steps: readonly Step[],
  { reader, secret }: { reader: Actor; secret: string },
): Way | undefined {
  const held = new Map([[start.key, start]]);
  const confirmed: WayStep[] = [];
  let now = world;
  for (const { actor, change: wanted, kind } of steps) {
    if (!held.has(actor.key)) return undefined;
    const calls: WayStep["calls"] = [];
    for (const call of wanted.calls) {
      if ("other" in call) {
        const decision = call.decide(now, actor);
        if (!decision.allowed) return undefined;
        calls.push({ other: call.other, ...decision });
        continue;
      }
      const fit = confirmCall(now, actor, call);
      if (fit.result !== "allowed") return undefined;
      calls.push(fit.tried);
    }
    const requests = calls.flatMap((call) => ("request" in call ? [call.request] : []));
    const change = withTagsOf(requests, wanted);
    now = change.apply?.(now) ?? now;
    const { retags } = change;
    const others = retags ? retagged(held.values(), retags, now) : [];
    const becomes = [...(change.becomes ?? []), ...others];
    for (const one of becomes) held.set(one.key, one);
    const { target, worstCase } = change;
    confirmed.push({
      ...{ kind, actor, target, calls, becomes },
      ...(worstCase !== undefined && { worstCase }),
    });
  }
  if (!held.has(reader.key)) return undefined;
  const fit = confirmRead(now, reader, secret);
  if (fit.result !== "allowed") return undefined;
  return { start, secret, steps: confirmed, reader, read: fit.tried };
}

/** Reduces the steps that were made to those without which the read would be refused. */
export function shortestWay(
  world: World,
  start: Actor,
  all: readonly Step[],
  goal: { reader: Actor; secret: string },
): Way | undefined {
  const concerned = stepsConcerned(world, all, goal);
  const orders = [afterEnds(concerned), concerned, afterEnds(all)];
  const steps = orders.find((one) => replay(world, start, one, goal)) ?? all;
  const way = fewestSteps(world, start, steps, goal);
  // Another session of the same role may read as well, without the step that makes this one.
  const others = (way?.steps ?? []).flatMap(({ becomes }) => becomes);
  const ways = others
    .filter(({ key }) => key !== goal.reader.key)
    .filter((one) => identityOf(one) === identityOf(goal.reader))
    .flatMap((reader) => fewestSteps(world, start, steps, { ...goal, reader }) ?? []);
  return ways.reduce(
    (one, other) => (other.steps.length < (one?.steps.length ?? 0) ? other : one),
    way,
  );
}

/** The steps, with those that become a role after the one that ends its sessions. */
function afterEnds(steps: readonly Step[]): readonly Step[] {
  return steps.reduce<readonly Step[]>((all, ending) => {
    const { ends } = ending.change;
    if (ends === undefined) return all;
    const at = all.indexOf(ending);
    const isInto = ({ change }: Step) => change.becomes?.some((one) => identityOf(one) === ends);
    const before = all.slice(0, at);
    const into = before.filter(isInto);
    return [...before.filter((one) => !isInto(one)), ending, ...into, ...all.slice(at + 1)];
  }, steps);
}

/** Cuts one step after another, as long as the read is allowed without it. */
function fewestSteps(
  world: World,
  start: Actor,
  all: readonly Step[],
  goal: { reader: Actor; secret: string },
): Way | undefined {
  let steps = all;
  for (let at = steps.length - 1; at >= 0; at--) {
    const fewer = steps.filter((_, index) => index !== at);
    if (replay(world, start, fewer, goal)) steps = fewer;
  }
  return replay(world, start, steps, goal);
}

/** The steps that changed something on which the read depends, directly or through other steps. */
function stepsConcerned(
  world: World,
  all: readonly Step[],
  { reader, secret }: { reader: Actor; secret: string },
): Step[] {
  const concerned = new Set<string>();
  const actors = new Set<string>();
  const addActor = (actor: Actor) => {
    if (actors.has(actor.key)) return;
    actors.add(actor.key);
    const arn = identityOf(actor);
    const groups = findByArn(world.documents.users, arn)?.groups ?? [];
    for (const one of [arn, accountOfActor(actor), ...groups]) concerned.add(one);
  };
  const addResource = (arn: string) => {
    concerned.add(arn);
    concerned.add(accountOf(arn) ?? "");
  };
  const { keys, parameters, secrets } = world.documents;
  const found = findByArn(secrets, secret) ?? findByArn(parameters, secret);
  const opening = [found?.key, ...(found?.formerKeys ?? [])].flatMap((key) => key ?? []);
  const related = opening.flatMap((key) => findByArn(keys, key)?.relatedKeys ?? []);
  for (const arn of [...copiesOf(world, secret), ...opening, ...related]) addResource(arn);
  const endpoints = (world.documents.vpcEndpoints ?? []).map(({ arn }) => arn);
  for (const arn of endpoints) concerned.add(arn);
  addActor(reader);
  const kept = new Set<Step>();
  for (let size = -1; size !== kept.size; ) {
    size = kept.size;
    for (const step of [...all].reverse()) {
      if (kept.has(step)) continue;
      const { alters, becomes, calls, retags, target } = step.change;
      const gives =
        becomes?.some(({ key }) => actors.has(key)) || concerned.has(retags?.arn ?? "-");
      const changes = step.change.apply && (alters ?? [target]).some((one) => concerned.has(one));
      if (!gives && !changes) continue;
      kept.add(step);
      addActor(step.actor);
      for (const call of calls) {
        const on = "aws" in call ? [call.aws.resource] : (call.on ?? []);
        for (const arn of on) addResource(arn);
      }
    }
  }
  return all.filter((step) => kept.has(step));
}
