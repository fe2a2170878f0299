import { getOrMake } from "../collections";
import { findByArn } from "../domain/documents-index";
import type { AccessRequest } from "../domain/request";
import { fetchesOf } from "../evaluator/reads";
import { accountIn, identityOf, retagged } from "./actors";
import type { Actor, AskedTags, Change, ChangeKind, Step, World } from "./change";
import type { Closed, ClosureOptions, Found } from "./closed";
import { confirmCall, confirmRead, copiesOf, withTagsOf } from "./confirm";
import type { Fit } from "./fit";
import { isFull, mayTry, mayTryOn } from "./rights";

/** A change that may take away what another gives. */
export type Rival = { name: string; sets: string[] };

/** The phases: first what only adds access, then what also takes some away, then worst cases for missing documents. */
type Phase = number;
const LAST_PHASE = 2;

function phaseOf({ isLast, worstCase }: Change): Phase {
  if (worstCase !== undefined) return LAST_PHASE;
  return isLast ? 1 : 0;
}

/** Whether the actor has tags of its own, on which policies may look. */
function hasTags({ principal }: Actor): boolean {
  return (
    principal !== undefined && "tags" in principal && Object.keys(principal.tags ?? {}).length > 0
  );
}

const IDENTITY = /:iam::\d{12}:(role|user)\//;

/** Makes every possible change, round after round, until a round adds nothing new or everything wanted is read. */
export class Closure implements Closed {
  readonly found = new Map<string, Found>();
  readonly open = new Set<string>();
  private readonly held = new Map<string, Actor>();
  /** ARNs of the roles and users that the attacker acts as, or that read for the attacker. */
  private readonly identities = new Set<string>();
  /** Those that the attacker acts as without session tags and session policies, which may limit a session. */
  private readonly entire = new Set<string>();
  /**
   * Accounts in which the attacker acts as somebody who may do everything. Nobody there may do more, except principals that
   * documents treat differently.
   */
  private readonly full = new Map<string, Actor>();
  private readonly commanders = new Map<string, string>();
  private readonly made = new Set<string>();
  private readonly steps: Step[] = [];
  private readonly asked = new Map<string, AskedTags[]>();
  private wanted: string[];
  private refusals = new Set<string>();
  /** Why the last reads were refused, which stays so in rounds that change nothing. */
  private readsRefused = new Set<string>();
  private isAnew = false;
  private isEnded = false;
  /** The number of complete rounds, in which every possible change was made: none was postponed, and none had to wait for tags. */
  private depth = 0;
  /** The next phase that has something to try. */
  private later: Phase = LAST_PHASE + 1;
  /** The rivals that could be made beside those in the order. */
  readonly rivals = new Map<string, Rival>();
  hasRivals = false;
  /** The rivals of the order that it may make by now. */
  private turns = 0;

  constructor(
    private world: World,
    start: Actor,
    private readonly options: ClosureOptions,
    /** The rivals to make, one after another, each once nothing else is left to do. Absent: all at once. */
    private readonly order?: readonly Rival[],
  ) {
    this.wanted = [...options.wanted];
    const { documents: unchanged } = world;
    const { asked: tagsAsked, commanders, identities: held } = this;
    const isReached = (arn: string) => this.entire.has(arn) || this.isCovered(arn);
    const gainsBy = (arn: string) => this.acts(arn) && !this.isCovered(arn);
    this.world = { ...world, unchanged, tagsAsked, held, commanders, isReached, gainsBy };
    this.hold(start);
    this.noteFull();
  }

  run(): void {
    this.read();
    let phase: Phase = 0;
    let round = 0;
    while (this.wanted.length > 0) {
      this.refusals = new Set();
      this.isAnew = false;
      this.later = LAST_PHASE + 1;
      // Changes that open what is wanted come first: to read it, the attacker need not become anybody.
      const opened = this.make(phase, ({ gives }) => gives === "opens");
      if (opened) this.read();
      if (this.wanted.length === 0) return;
      const became = this.make(phase, ({ gives }) => gives !== "opens");
      if (became) this.read();
      const isWhole = !this.isAnew && this.later > LAST_PHASE && !this.hasRivals;
      if ((opened || became) && isWhole) this.depth++;
      const isOver = !opened && !became && !this.isAnew;
      // A role is often first held without the tags that it needs, so a change may take two rounds. Rounds that learn of tags do not count.
      if (!this.isAnew) round++;
      if (!isOver && round < 2 * this.options.most) continue;
      if (isOver && this.turns < (this.order?.length ?? 0)) {
        this.turns++;
        continue;
      }
      this.isEnded = isOver && this.later === LAST_PHASE + 1 && !this.hasRivals;
      if (this.later > LAST_PHASE) break;
      phase = this.later;
      round = 0;
    }
    for (const reason of [...this.refusals, ...this.readsRefused]) this.open.add(reason);
  }

  /** Makes all changes of these kinds that are allowed in the current world, at once. */
  private make(phase: Phase, isAsked: (kind: ChangeKind) => boolean): boolean {
    const steps: Step[] = [];
    for (const actor of [...this.held.values()]) {
      if (this.isOutdone(actor)) continue;
      for (const kind of this.options.kinds) {
        if (!isAsked(kind) || !this.mayStart(kind, actor)) continue;
        for (const change of kind.changesBy(this.world, actor)) {
          if (this.isIdle(kind, change)) continue;
          const due = change.sets !== undefined && this.order ? 0 : phaseOf(change);
          if (due > phase) {
            this.later = Math.min(this.later, due);
            continue;
          }
          const name = `${kind.id} ${change.target} ${change.variant ?? ""}`;
          if (this.made.has(name)) continue;
          const made = this.tryChange(change, actor);
          if (!made) continue;
          const sets = made.sets?.map((one) => `${made.target} ${one}`);
          if (sets && this.mustWait({ name, sets })) continue;
          this.made.add(name);
          steps.push({ kind, actor, change: made });
        }
      }
    }
    for (const step of steps) {
      this.steps.push(step);
      this.world = step.change.apply?.(this.world) ?? this.world;
      const { becomes = [], retags } = step.change;
      const others = retags ? retagged(this.held.values(), retags, this.world) : [];
      for (const actor of [...becomes, ...others]) this.hold(actor);
    }
    this.noteFull();
    return steps.length > 0;
  }

  /** Whether a rival is not in the order, or not yet. */
  private mustWait(rival: Rival): boolean {
    this.hasRivals = true;
    if (!this.order || this.order[this.turns - 1]?.name === rival.name) return false;
    if (!this.order.some(({ name }) => name === rival.name)) this.rivals.set(rival.name, rival);
    return true;
  }

  private mayStart(kind: ChangeKind, actor: Actor): boolean {
    if (actor.readsOnly) return false;
    // A call without an AWS service prefix belongs to another system and needs no IAM right.
    return kind.actions.some(
      (action) => !action.includes(":") || (actor.principal && mayTry(this.world, actor, action)),
    );
  }

  /** Whether the change is useless to this attacker by now. Whoever makes it before it is of use can as well make it afterwards. */
  private isIdle({ gives }: ChangeKind, change: Change): boolean {
    const { apply, becomes, retags, target, towards, widens } = change;
    const isHeld = this.identities.has(towards ?? target);
    if (gives === "becomes" && !isHeld && this.isCovered(towards ?? target)) return true;
    const acting = (widens ?? []).filter((arn) => this.acts(arn));
    if (acting.length > 0 && !retags && acting.every((arn) => this.isCovered(arn))) return true;
    if (towards !== undefined && this.entire.has(towards)) return true;
    if (widens && acting.length === 0) return true;
    return !apply && !retags && (becomes ?? []).every(({ key }) => this.held.has(key));
  }

  /** Whether it made each change that the other made, apart from the rival, and found or made each of its rivals. */
  hasAllOf(other: Closure, { name: rival }: Partial<Rival> = {}): boolean {
    const isHere = (name: string) => name === rival || this.made.has(name);
    return (
      [...other.made].every(isHere) &&
      [...other.rivals.keys()].every((name) => isHere(name) || this.rivals.has(name))
    );
  }

  takesIn(start: Actor): boolean {
    return this.isEnded && (this.held.has(start.key) || this.isOutdone(start));
  }

  private noteFull(): void {
    for (const actor of this.held.values()) {
      const arn = identityOf(actor);
      const account = accountIn(arn);
      // What documents tell apart may be denied what the others may.
      if (this.full.has(account) || hasTags(actor) || this.options.isTold(arn)) continue;
      if (isFull(this.world, actor)) this.full.set(account, actor);
    }
    this.commanders.clear();
    for (const actor of this.held.values()) {
      if (actor.system === undefined && this.isOutdone(actor)) continue;
      for (const system of this.options.commands?.(this.world, actor) ?? []) {
        if (!this.commanders.has(system)) this.commanders.set(system, actor.key);
      }
    }
  }

  /** Whether the attacker acts as somebody who may do all that the role or user may. */
  private isCovered(arn: string): boolean {
    const isThere = IDENTITY.test(arn) && this.full.has(accountIn(arn));
    return isThere && !this.options.isTold(arn);
  }

  /** Whether the attacker also acts as somebody else who may do all that this one may. */
  private isOutdone(actor: Actor): boolean {
    const { as, principal, system } = actor;
    if (system !== undefined) return (this.commanders.get(system) ?? actor.key) !== actor.key;
    const arn = identityOf(actor);
    const isPlain = !as && principal?.kind === "session" && !hasTags(actor);
    const full = this.full.get(accountIn(arn));
    return isPlain && full !== undefined && full !== actor && !this.options.isTold(arn);
  }

  /** Whether the attacker acts as the role or user, or as a user in the group, or the role reads for the attacker. */
  private acts(arn: string): boolean {
    if (this.identities.has(arn)) return true;
    if (!arn.includes(":group/")) return false;
    const { users } = this.world.documents;
    return [...this.identities].some((one) => findByArn(users, one)?.groups?.includes(arn));
  }

  /** The change as it is allowed; undefined if it is refused. */
  private tryChange(change: Change, actor: Actor): Change | undefined {
    const { principal } = actor;
    const requests: AccessRequest[] = [];
    const isAllowed = change.calls.every((call) => {
      if ("other" in call) return call.decide(this.world, actor).allowed;
      const { action, by, resource } = call.aws;
      if (!principal) return false;
      if (!by && !mayTryOn(this.world, actor, action, resource)) return false;
      const fit = confirmCall(this.world, actor, call);
      if (fit.result === "allowed") return requests.push(fit.tried.request) > 0;
      this.noteRefusal(fit, `${action} on ${resource} by ${actor.key}`);
      return false;
    });
    return isAllowed ? withTagsOf(requests, change) : undefined;
  }

  /** Looks for actors that can read what is wanted. */
  private read(): void {
    const others = this.refusals;
    this.refusals = this.readsRefused = new Set();
    this.wanted = this.wanted.filter((arn) => {
      const reader = [...this.held.values()].find((actor) => this.reads(actor, arn));
      if (reader) this.found.set(arn, { reader, steps: [...this.steps], least: this.depth + 1 });
      return !reader;
    });
    this.refusals = others;
  }

  private reads(actor: Actor, arn: string): boolean {
    const { principal } = actor;
    const isPossible = copiesOf(this.world, arn).some((copy) =>
      fetchesOf(copy).some(({ action, resource }) => mayTryOn(this.world, actor, action, resource)),
    );
    if (!principal || !isPossible) return false;
    const fit = confirmRead(this.world, actor, arn);
    if (fit.result === "allowed") return true;
    this.noteRefusal(fit, `reading ${arn} by ${actor.key}`);
    return false;
  }

  private noteRefusal(fit: Fit, what: string): void {
    if (fit.result === "allowed") return;
    if (!fit.isCertain) this.refusals.add(`nobody knows whether ${what} can be allowed`);
    for (const { arn, tags } of fit.needs.flat()) {
      const asked = getOrMake(this.asked, arn, () => []);
      const name = JSON.stringify(tags);
      if (asked.some((one) => JSON.stringify(one) === name)) continue;
      asked.push(tags);
      this.isAnew = true;
    }
  }

  private hold(actor: Actor): void {
    this.held.set(actor.key, actor);
    const { readsOnly, sessionPolicies } = actor;
    const arn = identityOf(actor);
    if (arn === "") return;
    this.identities.add(arn);
    if (!readsOnly && !sessionPolicies && !hasTags(actor)) this.entire.add(arn);
  }
}
