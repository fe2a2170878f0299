import type { AssociationDocuments, RoleDocuments } from "../../domain/documents";
import { externalIdOf } from "../../evaluator/pod-session";
import { readText, renderContext, renderPrincipal } from "../counterexample/concrete-request";
import { preferShort } from "../counterexample/prefer-short";
import { accountOf, type Deployment, readDocument } from "../documents/deployment";
import { contextOn, isPodIdentity, isRole, requestOn, symbolicCaller } from "../request/caller";
import { setUpQuestion } from "../request/question-setup";
import { readerTagValues } from "../request/readers";
import { and, type Formula, never, not, or } from "../solver/formula";
import { exampleActions, spellAction } from "../symbols/actions";
import { lowerKeys } from "../symbols/lower-keys";
import type { SymbolicContext } from "../symbols/symbolic-context";
import { keyHas } from "../symbols/symbolic-key";
import { actionsOf } from "../texts/domains";
import { unknownText } from "../texts/text-value";
import { TextVariable } from "../texts/text-variable";
import { nameDeciding, type Question } from "./claim";
import { allowEverything, decideAlone, letsIn } from "./document-alone";

/**
 * The role's trust policy lets nobody assume it or tag its session but EKS Pod Identity for the readers that it is
 * associated with, by their tags, of which the cluster's may also be the source of the request; a target role, but
 * sessions of the reader's role with the reader's tags, or where there are none the external id that EKS makes of the
 * reader. Nothing is taken for granted of which tags a request has: each may be missing by itself.
 */
export function roleUnforgeable(deployment: Deployment, role: RoleDocuments): Question {
  const { arn, trust } = role;
  const title = "trust policy";
  const documents = readDocument("trust", title, arn, trust);
  const setup = setUpQuestion(deployment, documents, [role]);
  const caller = symbolicCaller(setup, "principal");
  const action = unknownText(
    setup.problem.text(new TextVariable("action", actionsOf("sts"), exampleActions("sts"))),
  );
  const context = contextOn(setup, caller, "request", action, arn, {
    resourceTags: lowerKeys(role.tags),
  });
  const request = requestOn(setup, caller, context, action, arn);
  const isMeant = or(
    ...deployment
      .associationsOf(arn)
      .map(({ asTarget, association }) =>
        and(
          asTarget ? isRole(caller.principal, association.roleArn) : isPodIdentity(caller),
          asTarget
            ? saysTarget(context, association)
            : saysReader(context, readerTagValues(association)),
        ),
      ),
  );
  const isLetIn = letsIn("trust", documents, request);
  return {
    claim: "role-unforgeable",
    subject: arn,
    setup,
    violation: and(isLetIn, not(isMeant)),
    preferences: () => [
      caller.principal.kinds.service,
      not(isRole(caller.principal, arn)),
      ...preferShort(caller, context),
    ],
    explain: (model) => {
      const found = {
        principal: renderPrincipal(model, caller, context),
        action: spellAction(readText(model, action)),
        resource: arn,
        resourceAccount: accountOf(arn),
        ...(role.tags && { resourceTags: role.tags }),
        context: renderContext(model, context, setup.spellings),
      };
      const decision = decideAlone("trust", `${title} of ${arn}`, trust, found);
      if (decision.decision === "denied") return { disagreement: decision.reason };
      // What the trust leaves to the account, the account is taken to allow: the trust's statement is what can be changed.
      const isLeft = decision.decidedBy?.document === allowEverything.name;
      const leaving = decision.statements.find(
        ({ document, matched }) => matched && document !== allowEverything.name,
      );
      return {
        summary: `${whatMayBeDone(found.action)} by somebody who is not its declared reader`,
        request: found,
        ...nameDeciding(
          isLeft && leaving ? { decidedBy: leaving } : decision,
          `${title} of ${arn}`,
        ),
        fix: "trust pods.eks.amazonaws.com alone (a target role: the reader's role by aws:PrincipalArn), and demand aws:RequestTag/eks-cluster-arn, kubernetes-namespace and kubernetes-service-account of the one reader",
      };
    },
  };
}

/** How sentences say that the action on the role is allowed. */
function whatMayBeDone(action: string): string {
  if (action.startsWith("sts:AssumeRole")) return "the role may be assumed";
  if (action === "sts:TagSession") return "a session of the role may be tagged";
  if (action === "sts:SetSourceIdentity")
    return "a session of the role may be given a source identity";
  return `${action} may be done with the role`;
}

/** Says that the request is for the reader: EKS names the cluster as its source as well. */
function saysReader(context: SymbolicContext, tags: [string, string][]): Formula {
  return and(
    ...tags.map(([key, value]) =>
      or(
        requestTagsAre(context, [[key, value]]),
        key === "eks-cluster-arn" ? keyHas(context.keyOf("aws:sourcearn"), [value]) : never,
      ),
    ),
  );
}

function saysTarget(context: SymbolicContext, association: AssociationDocuments): Formula {
  return or(
    requestTagsAre(context, readerTagValues(association)),
    association.disableSessionTags
      ? keyHas(context.keyOf("sts:externalid"), [externalIdOf(association)])
      : never,
  );
}

function requestTagsAre(context: SymbolicContext, tags: [string, string][]): Formula {
  return and(
    ...tags.map(([key, value]) => keyHas(context.keyOf(`aws:requesttag/${key}`), [value])),
  );
}
