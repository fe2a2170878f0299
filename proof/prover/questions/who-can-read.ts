import { grouped } from "../../collections";
import type { AccessDocuments, IdentityDocuments } from "../../domain/documents";
import { findIdentity } from "../../domain/documents-index";
import type { AccessRequest, RequestPrincipal, TurningKey } from "../../domain/request";
import { readingAsEvaluated } from "../claims/as-evaluated";
import { type UndeclaredEntry, undeclaredEntry } from "../claims/undeclared-entry";
import { preferShort } from "../counterexample/concrete-request";
import {
  accountOf,
  type Deployment,
  givenDeployment,
  isAdministratorOf,
} from "../documents/deployment";
import { type ReadTarget, readTarget } from "../documents/read-target";
import { identitiesThatMayRead } from "../documents/roles-that-may-read";
import { isIdentity } from "../request/caller";
import { isRotation } from "../request/rotation";
import { and, type Formula, not, or, VIOLATION } from "../solver/formula";
import { type Limits, limitsWith, orTooHard, pastLimit } from "../solver/limits";
import { type AskedOnce, type AskedRead, AskedReads, readLike } from "./asked-reads";
import { samePrincipal } from "./concerned";
import { type DeclaredReading, declaredReadings } from "./declared-readings";
import { type ReadingRelation, readingBy } from "./reading-relation";

/** Somebody who can read a secret, with a request that does. */
export interface SecretReading<Reader extends object = object> {
  secret: string;
  /** The principal, or one that stands for all unknown principals of its account. */
  principal: RequestPrincipal;
  /**
   * What the principal is: a declared reader, the role that rotates the secret, an administrator, another role or user in the
   * documents, or somebody who is not in them.
   */
  as:
    | "declared reader"
    | "rotation role"
    | "administrator"
    | "known role"
    | "known user"
    | "unknown principal";
  reader?: Reader;
  /** For a declared reader: whether this is a former role. */
  former?: true;
  /** For a declared reader: whether its own token created the session, which then has no session tags. */
  byToken?: true;
  request: AccessRequest;
  /** For an administrator's role (which is then a known role): who becomes it undeclared. */
  entry?: UndeclaredEntry;
  /** Why `evaluate` denies the request, if it does: another document refuses it, or something is assumed differently. */
  remark?: string;
  /**
   * The condition keys that the reading depends on. For a known principal, those that it does not determine itself. Absent if
   * there are none.
   */
  turnsOn?: TurningKey[];
}

export type Answer<T> =
  | { result: "complete"; found: T[] }
  | { result: "unknown"; found: T[]; reason: string };

/** The limits of an answer. */
export interface AnswerOptions {
  /** Milliseconds for each question to the solver, after which the answer is unknown. Defaults to 10,000. */
  milliseconds?: number;
  /**
   * The limits of one question apart from the time, by the names of `LIMITS`. Defaults to their defaults; an unknown name is an
   * error.
   */
  limits?: Partial<Limits>;
}

/** The whole answer may take this many times the limit of one question. */
const QUESTIONS = 6;

/** Who can read a secret or parameter, considering all documents together; declared readers come first. */
export function whoCanRead(
  documents: AccessDocuments,
  secretArn: string,
  { limits, milliseconds = 10_000 }: AnswerOptions = {},
): Promise<Answer<SecretReading>> {
  return answerTo(async (found) => {
    const deployment = givenDeployment(documents, { limits: limitsWith(limits) });
    const finding = new Finding(deployment, targetOf(deployment, secretArn), milliseconds, found);
    await finding.addDeclared();
    await finding.addKnown();
    await finding.addOthers();
    return finding.reason;
  });
}

/** The answer of what `find` adds to the list. It returns why there may be more. */
export async function answerTo<T>(
  find: (found: T[]) => Promise<string | undefined>,
): Promise<Answer<T>> {
  const found: T[] = [];
  const reason = await orTooHard(find(found), (tooHard) => tooHard);
  return reason === undefined
    ? { result: "complete", found }
    : { result: "unknown", found, reason };
}

/** Finds who reads a target: first declared readers, then roles and users in the documents, then others. */
class Finding {
  private open: string | undefined;
  private readonly limit: number;
  private readonly deadline: number;
  private readonly reads: AskedReads;
  private readonly declared: DeclaredReading[];
  /** Identities that are asked about by name. */
  private readonly known: IdentityDocuments[];

  constructor(
    private readonly deployment: Deployment,
    private readonly target: ReadTarget,
    private readonly milliseconds: number,
    private readonly found: SecretReading[],
  ) {
    this.limit = QUESTIONS * milliseconds;
    this.deadline = performance.now() + this.limit;
    this.reads = new AskedReads(deployment, { milliseconds, deadline: this.deadline });
    this.declared = declaredReadings(deployment, target);
    const { administrators, roles, users } = deployment;
    const isAdministrator = new Set(administrators);
    this.known = [
      ...new Set<IdentityDocuments>([
        ...[...roles, ...users].filter(({ arn }) => isAdministrator.has(arn)),
        ...this.declared.flatMap(({ roles }) => roles),
        ...identitiesThatMayRead(deployment, target),
      ]),
    ];
  }

  /** Why there may be more. */
  get reason(): string | undefined {
    const { deadline, limit, milliseconds, open } = this;
    return open !== undefined && performance.now() > deadline
      ? `it took more than ${limit / 1000} s, ${QUESTIONS} times what one question may (--time-limit ${milliseconds / 1000})`
      : open;
  }

  async addDeclared(): Promise<void> {
    for (const { isSought, roles, says, sessionPolicy } of this.declared) {
      const options = sessionPolicy === undefined ? {} : { sessionPolicy };
      const read = this.noted(await this.reads.ask(this.target, roles, isSought, options));
      if (read) this.found.push({ ...(await this.told(read)), ...says });
    }
  }

  async addKnown(): Promise<void> {
    const groups = grouped(this.known, (one) => [
      this.declaredOf(one).length > 0 ? one.arn : this.reads.alike.identityKey(one, this.target),
    ]);
    for (const [first, ...others] of groups.values()) {
      const read = first && (await this.readBy(first));
      if (!read) continue;
      const found = await this.told(read);
      this.found.push(found);
      for (const other of others) {
        const like = await this.told(readLike(read, other));
        const isAlike = (like.remark === undefined) === (found.remark === undefined);
        const own = isAlike ? read : this.noted(await this.reads.alone(this.target, other));
        if (own) this.found.push(isAlike ? like : await this.told(own));
      }
    }
  }

  /** Adds everyone else who reads, one after another. */
  async addOthers(): Promise<void> {
    const { deadline, deployment, known, milliseconds, target } = this;
    const relation = readingBy(deployment, target, [], { hops: 0 });
    const { caller, contexts, isAdministrator, setup } = relation;
    const isKnown = known.map((one) => isIdentity(caller.principal, one));
    setup.problem.require(
      and(relation.reads, not(or(isRotation(caller, target), ...isKnown))),
      VIOLATION,
    );
    const left = Math.max(0, deadline - performance.now());
    const { askPreferring, require } = setup.problem.inquire(left, milliseconds);
    const preferences = () => [isAdministrator, ...preferShort(caller, ...contexts)];
    const most = setup.problem.limits.principals;
    // Readers that were found together with similar ones do not count.
    const declared = this.found.filter(({ reader }) => reader).length;
    for (let count = declared; ; count++) {
      const outcome = await askPreferring(preferences);
      if (outcome.result === "impossible") return;
      if (outcome.result === "unknown" || count >= most) {
        this.open ??= "reason" in outcome ? outcome.reason : pastLimit("principals", most);
        return;
      }
      const { model } = outcome;
      const reading = await this.told({
        principal: relation.principal(model),
        request: relation.request(model),
      });
      this.found.push(reading);
      require(not(exclusionOf(reading)(relation)));
    }
  }

  /** How a role or user reads in sessions other than the declared ones. */
  private async readBy(identity: IdentityDocuments): Promise<AskedRead | undefined> {
    const declared = this.declaredOf(identity);
    if (declared.length === 0) return this.noted(await this.reads.by(this.target, identity));
    return this.noted(
      await this.reads.ask(this.target, [identity], (relation) =>
        and(
          isIdentity(relation.caller.principal, identity),
          ...declared.map(({ exclude }) => not(exclude(relation))),
        ),
      ),
    );
  }

  private declaredOf({ arn }: IdentityDocuments): DeclaredReading[] {
    return this.declared.filter(({ roles }) => roles.some((role) => role.arn === arn));
  }

  private noted({ read, reason }: AskedOnce): AskedRead | undefined {
    this.open ??= reason;
    return read;
  }

  private async told(read: AskedRead): Promise<SecretReading> {
    const { deployment, target } = this;
    const { arn } = target.of;
    const as = kindOfReader(deployment, arn, read.principal);
    const { entry, reason } = await entryOf(
      deployment,
      target,
      as,
      read.principal,
      this.milliseconds,
    );
    this.open ??= reason;
    return {
      secret: arn,
      ...read,
      as: entry ? "known role" : as,
      ...(entry && { entry }),
      ...readingAsEvaluated(deployment.documents, read.request, as === "unknown principal"),
    };
  }
}

function kindOfReader(
  deployment: Deployment,
  secret: string,
  principal: RequestPrincipal,
): SecretReading["as"] {
  const arn =
    principal.kind === "session" ? principal.roleArn : "arn" in principal ? principal.arn : "";
  if (isAdministratorOf(deployment, accountOf(secret), arn)) return "administrator";
  if (!findIdentity(deployment.documents, principal)) return "unknown principal";
  return principal.kind === "user" ? "known user" : "known role";
}

/** Who gets a session of an administrator's role undeclared. */
async function entryOf(
  deployment: Deployment,
  target: ReadTarget,
  as: SecretReading["as"],
  principal: RequestPrincipal,
  milliseconds: number,
): ReturnType<typeof undeclaredEntry> {
  if (as !== "administrator" || principal.kind !== "session") return {};
  return undeclaredEntry(deployment, target, principal.roleArn, milliseconds);
}

/** What an answer covers: one principal, or all unknown principals of an account. */
function exclusionOf({ as, principal }: SecretReading): (relation: ReadingRelation) => Formula {
  return ({ caller, isAdministrator, isKnown }) =>
    samePrincipal(
      principal,
      caller.principal,
      or(isKnown, isAdministrator),
      as === "unknown principal",
    );
}

/** The secret or parameter with this ARN. Throws if the documents do not have it. */
export function targetOf(deployment: Deployment, arn: string): ReadTarget {
  const target = readTarget(deployment, arn);
  if (!target) throw new Error(`the documents must hold the secret or parameter, got ${arn}`);
  return target;
}
