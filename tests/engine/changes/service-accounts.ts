import type { LandingZone, ResolvedReader } from "../../../sdk/grant";
import { makeObject } from "../adopted-clusters";
import type { EngineHarness } from "../harness";
import { identityOf } from "./accesses";

/** The readers whose service accounts others make: those needed before a step, and all that exist after it. */
export function foreignAccounts(
  first: LandingZone,
  second: LandingZone,
): { before: ResolvedReader[]; after: ResolvedReader[] } {
  const own = first.readers.filter(({ createServiceAccount }) => createServiceAccount);
  const held = new Set(own.map(identityOf));
  const after = second.readers.filter(({ createServiceAccount }) => !createServiceAccount);
  return { before: after.filter((reader) => !held.has(identityOf(reader))), after };
}

/** Makes the missing service accounts of readers, as the deployer of their pods would. */
export async function makeServiceAccounts(
  sandbox: EngineHarness,
  readers: readonly ResolvedReader[],
): Promise<void> {
  for (const { cluster, namespace, serviceAccount } of readers) {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    await makeObject(sandbox, cluster, path, serviceAccount);
  }
}
