import type { SecretDocuments } from "../../domain/documents";
import { readText, renderContext, renderPrincipal } from "../counterexample/concrete-request";
import { preferShort } from "../counterexample/prefer-short";
import { accountOf, type Deployment, readDocument, rolesOfReader } from "../documents/deployment";
import { contextArns, SECRET_READS } from "../documents/read-target";
import { contextOn, requestOn, symbolicCaller } from "../request/caller";
import { setUpQuestion } from "../request/question-setup";
import { isForeign, isReaderSession } from "../request/readers";
import { isRotation, ROTATING_ACTIONS, rotationRole } from "../request/rotation";
import { requireAssumingCaller } from "../request/session-creation";
import { and, not, or } from "../solver/formula";
import { exampleActions, spellAction } from "../symbols/actions";
import { lowerKeys } from "../symbols/lower-keys";
import { actionsOf } from "../texts/domains";
import type { Model } from "../texts/problem";
import { constantPattern } from "../texts/text-pattern";
import { unknownText } from "../texts/text-value";
import { TextVariable } from "../texts/text-variable";
import { nameDeciding, type Question } from "./claim";
import { decideAlone, letsIn } from "./document-alone";

/**
 * Assuming all identity policies outside allow everything, the resource policy alone allows outsiders nothing, except that
 * declared readers' sessions may do the two reads, and a rotation role of another account what rotation needs.
 */
export function secretBounded(deployment: Deployment, secret: SecretDocuments): Question {
  const { arn, policy } = secret;
  const title = "resource policy";
  const documents = readDocument("resource", title, arn, policy);
  // A reader through a target role of the owner's is inside: nobody is to come in through the policy for it.
  // A secret and its replicas have one policy, which must let in the readers of each.
  const readers = contextArns(deployment, arn)
    .flatMap((copy) => deployment.readersOf(copy))
    .filter(({ readingRole }) => isForeign(readingRole, arn));
  const rotating = deployment.role(rotationRole(secret) ?? "");
  const roles = [
    ...readers.flatMap((reader) => rolesOfReader(deployment, reader)),
    ...(rotating ? [rotating] : []),
  ];
  const setup = setUpQuestion(deployment, documents, [...new Set(roles)]);
  const caller = requireAssumingCaller(setup, symbolicCaller(setup, "principal"));
  const action = unknownText(
    setup.problem.text(
      new TextVariable("action", actionsOf("secretsmanager"), exampleActions("secretsmanager")),
    ),
  );
  const context = contextOn(setup, caller, "request", action, arn, {
    resourceTags: lowerKeys(secret.tags),
  });
  const request = requestOn(setup, caller, context, action, arn);
  const isOneOf = (actions: string[]) =>
    or(...actions.map((one) => action.matches(constantPattern(one))));
  const isDeclared = or(
    and(isOneOf(SECRET_READS), or(...readers.map((reader) => isReaderSession(caller, reader)))),
    and(isOneOf(ROTATING_ACTIONS), isRotation(caller, { kind: "secret", of: secret })),
  );
  const isLetIn = letsIn("resource", documents, request);
  return {
    claim: "secret-bounded",
    subject: arn,
    setup,
    violation: and(not(request.isSameAccount), isLetIn, not(isDeclared)),
    preferences: () => preferShort(caller, context),
    explain: (model: Model) => {
      const found = {
        principal: renderPrincipal(model, caller, context),
        action: spellAction(readText(model, action)),
        resource: arn,
        resourceAccount: accountOf(arn),
        ...(secret.tags && { resourceTags: secret.tags }),
        context: renderContext(model, context, setup.spellings),
      };
      const decision = decideAlone("resource", `${title} of ${arn}`, policy, found);
      if (decision.decision === "denied") return { disagreement: decision.reason };
      return {
        summary: `somebody outside the owner's account may do ${found.action} on the secret without being a declared reader's session`,
        request: found,
        ...nameDeciding(decision, `${title} of ${arn}`),
        fix: "name in the statement the two reads only, the role by aws:PrincipalArn, and the reader by its three session tags (aws:PrincipalTag/eks-cluster-arn, kubernetes-namespace, kubernetes-service-account)",
      };
    },
  };
}
