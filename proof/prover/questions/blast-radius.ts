import type { AccessDocuments, IdentityDocuments, RoleDocuments } from "../../domain/documents";
import { describeReader } from "../../domain/principal-kind";
import { evaluate } from "../../evaluator/evaluate";
import { readingAsEvaluated } from "../claims/as-evaluated";
import {
  makingRequest,
  preferShort,
  readText,
  sayPrincipal,
} from "../counterexample/concrete-request";
import { accountOf, type Deployment, givenDeployment } from "../documents/deployment";
import type { ReadTarget } from "../documents/read-target";
import { identitiesThatMayRead } from "../documents/roles-that-may-read";
import { longestWay, rolesThatMayBecome, rolesWithinReach } from "../documents/roles-within-reach";
import { isRole, type QuestionSetup, type SymbolicCaller } from "../request/caller";
import { isSessionOfKnownRole } from "../request/session-creation";
import { and, type Formula, holds, implies, never, not, or, VIOLATION } from "../solver/formula";
import { limitsWith, pastLimit } from "../solver/limits";
import type { Model } from "../texts/problem";
import { type AskedRead, AskedReads } from "./asked-reads";
import { type AttackPath, attackPathsOf, type Compromise, startsOf } from "./attack-paths";
import { type OptionsOfReading, type ReadingRelation, readingBy } from "./reading-relation";
import {
  type Answer,
  type AnswerOptions,
  answerTo,
  type SecretReading,
  targetOf,
} from "./who-can-read";

export type { Compromise } from "./attack-paths";

/** Every secret and parameter that a compromise gives to the attacker, each with a request that reads it. */
export function blastRadius(
  documents: AccessDocuments,
  compromise: Compromise,
  { limits, milliseconds = 10_000 }: AnswerOptions = {},
): Promise<Answer<Omit<SecretReading, "as">>> {
  return answerTo(async (found) => {
    const deployment = givenDeployment(documents, { limits: limitsWith(limits) });
    const attack = new Attack(deployment, compromise, milliseconds);
    for (const { arn } of [...deployment.secrets, ...deployment.parameters]) {
      const read = await attack.on(targetOf(deployment, arn));
      if (typeof read === "string") return read;
      if (read)
        found.push({ secret: arn, ...read, ...readingAsEvaluated(documents, read.request) });
    }
    return undefined;
  });
}

/** What the attacker reads, and as which principal. */
class Attack {
  private readonly paths: AttackPath[];
  /** Roles in the documents that the attacker starts with. */
  private readonly starts: RoleDocuments[];
  /** Roles that it may reach, with the least number of steps. */
  private readonly within: Map<RoleDocuments, number>;
  /** Whether the attacker may be somebody who is not in the documents. */
  private readonly isUnknown: boolean;
  /** The documents without what the attacker may change. */
  private readonly documents: AccessDocuments;
  private readonly reads: AskedReads;

  constructor(
    private readonly deployment: Deployment,
    private readonly compromise: Compromise,
    private readonly milliseconds: number,
  ) {
    const starts = startsOf(deployment, compromise);
    const roles = deployment.roles.filter((role) => !this.isForgotten(role));
    this.paths = attackPathsOf(deployment, compromise);
    this.starts = starts.flatMap(({ role }) => role ?? []);
    this.within = rolesWithinReach(deployment.policies, roles, starts);
    this.isUnknown = starts.some(({ role }) => !role);
    this.documents = { ...deployment.documents, roles };
    this.reads = new AskedReads(deployment, { milliseconds }, (target) => this.optionsOf(target));
  }

  /** How the attacker reads the target; undefined if there is no way; or why this is not known. */
  async on(target: ReadTarget): Promise<AskedRead | string | undefined> {
    const goals = await this.goalsOf(target);
    if (goals.length === 0 && !this.isUnknown) return undefined;
    for (const path of this.paths) {
      const read = await this.readBy(path, target, goals);
      if (read) return read;
    }
    return undefined;
  }

  /** Roles within the attacker's reach that read the target, and users of the account that it administers. */
  private async goalsOf(target: ReadTarget): Promise<IdentityDocuments[]> {
    const goals: IdentityDocuments[] = [];
    const inReach = new Set<IdentityDocuments>([...this.starts, ...this.within.keys()]);
    for (const one of identitiesThatMayRead(this.deployment, target)) {
      if (this.isForgotten(one)) {
        if (one.arn.includes(":user/")) goals.push(one);
      } else if (inReach.has(one)) {
        const { read, reason } = await this.reads.by(target, one);
        if (read || reason !== undefined) goals.push(one);
      }
    }
    return goals;
  }

  private async readBy(
    path: AttackPath,
    target: ReadTarget,
    goals: IdentityDocuments[],
  ): Promise<AskedRead | string | undefined> {
    const { deployment, milliseconds, starts } = this;
    const isGoal = new Set(goals);
    const { least, most, through } = this.chainsTo(goals);
    // Tries longer chains as long as there may be longer ones.
    for (let hops = least; ; hops = Math.min(2 * hops, most)) {
      const options = path.sessionPolicy === undefined ? {} : { sessionPolicy: path.sessionPolicy };
      const relation = readingBy(deployment, target, goals, {
        ...this.optionsOf(target),
        ...{ ...options, hops, through },
      });
      const { caller, contexts, reads, setup } = relation;
      const attack = path.isAttacker(relation);
      const violation = and(
        reads,
        not(
          or(
            ...starts
              .filter((one) => !isGoal.has(one))
              .map(({ arn }) => isRole(caller.principal, arn)),
          ),
        ),
        or(attack, path.begins ? this.isWithin(setup, caller, hops) : never),
      );
      if (violation === never) return undefined;
      setup.problem.require(violation, VIOLATION);
      const preferences = () => [attack, ...preferShort(caller, ...contexts)];
      const outcome = await setup.problem.solve(milliseconds, preferences);
      if (outcome.result === "unknown") return outcome.reason;
      if (outcome.result === "impossible") return undefined;
      const { model } = outcome;
      if (holds(attack, model.truth)) {
        const read = { principal: relation.principal(model), request: relation.request(model) };
        return this.whyNoChain(path, relation, model) ?? read;
      }
      if (hops >= most) return whyLonger(caller, model, most);
    }
  }

  /** Roles on the way to these, and how many steps back to look at first and at most. */
  private chainsTo(goals: IdentityDocuments[]) {
    const { deployment, starts, within } = this;
    const { policies, settings } = deployment;
    const members = [...new Set([...starts, ...within.keys()])];
    const roles = members.filter((role) => goals.includes(role));
    const through = rolesThatMayBecome(policies, roles, members);
    const steps = roles.map((role) => (starts.includes(role) ? 0 : (within.get(role) ?? 0)));
    const least = Math.min(...steps, through.length) + 2;
    const longest = longestWay(policies, roles, through);
    return {
      through,
      least,
      most:
        longest === undefined
          ? Math.max(least, limitsWith(settings.limits).chain)
          : Math.max(least, longest + 2),
    };
  }

  /** The caller, the creator of its session, and so on to the end of the chain, have roles within the attacker's reach. */
  private isWithin(setup: QuestionSetup, caller: SymbolicCaller, hops: number): Formula {
    const { assumer, principal, roles = [] } = caller;
    const known = roles.filter(
      (role) => this.within.has(role) || (hops === 0 && this.starts.includes(role)),
    );
    const isOne = or(...known.map(({ arn }) => isRole(principal, arn)));
    if (!assumer) return isOne;
    // For a role without a trust policy, it is not known who assumed it.
    return and(
      isOne,
      implies(isSessionOfKnownRole(setup, caller), this.isWithin(setup, assumer, hops - 1)),
    );
  }

  /** Why the evaluator disagrees that the attacker goes from role to role as in the model. */
  private whyNoChain(
    { begins }: AttackPath,
    { caller, setup }: ReadingRelation,
    model: Model,
  ): string | undefined {
    let session = caller;
    while (begins && session.assumer && !holds(begins(session, setup), model.truth)) {
      const role = readText(model, session.principal.arn);
      const request = makingRequest(model, setup, session.assumer, session, role);
      const { decision, reason } = evaluate(this.documents, request, {
        ownerPrincipalsClosed: false,
      });
      if (decision === "denied") {
        return `the evaluator does not agree that ${sayPrincipal(request.principal)} becomes ${role}: ${reason}`;
      }
      session = session.assumer;
    }
    return undefined;
  }

  private optionsOf({ of }: ReadTarget): OptionsOfReading {
    return {
      forget: (role) => this.isForgotten(role),
      ownerPrincipalsClosed: !this.isForgotten(of),
    };
  }

  /** Whether the attacker administers its account and may change its documents. */
  private isForgotten({ arn }: { arn: string }): boolean {
    const { compromise } = this;
    return compromise.kind === "administrator" && accountOf(arn) === compromise.account;
  }
}

/** Why it is not known whether the chain starts from the attacker: nobody knows who created its first session, or it is too long. */
function whyLonger(caller: SymbolicCaller, model: Model, most: number): string {
  let session = caller;
  while (session.assumer && session.creation?.(readText(model, session.principal.arn))) {
    session = session.assumer;
  }
  const arn = readText(model, session.principal.arn);
  return session.roles?.some((role) => role.arn === arn && !role.trust)
    ? `the documents lack the trust policy of ${arn}, so nobody knows who becomes it`
    : `there may be ${pastLimit("chain", most)}`;
}

/** What a declared reader can read. */
export function whatCanRead(
  documents: AccessDocuments,
  reader: object,
  options?: AnswerOptions,
): ReturnType<typeof blastRadius> {
  const { identity } = describeReader(documents.principalKind, reader);
  return blastRadius(documents, { kind: "readers", with: identity }, options);
}
