import type { RawPolicy } from "../../../../../proof";
import { readDocument } from "../../../../../proof/prover/documents/policies";
import {
  isAllowed,
  type Readings,
  readPolicies,
} from "../../../../../proof/prover/encoder/statement";
import { contextOn, requestOn, symbolicCaller } from "../../../../../proof/prover/request/caller";
import { setUpQuestion } from "../../../../../proof/prover/request/question-setup";
import {
  and,
  atom,
  type Formula,
  iff,
  not,
  or,
  VIOLATION,
} from "../../../../../proof/prover/solver/formula";
import { exampleActions } from "../../../../../proof/prover/symbols/actions";
import { lowerKeys } from "../../../../../proof/prover/symbols/symbolic-request";
import { actions, actionsOf, resources } from "../../../../../proof/prover/texts/domains";
import { constantPattern } from "../../../../../proof/prover/texts/text-pattern";
import { unknownText } from "../../../../../proof/prover/texts/text-value";
import { TextVariable } from "../../../../../proof/prover/texts/text-variable";
import { type AccessDocuments, deploymentOf } from "../../../../proof/pods";
import type { JudgedDocument } from "./judged-documents";

/** Actions that make a session. Nothing else in a trust policy gives access. Some are for identities of a provider. */
const MAKING = {
  all: ["sts:assumerole", "sts:tagsession"],
  federated: ["sts:assumerolewithsaml", "sts:assumerolewithwebidentity"],
};

/**
 * Whether two versions of a document give the same answer to every request, whatever all other policies allow.
 * For a trust policy, only requests that make a session count.
 */
export function areEquivalent(
  documents: AccessDocuments,
  judged: JudgedDocument,
  other: RawPolicy | null,
): Promise<boolean> {
  return isImpossible(documents, judged, other, differ);
}

/** Whether the other version allows no request that the document denies. */
export function allowsNoMore(
  documents: AccessDocuments,
  judged: JudgedDocument,
  other: RawPolicy | null,
): Promise<boolean> {
  return isImpossible(documents, judged, other, (one, two) => and(two, not(one)));
}

/** Whether there is no request that the two versions allow or deny in this way. */
async function isImpossible(
  documents: AccessDocuments,
  { document, kind, owner }: JudgedDocument,
  other: RawPolicy | null,
  way: (one: Formula, two: Formula) => Formula,
): Promise<boolean> {
  const deployment = deploymentOf(documents);
  const as = KINDS[kind] ?? "identity";
  const read = (policy: RawPolicy | null, title: string) =>
    readDocument(as, title, owner, policy ?? undefined);
  const versions = [read(document, "one"), read(other, "other")];
  const setup = setUpQuestion(deployment, versions.flat(), []);
  const caller = symbolicCaller(setup, "principal");
  const action = unknownText(
    setup.problem.text(new TextVariable("action", ACTIONS[as], exampleActions())),
  );
  const resourceArn = as === "identity" ? "*" : owner;
  const tags =
    deployment.secret(owner)?.tags ?? deployment.key(owner)?.tags ?? deployment.role(owner)?.tags;
  const context = contextOn(setup, caller, "request", action, owner, {
    ...(as !== "identity" && { resourceTags: lowerKeys(tags) }),
  });
  const request = requestOn(setup, caller, context, action, owner);
  const asked =
    resourceArn === "*"
      ? {
          ...request,
          resource: unknownText(setup.problem.text(new TextVariable("resource", resources))),
        }
      : request;
  const others = atom("the other policies allow it");
  const decided = versions.map((policies) => {
    const reading = readPolicies(policies, asked);
    if (as === "identity") return and(reading.allows, not(reading.denies));
    const readings: Readings = {
      resource: reading,
      resourceKind: as,
      identity: { allows: others, denies: or() },
      limits: [],
      control: [],
    };
    return isAllowed(asked, readings);
  });
  const [one = or(), two = or()] = decided;
  if (as === "trust") {
    const isOne = (names: string[]) =>
      or(...names.map((name) => action.matches(constantPattern(name))));
    const { federated } = caller.principal.kinds;
    setup.problem.require(
      or(isOne(MAKING.all), and(federated, isOne(MAKING.federated))),
      "a session is made by one of these actions",
    );
  }
  setup.problem.require(way(one, two), VIOLATION);
  return (await setup.problem.solve(60_000)).result === "impossible";
}

const KINDS: Record<string, "resource" | "key" | "trust"> = {
  "resource policy": "resource",
  "key policy": "key",
  "trust policy": "trust",
};

/** The actions that each kind of document can decide. */
const ACTIONS = {
  resource: actionsOf("secretsmanager"),
  key: actionsOf("kms"),
  trust: actionsOf("sts"),
  identity: actions,
};

function differ(one: Formula, two: Formula): Formula {
  return not(iff(one, two));
}
