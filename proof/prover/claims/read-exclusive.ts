import type { Decision } from "../../domain/decision";
import type { RoleDocuments } from "../../domain/documents";
import { evaluate } from "../../evaluator/evaluate";
import { renderContext, renderPrincipal } from "../counterexample/concrete-request";
import { doubtfulSession } from "../counterexample/doubtful-session";
import { preferShort } from "../counterexample/prefer-short";
import { sayPrincipal } from "../counterexample/say-principal";
import { behindAdministrators } from "../documents/behind-administrators";
import {
  accountOf,
  type DeclaredReader,
  type Deployment,
  isAdministratorOf,
  rolesOfReader,
} from "../documents/deployment";
import { policiesAsked, readQuestion } from "../documents/read-question";
import type { ReadTarget } from "../documents/read-target";
import { rolesThatMayRead, withAssumers } from "../documents/roles-that-may-read";
import {
  isNoServiceLinked,
  isRole,
  type QuestionSetup,
  SERVICE_LINKED,
  type SymbolicCaller,
} from "../request/caller";
import { isDeclaredAdministrator, stepsToAdministrators } from "../request/declared-session";
import { isMadeFor } from "../request/made-for-reader";
import { setUpQuestion } from "../request/question-setup";
import { hasReaderTags } from "../request/readers";
import { isRotatedByUnknown, isRotation } from "../request/rotation";
import { isTracedBack, requireAssumingCaller } from "../request/session-creation";
import { OWNER_CLOSED, symbolicRead } from "../request/symbolic-read";
import { always, and, atom, type Formula, never, not, or } from "../solver/formula";
import { limitsWith } from "../solver/limits";
import { equalsText } from "../texts/text-value";
import { explainEntry, preferShortWay } from "./administrator-entry";
import { nameDeciding, type Question } from "./claim";

/** Which role rotates a secret, nobody said: a principal of the owner's account, whose rights nobody told. */
const UNKNOWN_ROTATION =
  "the role that rotates the secret is not known, and is one of the owner's account that is taken to read nothing; name it (rotation.roleArn in the inventory, rotation.role in a documents file)";

/**
 * All documents together let nobody read the secret but the sessions that the service makes for the declared
 * readers, the role that rotates it, and the administrators of the owner's account who are named, in sessions that only declared ones
 * come to. With `roleArn`, only sessions of that role are asked about.
 */
export function readExclusive(
  deployment: Deployment,
  target: ReadTarget,
  roleArn?: string,
): Question {
  const { arn } = target.of;
  const { words } = deployment.kind ?? {};
  const account = accountOf(arn);
  const readers = deployment.readersOf(arn);
  const roles = rolesOf(deployment, target, readers);
  const ownRights = atom("principals of the owner's account read by their own rights");
  const question = readQuestion(deployment, target);
  const setup = {
    ...setUpQuestion(deployment, policiesAsked(question), roles),
    strangersMayBecome: mayBecomeUnknown(deployment, account),
  };
  const read = symbolicRead(setup, question, ownRights);
  const most = limitsWith(deployment.settings.limits).chain;
  const depth = stepsToAdministrators(setup, account, most);
  const caller = requireAssumingCaller(setup, read.caller, depth);
  const isSealed = target.kind === "secret" && target.of.sealed === true;
  if (!isSealed) setup.problem.assume(OWNER_CLOSED, not(ownRights));
  setup.problem.assume(SERVICE_LINKED, isNoServiceLinked(setup, caller));
  const isDeclared = or(...readers.map((reader) => isDeclaredSession(deployment, caller, reader)));
  const isUnknownRotation = isRotatedByUnknown(target);
  return {
    claim: "read-exclusive",
    subject: arn,
    setup,
    violation: and(
      read.isPossible,
      roleArn === undefined ? always : isRole(caller.principal, roleArn),
      not(isDeclared),
      not(isRotation(caller, target)),
      not(isDeclaredAdministrator(setup, caller, account)),
    ),
    doubt: (used) =>
      isUnknownRotation && used.includes(OWNER_CLOSED) ? UNKNOWN_ROTATION : undefined,
    preferences: () => [
      isTracedBack(setup, caller),
      ...preferShort(caller, ...read.contexts),
      ...preferShortWay(setup, caller),
    ],
    explain: (model) => {
      const principal = renderPrincipal(model, caller, ...read.contexts);
      const [fetch, ...others] = read.requests(model, principal, (context) =>
        renderContext(model, context, setup.spellings),
      );
      if (!fetch) return { disagreement: "there is no request to make" };
      const doubt = doubtfulSession(model, setup, caller);
      if (doubt !== undefined) return { disagreement: doubt };
      const isClosed = !isSealed && !deployment.settings.dropped?.has(OWNER_CLOSED);
      const decisions: Decision[] = [fetch, ...others].map((request) =>
        // To decrypt, the owner's principals may have rights of their own in any case.
        evaluate(deployment.documents, request, {
          ownerPrincipalsClosed: isClosed && request === fetch,
        }),
      );
      const denied = decisions.find(({ decision }) => decision === "denied");
      const [decision] = decisions;
      if (denied || !decision) return { disagreement: denied?.reason ?? "nothing was decided" };
      const isAdministrator =
        principal.kind === "session" && isAdministratorOf(deployment, account, principal.roleArn);
      if (isAdministrator) return explainEntry(deployment, { model, setup, caller, arn });
      return {
        summary: `${sayPrincipal(principal)} can read ${arn}, and is no declared reader's ${words?.principal}${isSealed ? ", though the secret is sealed" : ""}`,
        request: fetch,
        ...nameDeciding(decision, `policies of ${arn}`),
        fix: `grant the read to the declared readers' roles alone, and let nobody but ${words?.maker} assume these${isUnknownRotation ? "; or, where this is the role that rotates the secret, name it as that" : ""}`,
      };
    },
  };
}

/** Of accounts of which the documents have everyone, nobody else becomes an administrator, nor who may become one. */
function mayBecomeUnknown(
  deployment: Deployment,
  account: string,
): NonNullable<QuestionSetup["strangersMayBecome"]> {
  const behind = new Set(behindAdministrators(deployment, account).roles);
  const whole = deployment.documents.wholeAccounts ?? [];
  return (role, { principal }) =>
    behind.has(role) ? not(and(principal.hasArn, equalsText(principal.account, ...whole))) : always;
}

/** Says that the caller's session is the reader's, by its tags; where it has none, by the role's own, if no other's is the same. */
function isDeclaredSession(
  { associationsOf }: Deployment,
  caller: SymbolicCaller,
  reader: DeclaredReader,
): Formula {
  const untagged = associationsOf(reader.association?.roleArn ?? "").filter(
    ({ association }) => association.disableSessionTags,
  );
  return isMadeFor(caller, reader, (session) =>
    untagged.length === 1 ? hasReaderTags(session, reader) : never,
  );
}

/** Roles whose documents take part: the declared ones, those that may read by their own rights, and who may become them. */
function rolesOf(
  deployment: Deployment,
  target: ReadTarget,
  readers: DeclaredReader[],
): RoleDocuments[] {
  const declared = readers.flatMap((reader) => rolesOfReader(deployment, reader));
  const { roles } = behindAdministrators(deployment, accountOf(target.of.arn));
  return withAssumers(deployment, [...declared, ...rolesThatMayRead(deployment, target), ...roles]);
}
