import type { AccessRequest, Decision } from "../../domain/request";
import { evaluate } from "../../evaluator/evaluate";
import {
  makingRequest,
  preferShort,
  readText,
  renderContext,
  renderPrincipal,
  sayPrincipal,
} from "../counterexample/concrete-request";
import type { Surroundings } from "../documents/deployment";
import { policiesAsked } from "../documents/key-of-read";
import type { ExclusiveQuestion } from "../documents/questions";
import type { Administration } from "../documents/role-makers";
import {
  isNoServiceLinked,
  isRole,
  type QuestionSetup,
  SERVICE_LINKED,
  type SymbolicCaller,
} from "../request/caller";
import { isDeclaredAdministrator, stepsToAdministrators } from "../request/declared-session";
import { hasReaderTags, isMadeFor } from "../request/made-for-reader";
import { isRotatedByUnknown, isRotation } from "../request/rotation";
import { isTracedBack, READER_TRUST, requireAssumingCaller } from "../request/session-creation";
import { OWNER_CLOSED, symbolicRead } from "../request/symbolic-read";
import { always, and, atom, type Formula, holds, never, not, or } from "../solver/formula";
import type { Model } from "../texts/problem";
import { equalsText } from "../texts/text-value";
import { explainEntry, preferShortWay } from "./administrator-entry";
import { type Claim, type Explained, nameDeciding, type Statement, type Witness } from "./claim";

/** An unknown rotation role: a principal in the owner's account with unknown rights. */
const UNKNOWN_ROTATION =
  "the role that rotates the secret is not known, and is one of the owner's account that is taken to read nothing; name it (rotation.roleArn in the inventory, rotation.role in a documents file)";

/**
 * All documents together let nobody read the secret except sessions that the service creates for the declared readers, the role
 * that rotates it, and the named administrators of the owner's account in sessions that only declared principals get. With
 * `roleArn`, only sessions of that role are asked about.
 */
export function readExclusive(question: ExclusiveQuestion, roleArn?: string): Claim {
  const { around, read, roles } = question;
  return {
    claim: "read-exclusive",
    subject: read.target.of.arn,
    around,
    roles,
    policies: policiesAsked(read),
    state: (setup) => stateExclusive(setup, question, roleArn),
    explain: (witness) => explainExclusive(question, witness),
  };
}

function stateExclusive(
  spelled: QuestionSetup,
  question: ExclusiveQuestion,
  roleArn: string | undefined,
): Statement {
  const { administration, readers } = question;
  const { target } = question.read;
  const setup = { ...spelled, strangersMayBecome: mayBecomeUnknown(administration) };
  const { problem } = setup;
  const ownRights = atom("principals of the owner's account read by their own rights");
  const read = symbolicRead(setup, question.read, ownRights);
  const depth = stepsToAdministrators(administration, problem.limits.chain);
  const caller = requireAssumingCaller(setup, read.caller, depth);
  const isSealed = target.kind === "secret" && target.of.sealed === true;
  if (!isSealed) problem.assume(OWNER_CLOSED, not(ownRights));
  problem.assume(SERVICE_LINKED, isNoServiceLinked(setup, caller));
  // A session without tags has the role's own. It belongs to the role's only reader if no other reader's session is the same.
  const isDeclared = or(
    ...readers.map(({ isAlone, reader }) =>
      isMadeFor(caller, reader, (session) => (isAlone ? hasReaderTags(session, reader) : never)),
    ),
  );
  const isUnknownRotation = isRotatedByUnknown(target);
  const named = (part: string, formula: Formula) => problem.gate(() => ({ part }), formula);
  return {
    violation: and(
      named("let in", read.isPossible),
      roleArn === undefined ? always : isRole(caller.principal, roleArn),
      not(named("declared reader", isDeclared)),
      not(named("rotation", isRotation(caller, target))),
      not(named("administrator", isDeclaredAdministrator(setup, caller, administration))),
    ),
    doubt: (used) =>
      isUnknownRotation && used.includes(OWNER_CLOSED) ? UNKNOWN_ROTATION : undefined,
    preferences: () => [
      isTracedBack(setup, caller),
      ...preferShort(caller, ...read.contexts),
      ...preferShortWay(setup, caller),
    ],
    witness: (model) => {
      const principal = renderPrincipal(model, caller, ...read.contexts);
      const [fetch, ...others] = read.requests(model, principal, (context) =>
        renderContext(model, context, setup.spellings),
      );
      if (!fetch) return { disagreement: "there is no request to make" };
      return { requests: [fetch, ...others], ...makingsOf(model, setup, caller) };
    },
  };
}

function explainExclusive(
  { administration, around, read: { target } }: ExclusiveQuestion,
  witness: Witness,
): Explained {
  const { arn } = target.of;
  const { words } = around.kind ?? {};
  const isSealed = target.kind === "secret" && target.of.sealed === true;
  const doubt = doubtfulSession(around, witness);
  if (doubt !== undefined) return { disagreement: doubt };
  const [fetch] = witness.requests;
  const { principal } = fetch;
  const isClosed = !isSealed && !around.settings.dropped?.has(OWNER_CLOSED);
  const decisions: Decision[] = witness.requests.map((request) =>
    // For decryption, the owner's principals may always have rights of their own.
    evaluate(around.documents, request, {
      ownerPrincipalsClosed: isClosed && request === fetch,
    }),
  );
  const denied = decisions.find(({ decision }) => decision === "denied");
  const [decision] = decisions;
  if (denied || !decision) return { disagreement: denied?.reason ?? "nothing was decided" };
  const isAdministrator =
    principal.kind === "session" && administration.named.includes(principal.roleArn);
  if (isAdministrator) return explainEntry(administration, around, arn, witness);
  return {
    summary: `${sayPrincipal(principal)} can read ${arn}, and ${words ? `is no declared reader's ${words.principal}` : "nobody declared it"}${isSealed ? ", though the secret is sealed" : ""}`,
    request: fetch,
    ...nameDeciding(decision, `policies of ${arn}`),
    fix: `${words ? `grant the read to the declared readers' roles alone, and let nobody but ${words.maker} assume these` : "let nobody read it but whom you name as administrators"}${isRotatedByUnknown(target) ? "; or, where this is the role that rotates the secret, name it as that" : ""}`,
  };
}

/** Whether an unknown principal may become an administrator. Not in accounts whose principals are all in the documents. */
function mayBecomeUnknown({
  behind,
  wholeAccounts,
}: Administration): NonNullable<QuestionSetup["strangersMayBecome"]> {
  const roles = new Set(behind.roles);
  return (role, { principal }) =>
    roles.has(role)
      ? not(and(principal.hasArn, equalsText(principal.account, ...wholeAccounts)))
      : always;
}

/** The requests that created the model's caller: its session, that of its maker and so on, as far as the trust policies are known. */
function makingsOf(
  model: Model,
  setup: QuestionSetup,
  caller: SymbolicCaller,
): Pick<Witness, "makings" | "endsIn"> {
  const makings: AccessRequest[] = [];
  for (let session = caller; ; ) {
    const { assumer, principal } = session;
    const arn = holds(principal.kinds.session, model.truth)
      ? readText(model, principal.arn)
      : undefined;
    const role = setup.roles.find((one) => one.arn === arn && one.trust);
    if (!role) return { makings };
    if (!assumer || !session.creation?.(role.arn)) return { makings, endsIn: role.arn };
    makings.push(makingRequest(model, setup, assumer, session, role.arn));
    session = assumer;
  }
}

/**
 * Why it is not certain that the caller has its session: the evaluator denies the request that creates it or an earlier one, or
 * there are more of them than were looked at. Undefined if it has the session, or if the claim does not ask how sessions are
 * created.
 */
function doubtfulSession(
  { documents, settings }: Surroundings,
  { endsIn, makings = [] }: Witness,
): string | undefined {
  if (settings.dropped?.has(READER_TRUST)) return undefined;
  for (const request of makings) {
    const isTagged = Object.keys(request.context ?? {}).some((key) =>
      /^aws:RequestTag\//i.test(key),
    );
    for (const action of [request.action, ...(isTagged ? ["sts:TagSession"] : [])]) {
      const made = evaluate(documents, { ...request, action }, { ownerPrincipalsClosed: false });
      if (made.decision === "denied") {
        return `the session of ${request.resource} cannot be made so: ${action} is denied, ${made.reason}`;
      }
    }
  }
  return endsIn === undefined
    ? undefined
    : `it may take more roles than are looked at, each of which assumes the next, and it is not known who may become ${endsIn}`;
}
