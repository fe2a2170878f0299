import type { LandingZone, ResolvedReader, ResolvedSecret } from "eks-pod-secrets/grant";
import { stringify } from "yaml";
import type { PlanAnswer } from "./shape";

/** What each owner of secrets that readers of this inventory read must add to their own inventory. */
export function ownersToAsk({ externalSecrets }: LandingZone): PlanAnswer["ownersToAsk"] {
  const read = externalSecrets.filter(({ grants }) => grants.length > 0);
  return [...new Set(read.map(({ account }) => account.id))].map((account) => {
    const secrets = read.filter((secret) => secret.account.id === account);
    return {
      account,
      secrets: secrets.map(({ existingArn = "" }) => existingArn),
      yaml: stringify({ readers: readersOf(secrets) }, { lineWidth: 0 }),
    };
  });
}

function readersOf(secrets: ResolvedSecret[]): Record<string, object> {
  const readers = new Set(secrets.flatMap(({ grants }) => grants.map(({ reader }) => reader)));
  return Object.fromEntries([...readers].map((reader) => [reader.id, entryOf(reader, secrets)]));
}

function entryOf(reader: ResolvedReader, secrets: ResolvedSecret[]): object {
  const { cluster, clusterArn, namespace, region, role, serviceAccount } = reader;
  const read = secrets.filter(({ grants }) => grants.some((grant) => grant.reader === reader));
  return {
    external: true,
    clusterArn,
    namespace,
    serviceAccount,
    roleArn: role.arn,
    ...(region !== cluster.region && { region }),
    reads: read.map(({ name }) => name),
  };
}
