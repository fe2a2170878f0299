import { addTo } from "../collections";
import { mayCarry, resourceTagOf } from "../domain/carried-keys";
import type { AccessRequest, Decision, TurningKey } from "../domain/request";
import { completeRequest } from "../evaluator/evaluate";
import { requestContext } from "../evaluator/matching/context";
import { AccessRequestError, resourceAccountOf, subjectOf } from "../evaluator/matching/subject";
import { parseConditionKey } from "../grammar/condition-key";
import { type Candidate, candidatesFor, OTHER } from "./candidates";
import type { AskedTags, World } from "./change";

/** What can differ between two tries of a request. */
export interface Trial {
  context: NonNullable<AccessRequest["context"]>;
  /** Tags that would have to be set first. */
  tags: Record<TagOwner, AskedTags>;
}

/** The owner of the tags: the caller, the resource, the key that opens it, or the session that the call creates. */
export type TagOwner = "principal" | "resource" | "key" | "session";

/** The result of a try. */
export interface Tried {
  decision: Decision;
  request: AccessRequest;
  world: World;
  /** ARNs of the owners of the tags that a trial assumes. */
  owners: Partial<Record<TagOwner, string>>;
  /** The request is made by a service for the caller, who can choose nothing in it. */
  isForwarded?: boolean;
  /** Nothing that the caller can choose changes the result. */
  isSettled?: boolean;
}

export type Fit =
  | { result: "allowed"; tried: Tried }
  | {
      result: "refused";
      reason: string;
      /** The request is refused whatever the caller chooses, unless somebody changes tags. */
      isCertain: boolean;
      /** Alternative sets of tags; with all tags of one set, the request would be allowed. */
      needs: NeededTags[][];
    };

/** Tags that the owner of this ARN would need. */
export interface NeededTags {
  arn: string;
  tags: AskedTags;
}

/** The most tries of one request, and the most alternatives of tags, before the search ends. */
const MOST_TRIES = 60;
const MOST_NEEDS = 6;
const MOST_CHOICES = 16;

export const FIRST_TRIAL: Trial = {
  context: {},
  tags: { principal: {}, resource: {}, key: {}, session: {} },
};

/**
 * Condition keys that the caller cannot choose and changes do not alter: services set them, or the principal and the resource
 * determine them.
 */
const NOT_CHOSEN =
  /^aws:(principal|resource|user(?!agent)|calledvia|viaawsservice|requestedregion|tagkeys$)|^kms:(viaservice|calleraccount|grantisforawsresource)|^iam:passedtoservice$/;

/**
 * Of these, keys of which no document may tell the value: where somebody or something is in its organization, somebody's unique id, and
 * which service makes a call for somebody.
 */
const UNTOLD = /^aws:(principalorg|resourceorg|userid$)/;
const FORWARDING = /^aws:(calledvia|viaawsservice$)/;

/**
 * Searches for values that the caller must choose so that a request is allowed. `fixed`: the keys that the call itself determines,
 * in lower case.
 */
export function fit(
  ask: (trial: Trial) => Tried,
  fixed: ReadonlySet<string>,
  first: Trial = FIRST_TRIAL,
): Fit {
  const search = new Search(ask, fixed);
  const tried = search.from(first);
  if (tried) return { result: "allowed", tried };
  const { isCertain, needs, reason } = search;
  return { result: "refused", reason, isCertain, needs };
}

class Search {
  isCertain = true;
  reason = "";
  readonly needs: NeededTags[][] = [];
  private left = MOST_TRIES;
  private readonly seen = new Set<string>();
  /** Tags that a variable needs, whose values no condition has decided yet. */
  private readonly guessed = new Set<string>();

  constructor(
    private readonly ask: (trial: Trial) => Tried,
    private readonly fixed: ReadonlySet<string>,
  ) {}

  from(trial: Trial): Tried | undefined {
    const name = JSON.stringify(trial);
    if (this.seen.has(name)) return undefined;
    this.seen.add(name);
    if (this.left-- <= 0 || this.needs.length >= MOST_NEEDS) {
      this.isCertain = false;
      return undefined;
    }
    const tried = this.tryOnce(trial);
    if (!tried) return undefined;
    const { decision } = tried;
    if (decision.decision === "allowed" && !tried.isSettled) {
      const needed = Object.entries(trial.tags).flatMap(([of, tags]) => {
        const arn = tried.owners[of as TagOwner];
        return Object.keys(tags).length > 0 ? [{ arn: arn ?? "", tags }] : [];
      });
      if (needed.length === 0) return tried;
      this.needs.push(needed);
      return undefined;
    }
    this.reason ||= decision.reason;
    if (tried.isSettled) return undefined;
    const repairs = this.repairsOf(tried, trial);
    // Tries that only use the caller's choices come before those that need changes of tags.
    const isFree = (one: Trial) => JSON.stringify(one.tags) === JSON.stringify(trial.tags);
    for (const next of [...repairs.filter(isFree), ...repairs.filter((one) => !isFree(one))]) {
      const found = this.from(next);
      if (found) return found;
    }
    return undefined;
  }

  /** Makes one try. Undefined for a request that contradicts itself. */
  private tryOnce(trial: Trial): Tried | undefined {
    try {
      return this.ask(trial);
    } catch (error) {
      if (!(error instanceof AccessRequestError)) throw error;
      this.reason ||= error.message;
      return undefined;
    }
  }

  /** The trials that remove a reason for which this one was refused. */
  private repairsOf(tried: Tried, trial: Trial): Trial[] {
    const { decision } = tried;
    const complete = completeRequest(tried.world.documents, tried.request);
    const subject = subjectOf(complete.principal);
    const context = requestContext(complete, subject, resourceAccountOf(complete, subject));
    if (decision.decidedBy) {
      return decision.turnsOn.flatMap((key) => [
        ...this.trialsWith(trial, tried, key, candidatesFor(key, false, context)),
        ...this.trialsOfVariables(trial, tried, key, false),
      ]);
    }
    const byStatement = new Map<string, TurningKey[]>();
    for (const key of decision.turnsOn) addTo(byStatement, `${key.index} ${key.document}`, key);
    return [...byStatement.values()].flatMap((keys) => {
      const missing = keys.filter(({ operator }) => operator === undefined);
      const found = keys.flatMap((key) => key.found);
      let trials = [trial];
      for (const key of keys) {
        // Once the variable has the request's value of the condition's key, the condition is tried again.
        if (key.operator !== undefined && missing.some((one) => standsIn(one, key))) continue;
        const candidates =
          key.operator === undefined
            ? variableValues(complete, found)
            : candidatesFor(key, true, context);
        trials = trials.flatMap((one) => [
          ...this.trialsWith(one, tried, key, candidates),
          ...this.trialsOfVariables(one, tried, key, true),
        ]);
        if (trials.length > MOST_CHOICES) {
          this.isCertain = false;
          trials = trials.slice(0, MOST_CHOICES);
        }
      }
      return trials;
    });
  }

  /** The same for variables in the values of a condition: with the request's value of the key, they compare as wanted. */
  private trialsOfVariables(
    trial: Trial,
    tried: Tried,
    { found, operator, values, ...rest }: TurningKey,
    isWanted: boolean,
  ): Trial[] {
    if (operator === undefined) return [];
    const isEqual = isWanted !== /not/i.test(operator);
    return values.flatMap((value) => {
      const [, before = "", key, after = ""] = /^([^$]*)\$\{([^}]+)\}([^$]*)$/.exec(value) ?? [];
      if (key === undefined) return [];
      const fitting = found.filter((one) => one.startsWith(before) && one.endsWith(after));
      const parts = fitting.map((one) => one.slice(before.length, one.length - after.length));
      const variable = { ...rest, key, operator, values, found };
      return this.trialsWith(trial, tried, variable, isEqual ? parts : [OTHER]);
    });
  }

  private trialsWith(
    trial: Trial,
    { isForwarded = false, request }: Tried,
    { found, key, operator }: TurningKey,
    candidates: Candidate[],
  ): Trial[] {
    const name = parseConditionKey(key)?.name ?? key.toLowerCase();
    const owner = tagOwnerOf(name, request.action, isForwarded);
    if (owner) {
      const tag = owner.tag;
      const known = Object.entries(trial.tags[owner.of]).find(([one]) => one.toLowerCase() === tag);
      const guess = `${owner.of} ${tag}`;
      if (known && !this.guessed.has(guess)) this.isCertain = false;
      if (known && !this.guessed.has(guess)) return [];
      if (operator === undefined) this.guessed.add(guess);
      const spelled = key.slice(key.indexOf("/") + 1);
      return candidates.map((value) => ({
        ...trial,
        tags: { ...trial.tags, [owner.of]: { ...trial.tags[owner.of], [spelled]: value } },
      }));
    }
    if (isForwarded || this.fixed.has(name)) return [];
    if (NOT_CHOSEN.test(name)) {
      const isUntold = FORWARDING.test(name) || (UNTOLD.test(name) && found.length === 0);
      if (isUntold && candidates.length > 0) this.isCertain = false;
      return [];
    }
    if (!mayCarry(request.action.toLowerCase(), name)) return [];
    const isChosen = Object.keys(trial.context).some((one) => one.toLowerCase() === name);
    if (isChosen) this.isCertain = false;
    if (isChosen) return [];
    return candidates.map((value) => ({
      ...trial,
      context: { ...trial.context, [key]: value === null ? [] : value },
    }));
  }
}

/** Whether a value of the condition contains the variable. */
function standsIn({ key }: TurningKey, { values }: TurningKey): boolean {
  const variable = `\${${key}`.toLowerCase();
  return values.some((value) => value.toLowerCase().includes(variable));
}

/**
 * The owner of the tag that a condition key refers to, if such tags can be set. Tags of a session that a call creates are in the
 * request.
 */
function tagOwnerOf(
  name: string,
  action: string,
  isForwarded: boolean,
): { of: TagOwner; tag: string } | undefined {
  const [, principal] = /^aws:principaltag\/(.*)$/s.exec(name) ?? [];
  if (principal !== undefined) return { of: "principal", tag: principal };
  const [, session] = /^aws:requesttag\/(.*)$/s.exec(name) ?? [];
  if (session !== undefined && /^sts:/i.test(action)) return { of: "session", tag: session };
  const resource = resourceTagOf(name);
  return resource && { of: isForwarded ? "key" : "resource", tag: resource.tag };
}

/**
 * Values that a variable in a resource may have: a part of the resource's name, its beginning or end, a value of its tags, or what
 * it is compared with.
 */
function variableValues({ resource, resourceTags }: AccessRequest, found: string[]): string[] {
  const parts = resource
    .split(/[:/]/)
    .slice(5)
    .flatMap((part) => [part, part.split("-").slice(0, -1).join("-"), ...part.split("-")]);
  return [...new Set([...found, ...parts, ...Object.values(resourceTags ?? {})])].filter(
    (one) => one !== "" && one !== "*",
  );
}
