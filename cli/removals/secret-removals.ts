import type { Reader } from "../../sdk/grant";
import type { PolicyDocument } from "../../sdk/policy";
import { withoutReaders } from "../../sdk/policy/without-access";
import type { Granted } from "./granted";
import { readersIn, text } from "./held-policies";
import type { AccessRemoval, HeldResource } from "./removal-shape";

/** Whom the policies of secrets let in, and the inventory does not grant the secret. */
export function secretRemovals(
  stack: string,
  resources: readonly HeldResource[],
  granted: Granted,
): AccessRemoval[] {
  return resources.flatMap(({ outputs = {}, type, urn }) => {
    if (type !== "aws:secretsmanager/secretPolicy:SecretPolicy") return [];
    const arn = text(outputs.secretArn);
    const stays = (reader: Reader) => granted.reads(reader, arn) || granted.letsIn(reader, arn);
    const loses = readersIn(outputs.policy).filter((reader) => !stays(reader));
    if (loses.length === 0) return [];
    const rest = (now: PolicyDocument) => withoutReaders(now, stays);
    return [
      {
        stack,
        urns: [urn],
        holder: { kind: "secret" as const, arn },
        loses: loses.map(readerWords),
        rest,
      },
    ];
  });
}

function readerWords({ clusterArn, namespace, serviceAccount }: Reader): string {
  return `${namespace}/${serviceAccount} of ${clusterArn}`;
}
