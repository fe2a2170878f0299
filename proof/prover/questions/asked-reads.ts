import type { IdentityDocuments } from "../../domain/documents";
import type { AccessRequest, RequestPrincipal } from "../../domain/request";
import { preferShort } from "../counterexample/concrete-request";
import type { Deployment } from "../documents/deployment";
import type { ReadTarget } from "../documents/read-target";
import { isIdentity } from "../request/caller";
import { and, type Formula, never, VIOLATION } from "../solver/formula";
import { OutOfTime, orTooHard } from "../solver/limits";
import { Alike } from "./alike";
import { type OptionsOfReading, type ReadingRelation, readingBy } from "./reading-relation";

/** A read of a secret or parameter by somebody. */
export interface AskedRead {
  principal: RequestPrincipal;
  request: AccessRequest;
}

/** How somebody reads, if they do, or why this is not known. */
export interface AskedOnce {
  read?: AskedRead;
  reason?: string;
}

/** Asks for roles and users in the documents, one by one, whether they read. Similar reads are asked only once. */
export class AskedReads {
  readonly alike: Alike;
  private readonly known = new Map<string, AskedOnce>();

  constructor(
    private readonly deployment: Deployment,
    private readonly time: { milliseconds: number; deadline?: number },
    private readonly optionsOf: (target: ReadTarget) => OptionsOfReading = () => ({}),
  ) {
    this.alike = new Alike(deployment);
  }

  /** Whether the role or user reads. The request may be that of a similar read. */
  async by(target: ReadTarget, identity: IdentityDocuments): Promise<AskedOnce> {
    const { alike } = this;
    const name = `${alike.identityKey(identity, target)} ${alike.targetKey(target, identity)}`;
    const asked = this.known.get(name) ?? (await this.alone(target, identity));
    this.known.set(name, asked);
    return asked;
  }

  /** The same, ignoring similar reads. */
  alone(target: ReadTarget, identity: IdentityDocuments): Promise<AskedOnce> {
    return this.ask(target, [identity], ({ caller }) => isIdentity(caller.principal, identity));
  }

  /** Whether one of these reads in such a way, or somebody who is not in the documents. */
  ask(
    target: ReadTarget,
    callers: IdentityDocuments[],
    isSought: (relation: ReadingRelation) => Formula,
    options: OptionsOfReading = {},
  ): Promise<AskedOnce> {
    const { milliseconds, deadline = Number.POSITIVE_INFINITY } = this.time;
    const find = async (): Promise<AskedOnce> => {
      const left = Math.min(milliseconds, deadline - performance.now());
      if (left <= 0) throw new OutOfTime("it was asked who reads");
      const own = { ...this.optionsOf(target), ...options };
      const relation = readingBy(this.deployment, target, callers, own);
      const { caller, contexts, setup } = relation;
      const violation = and(relation.reads, isSought(relation));
      if (violation === never) return {};
      setup.problem.require(violation, VIOLATION);
      const preferences = () => preferShort(caller, ...contexts);
      const outcome = await setup.problem.solve(left, preferences);
      if (outcome.result === "impossible") return {};
      if (outcome.result === "unknown") return { reason: outcome.reason };
      const { model } = outcome;
      return { read: { principal: relation.principal(model), request: relation.request(model) } };
    };
    return orTooHard(find(), (reason) => ({ reason }));
  }
}

/** The same read by a similar identity. */
export function readLike({ principal, request }: AskedRead, { arn }: IdentityDocuments): AskedRead {
  const renamed =
    principal.kind === "session" ? { ...principal, roleArn: arn } : { ...principal, arn };
  const same = renamed as RequestPrincipal;
  return { principal: same, request: { ...request, principal: same } };
}
