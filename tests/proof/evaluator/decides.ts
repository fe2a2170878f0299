import assert from "node:assert";
import type { AccessRequest, ApplicablePolicies, RequestPrincipal } from "../../../proof";
import { allowAll, decide, OWN, policy, request } from "../support";

/** The decision about a principal's request under the policies of each title. */
export interface Decisions {
  by: RequestPrincipal;
  allowed?: Record<string, ApplicablePolicies>;
  denied?: Record<string, ApplicablePolicies>;
}

export function decides(cases: Decisions[], asked: Partial<AccessRequest> = {}): void {
  for (const { by, ...decisions } of cases) {
    for (const [decision, titled] of Object.entries(decisions)) {
      for (const [title, policies] of Object.entries(titled)) {
        it(`${decision}: ${title}`, () => {
          assert.strictEqual(decide(policies, request(by, asked)), decision);
        });
      }
    }
  }
}

export const root = (account: string): RequestPrincipal => ({ kind: "root", account });
export const service: RequestPrincipal = { kind: "service", service: "lambda.amazonaws.com" };
export const anonymous: RequestPrincipal = { kind: "anonymous" };
export const federated: RequestPrincipal = {
  kind: "federated",
  arn: `arn:aws:sts::${OWN}:federated-user/fed`,
};

/** A resource policy that allows a principal everything. */
export const named = (principal: unknown) => ({
  resource: policy("resource", allowAll(principal)),
});
