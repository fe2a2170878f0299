import { evaluateRequest } from "../../evaluator/evaluate-request";
import type { NamedPolicy, RawPolicy } from "../../grammar/named-policy";
import { parsePolicy } from "../../grammar/parse-policy";
import { readText, renderContext, renderPrincipal } from "../counterexample/concrete-request";
import { preferShort } from "../counterexample/prefer-short";
import { accountOf, type Deployment } from "../documents/deployment";
import { readDocument } from "../documents/policies";
import { isAllowed } from "../encoder/decision";
import { readPolicies } from "../encoder/statement";
import { readGrants } from "../request/allowed-by-all";
import { contextOn, requestOn, symbolicCaller } from "../request/caller";
import { setUpQuestion } from "../request/question-setup";
import { requireAssumingCaller } from "../request/session-creation";
import { always, and, type Formula, never, not } from "../solver/formula";
import { exampleActions, spellAction } from "../symbols/actions";
import { lowerKeys } from "../symbols/lower-keys";
import { actionsOf } from "../texts/domains";
import { equalsText, unknownText } from "../texts/text-value";
import { TextVariable } from "../texts/text-variable";
import { nameDeciding, type Question } from "./claim";

/** The worst case of a document that is not given. */
const allowEverything: NamedPolicy = {
  name: "identity policies taken to allow everything",
  document: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  },
};

/** Whose actions such a document is about. */
const SERVICES = { resource: "secretsmanager", key: "kms", trust: "sts" } as const;

/** A document that is asked alone. */
interface Alone {
  kind: keyof typeof SERVICES;
  document: RawPolicy | null | undefined;
  /** What has the document. */
  of: { arn: string; tags?: Record<string, string> | null };
  roles: Parameters<typeof setUpQuestion>[2];
  /** Grants of the key, beside its document. Defaults to none. */
  grants?: NamedPolicy[];
  /** Values to show of condition keys, by name in lower case. */
  examples?: Record<string, string[]>;
  /** Whether a session must have been made by somebody whom its role's trust policy lets in. Defaults to false. */
  isAssuming?: boolean;
}

/** Asks what a document, and a key's grants, let anybody do with what has it, where every identity policy allows everything. */
export function askAlone(
  deployment: Deployment,
  { document, examples, grants = [], isAssuming = false, kind, of, roles }: Alone,
) {
  const { arn, tags } = of;
  const title = `${kind} policy`;
  const policies = readDocument(kind, title, arn, document);
  const parsedGrants = grants.map((one) => parsePolicy(one, "key"));
  const setup = setUpQuestion(deployment, [...policies, ...parsedGrants], [...new Set(roles)]);
  const anybody = symbolicCaller(setup, "principal");
  const caller = isAssuming ? requireAssumingCaller(setup, anybody) : anybody;
  const service = SERVICES[kind];
  const action = unknownText(
    setup.problem.text(new TextVariable("action", actionsOf(service), exampleActions(service))),
  );
  const context = contextOn(setup, caller, "request", action, arn, {
    resourceTags: lowerKeys(tags),
    ...(examples && { examples }),
  });
  const request = requestOn(setup, caller, context, action, arn);
  const isLetIn = isAllowed(request, {
    resource: readPolicies(policies, request),
    resourceKind: kind,
    grants: readGrants(parsedGrants, request),
    identity: { allows: always, denies: never },
    limits: [],
    control: [],
  });
  // A trust policy must let in nobody else, of whatever account; the others are asked about outsiders alone.
  const isAsked = kind === "trust" ? always : not(request.isSameAccount);
  return {
    caller,
    context,
    /** Says that the request is for one of the actions, in lower case. */
    isOneOf: (actions: string[]) => equalsText(action, ...actions),
    /** Claims that nobody is let in so. */
    question: (
      claim: Question["claim"],
      violation: Formula,
      words: { summary(action: string): string; fix: string },
      preferences: Formula[] = [],
    ): Question => ({
      claim,
      subject: arn,
      setup,
      violation: and(isAsked, isLetIn, violation),
      preferences: () => [...preferences, ...preferShort(caller, context)],
      explain: (model) => {
        const found = {
          principal: renderPrincipal(model, caller, context),
          action: spellAction(readText(model, action)),
          resource: arn,
          resourceAccount: accountOf(arn),
          ...(tags && { resourceTags: tags }),
          context: renderContext(model, context, setup.spellings),
        };
        const resource = { name: `${title} of ${arn}`, document };
        const inForce = { identity: [allowEverything], resource, resourceKind: kind, grants };
        const decision = evaluateRequest(inForce, found);
        if (decision.decision === "denied") return { disagreement: decision.reason };
        // What the document leaves to the account, the account is taken to allow: the document's statement is what can be changed.
        const isLeft = decision.decidedBy?.document === allowEverything.name;
        const leaving = decision.statements.find(
          ({ document, matched }) => matched && document !== allowEverything.name,
        );
        return {
          summary: words.summary(found.action),
          request: found,
          ...nameDeciding(
            { decidedBy: (isLeft && leaving) || decision.decidedBy, turnsOn: decision.turnsOn },
            resource.name,
          ),
          fix: words.fix,
        };
      },
    }),
  };
}
