import type { IdentityDocuments, RoleDocuments } from "../../domain/documents";
import type { AccessRequest, Decision } from "../../domain/request";
import { evaluate } from "../../evaluator/evaluate";
import { makingRequest, preferShort } from "../counterexample/concrete-request";
import { accountOf, type Deployment } from "../documents/deployment";
import type { ReadTarget } from "../documents/read-target";
import {
  type ReadingOptions,
  type ReadingRelation,
  readingBy,
} from "../questions/reading-relation";
import { isIdentity, isRole, type SymbolicCaller } from "../request/caller";
import { and, type Formula, holds, not, or, VIOLATION } from "../solver/formula";
import type { Model, Problem } from "../texts/problem";
import { constantPattern } from "../texts/text-pattern";
import { traitsOfMaking, traitsOfRead } from "./roles-from-outside";
import { distinctTraits, type Trait, type TraitFormula } from "./trait";

/** The result of one question: all ways to read, each confirmed by the evaluator. */
export interface AskedWays {
  ways: FoundWay[];
  /** Why there may be more. */
  reason?: string;
}

export interface FoundWay {
  traits: Trait[];
  /** Whether the reader is in the account of what is read. */
  isOwn: boolean;
  decisions: Decision[];
  request: AccessRequest;
}

/** What a question is about. */
export interface Reading {
  deployment: Deployment;
  target: ReadTarget;
  milliseconds: number;
}

/** How one role or user reads. */
export function askIdentity(reading: Reading, identity: IdentityDocuments): Promise<AskedWays> {
  return ask(reading, [identity], {}, (relation) => ({
    isAsked: isIdentity(relation.caller.principal, identity),
    traits: traitsOfRead(relation, reading.target, identity),
    requests: relation.requests,
  }));
}

/** How everyone else reads who is not in the documents, except root users. Those in `asked` are asked about separately. */
export function askOthers(
  reading: Reading,
  asked: Pick<IdentityDocuments, "arn">[],
  areOwnKnown: boolean,
): Promise<AskedWays> {
  return ask(reading, [], { hops: 0 }, (relation) => {
    const { principal } = relation.caller;
    const { kinds } = principal;
    const traits = traitsOfRead(relation, reading.target);
    // A federated user has only the rights of the user that vouches for it, unless a policy names it.
    const areNamed = traits.some(
      ({ trait }) => trait.kind === "principal" && trait.entry.kind === "federatedUser",
    );
    const own = and(
      isOwn(reading, relation.caller),
      or(kinds.session, kinds.user, ...(areNamed ? [] : [kinds.federatedUser])),
    );
    const known = asked.map((one) => isIdentity(principal, one));
    return {
      isAsked: not(or(kinds.root, areOwnKnown ? own : or(), ...known)),
      traits,
      requests: relation.requests,
    };
  });
}

/** How somebody from outside reads who assumes the first of these roles, from it the next, and so on to the last one, which reads. */
export function askChain(reading: Reading, chain: RoleDocuments[]): Promise<AskedWays> {
  const last = chain.at(-1);
  return ask(reading, chain, { hops: chain.length }, (relation) => {
    const sessions: SymbolicCaller[] = [];
    for (let at: SymbolicCaller | undefined = relation.caller; at; at = at.assumer) {
      sessions.unshift(at);
    }
    const [outsider, ...others] = sessions;
    const [entered] = others;
    const [first] = chain;
    if (!outsider || !entered || !first || others.length !== chain.length) return undefined;
    const { hasArn, kinds } = outsider.principal;
    return {
      isAsked: and(
        ...chain.map(({ arn }, index) => isRole((others[index] as SymbolicCaller).principal, arn)),
        or(kinds.federated, and(hasArn, not(isOwn(reading, outsider)))),
      ),
      traits: [
        ...traitsOfMaking(relation, entered, first),
        ...traitsOfRead(relation, reading.target, last).filter(
          ({ trait }) => trait.kind === "condition",
        ),
      ],
      requests: (model) => [
        makingRequest(model, relation.setup, outsider, entered, first.arn),
        ...relation.requests(model),
      ],
    };
  });
}

interface Asking {
  isAsked: Formula;
  traits: Parameters<typeof distinctTraits>[0];
  requests(model: Way["model"]): AccessRequest[];
}

async function ask(
  reading: Reading,
  callers: IdentityDocuments[],
  options: Pick<ReadingOptions, "hops">,
  askingOf: (relation: ReadingRelation) => Asking | undefined,
): Promise<AskedWays> {
  const { deployment, milliseconds, target } = reading;
  const relation = readingBy(deployment, target, callers, options);
  const { problem } = relation.setup;
  const asking = askingOf(relation);
  if (!asking) return { ways: [] };
  const { isAsked, requests } = asking;
  const isPossible = and(relation.reads, isAsked);
  if (isPossible.op === "constant" && !isPossible.value) return { ways: [] };
  problem.require(isPossible, VIOLATION);
  const { caller, contexts } = relation;
  const own = isOwn(reading, caller);
  const found = await findWays(
    problem,
    distinctTraits(asking.traits),
    milliseconds,
    [not(own)],
    () => preferShort(caller, ...contexts),
  );
  const ways: FoundWay[] = [];
  for (const { model, traits } of found.ways) {
    const asked = requests(model);
    const decisions = asked.map((request) =>
      evaluate(deployment.documents, request, { ownerPrincipalsClosed: false }),
    );
    const denied = decisions.find(({ decision }) => decision === "denied");
    const [request] = asked;
    if (denied || !request) {
      const why = denied?.reason ?? "there is no request to make";
      return { ways, reason: `the evaluator does not agree that this is a read: ${why}` };
    }
    const isOwnReading = holds(own, model.truth);
    ways.push({ traits, isOwn: isOwnReading, decisions, request });
  }
  return { ways, ...(found.reason !== undefined && { reason: found.reason }) };
}

function isOwn({ target }: Reading, { principal }: SymbolicCaller): Formula {
  const account = constantPattern(accountOf(target.of.arn));
  return and(principal.hasArn, principal.account.matches(account));
}

/** Allowed requests with all of these traits. */
interface Way {
  traits: Trait[];
  /** One such request. */
  model: Model;
}

/** The most ways that are listed for one question. Beyond that, the rest is unknown. */
const MOST_WAYS = 100;

/**
 * All ways to satisfy the problem. Each has the traits that some request cannot do without, and the last question proves that no
 * request has others. A way with all traits of another one and more does not count. `first`: what to look for before anything
 * else. `last`: preferences for examples.
 */
async function findWays(
  problem: Problem,
  traits: TraitFormula[],
  milliseconds: number,
  first: Formula[],
  last: () => Formula[],
): Promise<{ ways: Way[]; reason?: string }> {
  const inquiry = problem.inquire(milliseconds);
  const preferences = () => [...first, ...traits.map(({ formula }) => not(formula)), ...last()];
  const ways: Way[] = [];
  for (;;) {
    const outcome = await inquiry.askPreferring(preferences);
    if (outcome.result === "impossible") return { ways };
    if (outcome.result === "unknown") return { ways, reason: outcome.reason };
    if (ways.length === MOST_WAYS) return { ways, reason: `more than ${MOST_WAYS} findings` };
    const { model } = outcome;
    const had = traits.filter(({ formula }) => holds(formula, model.truth));
    ways.push({ traits: had.map(({ trait }) => trait), model });
    inquiry.require(not(and(...had.map(({ formula }) => formula))));
  }
}
