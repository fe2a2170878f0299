import { shellWord } from "../../terminal/printed-text";
import type { ObjectFacts } from "../facts/account-facts";
import type { Finding, Mend } from "../step";
import { upMend } from "./account-mends";
import { awsCli } from "./mends";
import type { WayRefusal } from "./way-refusals";

/** Whether a decryption is refused of a value that is under another key than the inventory names. */
export function isUnderAnotherKey({ of, request }: WayRefusal): boolean {
  if (!of || request.action !== "kms:Decrypt") return false;
  const { declaredKey, key } = of;
  return "value" in declaredKey && "value" in key && declaredKey.value !== key.value?.arn;
}

/** No policy is to be changed then: the value is to be under its own key. */
export function anotherKey({ of, reason }: WayRefusal): Finding {
  const { declaredKey, grant, key, object } = of as ObjectFacts;
  const { kind, target } = grant;
  const arn = ("value" in object && object.value?.arn) || target.id;
  const named = (one: string | undefined) => one ?? "the AWS managed key";
  const ofObject = "value" in key ? named(key.value?.arn) : "";
  const declared = "value" in declaredKey ? declaredKey.value : undefined;
  return {
    result: "wrong",
    cause: "EPS-443",
    says: `${kind} ${target.id} is encrypted with ${ofObject}, but the inventory gives it ${named(declared)}`,
    known: `what AWS describes of ${arn}; the reader may decrypt with the declared key only: ${reason}`,
    mend: mendOf(of as ObjectFacts, arn, declared),
  };
}

function mendOf({ grant }: ObjectFacts, arn: string, declared: string | undefined): Mend {
  const { kind, target } = grant;
  if (kind === "parameter") {
    return {
      says: "put the value again, which encrypts it with the declared key",
      commands: [`eks-pod-secrets put ${shellWord(target.id)}`],
    };
  }
  if (!target.existingArn) {
    return upMend(target.account, "secrets", `the key of secret ${target.id}`);
  }
  const key = declared ?? "alias/aws/secretsmanager";
  return {
    says: "encrypt the secret with the declared key, or name the key that it has in the inventory and run `up`",
    commands: [
      awsCli(
        target.account,
        target.region,
        `secretsmanager update-secret --secret-id ${shellWord(arn)} --kms-key-id ${shellWord(key)}`,
      ),
    ],
  };
}
