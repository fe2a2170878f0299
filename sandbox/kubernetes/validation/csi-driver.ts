import type { KubernetesObject } from "../model/object";
import { CSI_DRIVERS } from "../model/resource-types";
import { invalid } from "../model/status-error";

/** Checks the token requests of a CSIDriver: audiences are strings, each there once. */
export function admitCsiDriver(object: KubernetesObject): KubernetesObject {
  const requests = object.spec?.tokenRequests ?? [];
  const fail = (problem: string) =>
    invalid(CSI_DRIVERS, object.metadata.name, `spec.tokenRequests${problem}`);
  if (!Array.isArray(requests)) throw fail(": Invalid value: must be a list");
  const seen = new Set<string>();
  for (const [index, request] of requests.entries()) {
    const { audience, expirationSeconds = 3600 } = (request ?? {}) as Record<string, unknown>;
    if (typeof audience !== "string") throw fail(`[${index}].audience: Required value`);
    if (seen.has(audience)) throw fail(`[${index}].audience: Duplicate value: "${audience}"`);
    if (typeof expirationSeconds !== "number" || expirationSeconds < 600) {
      throw fail(
        `[${index}].expirationSeconds: Invalid value: may not specify a duration less than 10 minutes`,
      );
    }
    seen.add(audience);
  }
  return object;
}
