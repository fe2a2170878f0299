import { getOrMake } from "../collections";
import { accountOf } from "../names";
import type { Actor, ChangeKind, Step, World } from "./change";
import { close } from "./close";
import type { Closed } from "./closed";
import { looksAtOrganization, type OrganizationLooks } from "./delegation";
import { tellingOf } from "./likeness";
import { startsIn } from "./starts";
import { shortestWay, type Way } from "./way";

export interface WaysOptions {
  kinds: readonly ChangeKind[];
  /** ARNs of secrets and parameters. Defaults to all. */
  secrets?: readonly string[];
  /** The actors from which an attack may start. Defaults to everyone whom the documents contain or let in. */
  starts?: readonly Actor[];
  /** The most changes in a way. Defaults to any number. */
  most?: number;
  /** The systems beside AWS in which the actor may make every call, by their `Actor.system`. Defaults to none. */
  commands?: (world: World, actor: Actor) => readonly string[];
}

/** Who can come to read through changes of these kinds. */
export interface WaysToRead extends OrganizationLooks {
  /** `complete`: nobody else can, through any number of such changes, or as many as were asked for. */
  result: "complete" | "unknown";
  /** One way for each start and secret, the shortest first. Somebody who can read without a change has none. */
  ways: Way[];
  /** Why there may be others. */
  reasons: string[];
}

export function waysToRead(world: World, options: WaysOptions): WaysToRead {
  const { commands, kinds, most = Number.POSITIVE_INFINITY } = options;
  const { parameters, secrets } = world.documents;
  const wanted =
    options.secrets ?? [...(secrets ?? []), ...(parameters ?? [])].map(({ arn }) => arn);
  const { isTold, likeness } = tellingOf(world, kinds);
  const known = new Map<string, Known>();
  const vain: Closed[] = [];
  const ways: Way[] = [];
  const reasons = new Set(unreadAccounts(world, wanted));
  for (const start of options.starts ?? startsIn(world)) {
    const closeFrom = (from: Actor): Known => ({
      start: from,
      closed: close(world, from, { commands, kinds, wanted, most, isTold }),
    });
    // An actor that was reached by somebody who comes to read nothing reads nothing either.
    if (vain.some((one) => one.takesIn(start))) continue;
    const like = getOrMake(known, likeness(start), () => closeFrom(start));
    if (like.start === start && like.closed.found.size === 0) vain.push(like.closed);
    let own = like.start === start ? like : undefined;
    // For actors that may change their own rights, only their own steps differ.
    const ownWay = (secret: string) => {
      own ??= closeFrom(start);
      const found = own.closed.found.get(secret);
      return found && shortestWay(world, start, found.steps, { reader: found.reader, secret });
    };
    for (const [secret, { least, reader, steps }] of like.closed.found) {
      if (steps.length === 0) continue;
      const goal = { reader: asStart(reader, like.start, start), secret };
      const found =
        shortestWay(world, start, stepsAs(steps, like.start, start), goal) ?? ownWay(secret);
      if (!found) reasons.add(`no way of ${start.key} to ${secret} is confirmed`);
      else if (found.steps.length > most && least <= most)
        reasons.add(
          `${start.key} comes to ${secret} by ${found.steps.length} changes, and nobody tried whether ${most} would do`,
        );
      else if (found.steps.length > 0 && found.steps.length <= most) ways.push(found);
    }
    for (const reason of (own ?? like).closed.open) reasons.add(reason);
  }
  ways.sort((one, other) => one.steps.length - other.steps.length);
  const result = reasons.size > 0 ? "unknown" : "complete";
  return { result, ways, reasons: [...reasons], ...looksAtOrganization(world) };
}

/** Reasons why others may come to read: for some accounts, nobody read who is in them. */
function unreadAccounts({ documents }: World, wanted: readonly string[]): string[] {
  const { keys, roles, users, wholeAccounts } = documents;
  const named = [...(keys ?? []), ...(roles ?? []), ...(users ?? [])].map(({ arn }) => arn);
  const accounts = new Set([...wanted, ...named].map((arn) => accountOf(arn) ?? ""));
  return [...accounts]
    .filter((account) => !wholeAccounts?.includes(account))
    .map((account) => `nobody read every role and user of account ${account}`);
}

/** What is known about a start. */
interface Known {
  start: Actor;
  closed: Closed;
}

/** The same steps, starting from another actor. */
function stepsAs(steps: Step[], known: Actor, start: Actor): Step[] {
  if (known === start) return steps;
  return steps.map((step) => ({ ...step, actor: asStart(step.actor, known, start) }));
}

function asStart(actor: Actor, known: Actor, start: Actor): Actor {
  return actor.key === known.key ? start : actor;
}
