import { evaluate } from "../../evaluator/evaluate";
import type { SymbolicCaller } from "../request/caller";
import type { SpelledSetup } from "../request/question-setup";
import { READER_TRUST } from "../request/session-creation";
import { holds } from "../solver/formula";
import type { Model } from "../texts/problem";
import { readText } from "./concrete-request";
import { makingRequest } from "./making-request";

/**
 * Why it is not sure that the model's caller has its session: the evaluator denies the request that makes it, or one of those before it; or
 * they are more than were looked at. Undefined where it has it, and where the claim does not ask how sessions are made.
 */
export function doubtfulSession(
  model: Model,
  setup: SpelledSetup,
  caller: SymbolicCaller,
): string | undefined {
  const { around } = setup;
  if (around.settings.dropped?.has(READER_TRUST)) return undefined;
  let session = caller;
  for (;;) {
    const { assumer, principal } = session;
    if (!holds(principal.kinds.session, model.truth)) return undefined;
    const arn = readText(model, principal.arn);
    if (!setup.roles.some((role) => role.arn === arn && role.trust)) return undefined;
    if (!assumer) {
      return `it may take more roles than are looked at, each of which assumes the next, and it is not known who may become ${arn}`;
    }
    const request = makingRequest(model, setup, assumer, session, arn);
    const isTagged = Object.keys(request.context ?? {}).some((key) =>
      /^aws:RequestTag\//i.test(key),
    );
    for (const action of [request.action, ...(isTagged ? ["sts:TagSession"] : [])]) {
      const made = evaluate(
        around.documents,
        { ...request, action },
        { ownerPrincipalsClosed: false },
      );
      if (made.decision === "denied") {
        return `the session of ${arn} cannot be made so: ${action} is denied, ${made.reason}`;
      }
    }
    session = assumer;
  }
}
