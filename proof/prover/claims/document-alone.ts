import { evaluateRequest } from "../../evaluator/evaluate";
import type { NamedPolicy, ParsedPolicy } from "../../grammar/syntax";
import {
  preferShort,
  readText,
  renderContext,
  renderPrincipal,
} from "../counterexample/concrete-request";
import { accountOf } from "../documents/deployment";
import type { DocumentQuestion } from "../documents/questions";
import { isAllowed, readPolicies } from "../encoder/statement";
import { readGrants } from "../request/allowed-by-all";
import {
  contextOn,
  type QuestionSetup,
  requestOn,
  type SymbolicCaller,
  symbolicCaller,
} from "../request/caller";
import { requireAssumingCaller } from "../request/session-creation";
import { always, and, type Formula, never, not } from "../solver/formula";
import { exampleActions, spellAction } from "../symbols/actions";
import type { SymbolicContext } from "../symbols/symbolic-context";
import { lowerKeys } from "../symbols/symbolic-request";
import { actionsOf } from "../texts/domains";
import { equalsText, unknownText } from "../texts/text-value";
import { TextVariable } from "../texts/text-variable";
import {
  type Claim,
  type ClaimId,
  type Explained,
  nameDeciding,
  type Statement,
  type Witness,
} from "./claim";

/** The worst case for a document that is not known. */
const allowEverything: NamedPolicy = {
  name: "identity policies taken to allow everything",
  document: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  },
};

/** The service whose actions such a document is about. */
const SERVICES = { resource: "secretsmanager", key: "kms", trust: "sts" } as const;

/** An unknown request to do something with the document's resource. */
interface Asked {
  caller: SymbolicCaller;
  context: SymbolicContext;
  /** The request is for one of the actions, in lower case. */
  isOneOf(actions: string[]): Formula;
}

/** What a document may allow when it is asked alone. */
interface Alone {
  kind: keyof typeof SERVICES;
  /** Grants of the key in addition to its policy. Defaults to none. */
  grants?: NamedPolicy[];
  parsedGrants?: ParsedPolicy[];
  /** Values to show of condition keys, by name in lower case. */
  examples?: Record<string, string[]>;
  /** Whether a session must have been created by somebody whom its role's trust policy lets in. Defaults to false. */
  isAssuming?: boolean;
  isMeant(asked: Asked): Formula;
  summary(action: string): string;
  fix: string;
  /** Preferences for counterexamples, before shortness. */
  preferences?(asked: Asked): Formula[];
}

type Owner = { arn: string; tags?: Record<string, string> | null };

/** Claims that a document and a key's grants let nobody do more than intended if every identity policy allows everything. */
export function documentAlone(
  claim: ClaimId,
  question: DocumentQuestion<Owner>,
  alone: Alone,
): Claim {
  const { around, of, policies, roles } = question;
  return {
    claim,
    subject: of.arn,
    around,
    roles: [...new Set(roles)],
    policies: [...policies, ...(alone.parsedGrants ?? [])],
    state: (setup) => stateAlone(setup, question, alone),
    explain: (witness) => explainAlone(question, alone, witness),
  };
}

function stateAlone(
  setup: QuestionSetup,
  { of, policies }: DocumentQuestion<Owner>,
  alone: Alone,
): Statement {
  const { examples, kind, parsedGrants = [] } = alone;
  const { arn, tags } = of;
  const anybody = symbolicCaller(setup, "principal");
  const caller = alone.isAssuming ? requireAssumingCaller(setup, anybody) : anybody;
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
  // A trust policy must let in nobody else in any account. The others are only asked about outsiders.
  const isAsked = kind === "trust" ? always : not(request.isSameAccount);
  const asked: Asked = {
    caller,
    context,
    isOneOf: (actions) => equalsText(action, ...actions),
  };
  const named = (part: string, formula: Formula) => setup.problem.gate(() => ({ part }), formula);
  return {
    violation: and(
      named("asked", isAsked),
      named("let in", isLetIn),
      not(named("meant", alone.isMeant(asked))),
    ),
    preferences: () => [...(alone.preferences?.(asked) ?? []), ...preferShort(caller, context)],
    witness: (model) => ({
      requests: [
        {
          principal: renderPrincipal(model, caller, context),
          action: spellAction(readText(model, action)),
          resource: arn,
          context: renderContext(model, context, setup.spellings),
        },
      ],
    }),
  };
}

function explainAlone(
  { document, of: { arn, tags } }: DocumentQuestion<Owner>,
  { fix, grants = [], kind, summary }: Alone,
  { requests: [{ context = {}, ...found }] }: Witness,
): Explained {
  const request = {
    ...found,
    resource: arn,
    resourceAccount: accountOf(arn),
    ...(tags && { resourceTags: tags }),
    context,
  };
  const resource = { name: `${kind} policy of ${arn}`, document };
  const inForce = { identity: [allowEverything], resource, resourceKind: kind, grants };
  const decision = evaluateRequest(inForce, request);
  if (decision.decision === "denied") return { disagreement: decision.reason };
  // If the document delegates to the account, the account is assumed to allow it: only the document's statement can be changed.
  const isLeft = decision.decidedBy?.document === allowEverything.name;
  const leaving = decision.statements.find(
    ({ document, matched }) => matched && document !== allowEverything.name,
  );
  return {
    summary: summary(request.action),
    request,
    ...nameDeciding(
      { decidedBy: (isLeft && leaving) || decision.decidedBy, turnsOn: decision.turnsOn },
      resource.name,
    ),
    fix,
  };
}
