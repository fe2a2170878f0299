import type { SecretDocuments } from "../../documents";
import { exampleActions, spellAction } from "../actions";
import { contextOn, requestOn, symbolicCaller } from "../caller";
import { deciding, type Question } from "../claim";
import { accountOf, type Deployment, readDocument, rolesOfReader } from "../deployment";
import { actionsOf } from "../domains";
import { and, not, or } from "../formula";
import { lowerKeys } from "../lower-keys";
import type { Model } from "../problem";
import { isForeign, isReaderSession } from "../readers";
import { readText, renderContext, renderPrincipal } from "../render";
import { newScene } from "../scene";
import { madeCaller } from "../session-making";
import { shortness } from "../shortness";
import { constantPattern } from "../text-pattern";
import { unknownText } from "../text-value";
import { TextVariable } from "../text-variable";
import { decideAlone, letsIn } from "./document-alone";
import { contextArns } from "./reading";

const READS = ["secretsmanager:getsecretvalue", "secretsmanager:describesecret"];

/**
 * The secret's resource policy alone, every identity policy outside taken to allow everything, lets nobody outside do
 * anything but the declared readers' sessions the two reads.
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
  const roles = readers.flatMap((reader) => rolesOfReader(deployment, reader));
  const scene = newScene(deployment, documents, [...new Set(roles)]);
  const caller = madeCaller(scene, symbolicCaller(scene, "principal"));
  const action = unknownText(
    scene.problem.text(
      new TextVariable("action", actionsOf("secretsmanager"), exampleActions("secretsmanager")),
    ),
  );
  const context = contextOn(scene, caller, "request", arn, {
    resourceTags: lowerKeys(secret.tags),
  });
  const request = requestOn(scene, caller, context, action, arn);
  const isDeclared = and(
    or(...READS.map((read) => action.matches(constantPattern(read)))),
    or(...readers.map((reader) => isReaderSession(caller, reader))),
  );
  const isLetIn = letsIn("resource", documents, request);
  return {
    claim: "secret-bounded",
    subject: arn,
    scene,
    violation: and(not(request.isSameAccount), isLetIn, not(isDeclared)),
    preferences: () => shortness(caller, context),
    explain: (model: Model) => {
      const found = {
        principal: renderPrincipal(model, caller, context),
        action: spellAction(readText(model, action)),
        resource: arn,
        resourceAccount: accountOf(arn),
        ...(secret.tags && { resourceTags: secret.tags }),
        context: renderContext(model, context, scene.spellings),
      };
      const decision = decideAlone("resource", `${title} of ${arn}`, policy, found);
      if (decision.decision === "denied") return { disagreement: decision.reason };
      return {
        summary: `somebody outside the owner's account may do ${found.action} on the secret without being a declared reader's session`,
        request: found,
        ...deciding(decision, `${title} of ${arn}`),
        fix: "name in the statement the two reads only, the role by aws:PrincipalArn, and the reader by its three session tags (aws:PrincipalTag/eks-cluster-arn, kubernetes-namespace, kubernetes-service-account)",
      };
    },
  };
}
