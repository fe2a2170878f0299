import { shellWord } from "../../terminal/printed-text";
import type { ObjectFacts } from "../facts/account-facts";
import type { Finding, Mend } from "../step";
import { upMend } from "./account-mends";
import { byHand } from "./mends";
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
    mend: mendOf(of as ObjectFacts),
  };
}

function mendOf({ grant }: ObjectFacts): Mend {
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
  // Its owner may have chosen the key, and others may read it under that one.
  return byHand(
    `ask the owner of secret ${target.id} which key it is to have: name the one that it has as its key in the inventory, and run \`up\`; or have the owner encrypt it with the declared key`,
  );
}
