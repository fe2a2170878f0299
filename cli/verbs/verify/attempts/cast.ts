import type {
  LandingZone,
  ResolvedAccount,
  ResolvedCluster,
  ResolvedReader,
  ResolvedSecret,
} from "eks-pod-secrets/grant";
import { UserError } from "../../../terminal/errors";

/** The readers and secrets of an inventory that attempts are about. */
export interface Cast {
  /** Reads secret-a, which application-b does not read. */
  applicationA: ResolvedReader;
  /** Reads secret-b of another account, by the secret's policy. */
  applicationB: ResolvedReader;
  secretA: ResolvedSecret;
  secretB: ResolvedSecret;
  /** An account that is neither the readers' nor that of secret-b's owner. */
  third?: ResolvedAccount;
  /** Its cluster with the same name as the readers'. */
  namesake?: ResolvedCluster;
  /** Another cluster of the readers' account. */
  secondCluster?: ResolvedCluster;
}

/** Chooses the cast. An inventory without suitable readers is a `UserError`. */
export function castOf(zone: LandingZone): Cast {
  // The attempts are about sessions with tags.
  const readers = zone.readers.filter(({ identity }) => identity === "podIdentity");
  for (const applicationB of readers) {
    const crossing = secretsOf(applicationB).find(
      ({ account, key }) => account !== applicationB.cluster.account && key !== undefined,
    );
    if (!crossing || applicationB.mode !== "resourcePolicy") continue;
    for (const applicationA of readers) {
      const isBeside =
        applicationA !== applicationB &&
        applicationA.cluster === applicationB.cluster &&
        applicationA.namespace === applicationB.namespace &&
        applicationA.region === applicationB.region;
      const own = secretsOf(applicationA).find((one) => !secretsOf(applicationB).includes(one));
      if (!isBeside || !own || secretsOf(applicationA).includes(crossing)) continue;
      const cast = { applicationA, applicationB, secretA: own, secretB: crossing };
      return { ...cast, ...othersOf(zone, cast) };
    }
  }
  throw new UserError(
    "--attempts needs two readers of identity podIdentity in one cluster, namespace and region: one that reads another account's secret by resourcePolicy, and one that reads another secret and not that one; the inventory has no such pair",
  );
}

function secretsOf({ grants }: ResolvedReader): ResolvedSecret[] {
  return grants.flatMap((grant) => (grant.kind === "secret" ? grant.target : []));
}

/** What some attempts need, if the inventory has it. */
function othersOf(
  { accounts, clusters }: LandingZone,
  { applicationB: { cluster }, secretB }: Pick<Cast, "applicationB" | "secretB">,
): Pick<Cast, "third" | "namesake" | "secondCluster"> {
  const isThird = (account: ResolvedAccount) =>
    account !== cluster.account && account !== secretB.account;
  const near = clusters.filter(({ region }) => region === cluster.region);
  const namesake = near.find(({ account, name }) => isThird(account) && name === cluster.name);
  const third = namesake?.account ?? accounts.find(isThird);
  const secondCluster = near.find((one) => one !== cluster && one.account === cluster.account);
  return {
    ...(third && { third }),
    ...(namesake && { namesake }),
    ...(secondCluster && { secondCluster }),
  };
}
