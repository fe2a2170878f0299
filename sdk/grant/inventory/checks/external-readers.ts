import type { Report } from "../../../rules/problem";
import { shown } from "../../../rules/wording";
import type { ResolvedReader } from "../../landing-zone/landing-zone";
import type { ReaderDraft } from "../resolve/readers";

/** A reader that others deploy has a service account and a role that no other reader of the inventory has. */
export function checkExternalReaders(
  own: readonly ReaderDraft[],
  external: readonly ReaderDraft[],
  report: Report,
): void {
  const taken = new Map(
    own.flatMap(({ reader }) => identities(reader).map((one) => [one, reader.id])),
  );
  for (const { path, reader } of external) {
    const [account, role] = identities(reader).map((one) => {
      const first = taken.get(one);
      taken.set(one, first ?? reader.id);
      return first;
    });
    const { clusterArn, namespace, serviceAccount } = reader;
    if (account !== undefined) {
      const got = `${shown(serviceAccount)} of namespace ${shown(namespace)} on ${clusterArn}`;
      report(path, `must be a service account of its own, got ${got}, which ${account} is too`);
    } else if (role !== undefined) {
      const says = `must be a role of its own, got ${shown(reader.role.arn)}, which ${role} has too`;
      report([...path, "roleArn"], says);
    }
  }
}

/** Its service account, and its role: a name counts once in an account, whatever its path and case. */
function identities({ clusterArn, namespace, role, serviceAccount }: ResolvedReader): string[] {
  return [
    [clusterArn, namespace, serviceAccount].join("\n"),
    `${role.account.id}/${role.name.toLowerCase()}`,
  ];
}
