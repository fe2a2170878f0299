import { parseArn } from "../../../rules/arn";
import type { KeyDocuments, SecretDocuments } from "../../domain/documents";
import { grantPolicies } from "../../domain/key-grants";
import { readText, renderContext, renderPrincipal } from "../counterexample/concrete-request";
import { preferShort } from "../counterexample/prefer-short";
import { accountOf, type Deployment, readDocument } from "../documents/deployment";
import { readKeyGrants } from "../documents/key-of-read";
import { contextArns, viaServiceOf, viaServices } from "../documents/read-target";
import { contextOn, isRole, requestOn, symbolicCaller } from "../request/caller";
import { setUpQuestion } from "../request/question-setup";
import { isForeign } from "../request/readers";
import { ROTATING_KEY_ACTIONS, rotationRole } from "../request/rotation";
import { and, not, or } from "../solver/formula";
import { exampleActions, spellAction } from "../symbols/actions";
import { lowerKeys } from "../symbols/lower-keys";
import { keyHas } from "../symbols/symbolic-key";
import { actionsOf } from "../texts/domains";
import { constantPattern } from "../texts/text-pattern";
import { unknownText } from "../texts/text-value";
import { TextVariable } from "../texts/text-variable";
import { nameDeciding, type Question } from "./claim";
import { decideAlone, letsIn } from "./document-alone";

/** A role of another account, and a secret that it reads or rotates. */
interface Pair {
  roleArn: string;
  secret: SecretDocuments;
}

/**
 * The key policy and the key's grants alone, every identity policy outside taken to allow everything, let nobody outside do anything but the
 * declared readers' roles decrypt, through Secrets Manager, the secrets declared for them, and a rotation role encrypt and decrypt what it rotates.
 */
export function keyBounded(deployment: Deployment, key: KeyDocuments): Question {
  const { arn, policy } = key;
  const title = "key policy";
  const documents = readDocument("key", title, arn, policy);
  const secrets = deployment.secrets.filter((secret) => secret.key === arn);
  const pairs = secrets.flatMap((secret) =>
    deployment
      .readersOf(secret.arn)
      .flatMap(({ readingRole }) => (isForeign(readingRole, arn) ? readingRole : []))
      .map((roleArn) => ({ roleArn, secret })),
  );
  const rotations = secrets.flatMap((secret) => {
    const roleArn = rotationRole(secret);
    return isForeign(roleArn, arn) ? [{ roleArn, secret }] : [];
  });
  const roles = [...pairs, ...rotations].flatMap(({ roleArn }) => deployment.role(roleArn) ?? []);
  const grants = readKeyGrants(key);
  const setup = setUpQuestion(deployment, [...documents, ...grants], [...new Set(roles)]);
  const caller = symbolicCaller(setup, "principal");
  const action = unknownText(
    setup.problem.text(new TextVariable("action", actionsOf("kms"), exampleActions("kms"))),
  );
  const context = contextOn(setup, caller, "request", action, arn, {
    resourceTags: lowerKeys(key.tags),
    examples: {
      "kms:viaservice": viaServices(parseArn(arn)?.region ?? ""),
      "kms:encryptioncontext:secretarn": [
        ...secrets.map((secret) => secret.arn),
        `arn:aws:secretsmanager:${parseArn(arn)?.region}:${accountOf(arn)}:secret:another-AbCdEf`,
      ],
    },
  });
  const request = requestOn(setup, caller, context, action, arn);
  const isWithin = ({ roleArn, secret }: Pair) =>
    and(
      isRole(caller.principal, roleArn),
      keyHas(context.keyOf("kms:viaservice"), [viaServiceOf(secret.arn)]),
      keyHas(context.keyOf("kms:encryptioncontext:secretarn"), contextArns(deployment, secret.arn)),
    );
  const isLetIn = letsIn("key", documents, request, grants);
  const isOneOf = (actions: string[]) =>
    or(...actions.map((one) => action.matches(constantPattern(one))));
  const isDeclared = or(
    and(isOneOf(["kms:decrypt"]), or(...pairs.map(isWithin))),
    and(isOneOf(ROTATING_KEY_ACTIONS), or(...rotations.map(isWithin))),
  );
  return {
    claim: "key-bounded",
    subject: arn,
    setup,
    violation: and(not(request.isSameAccount), isLetIn, not(isDeclared)),
    preferences: () => preferShort(caller, context),
    explain: (model) => {
      const found = {
        principal: renderPrincipal(model, caller, context),
        action: spellAction(readText(model, action)),
        resource: arn,
        resourceAccount: accountOf(arn),
        ...(key.tags && { resourceTags: key.tags }),
        context: renderContext(model, context, setup.spellings),
      };
      const decision = decideAlone("key", `${title} of ${arn}`, policy, found, grantPolicies(key));
      if (decision.decision === "denied") return { disagreement: decision.reason };
      return {
        summary: `somebody outside the owner's account may do ${found.action} with the key, beyond decrypting through Secrets Manager the secrets that were declared for that role`,
        request: found,
        ...nameDeciding(decision, `${title} of ${arn}`),
        fix: "let the statement allow kms:Decrypt only, to the role by aws:PrincipalArn, with kms:ViaService of the secret's region and kms:EncryptionContext:SecretARN of the secrets granted to every role in it",
      };
    },
  };
}
