import { deepStrictEqual } from "node:assert";

import type { SourceDocuments } from "../../../cli/documents/source-documents";
import { proveSources } from "../../../cli/proof/prove-sources";
import type { VpcEndpointDocuments } from "../../../sdk/access";
import type { LandingZone } from "../../../sdk/grant";
import {
  CLUSTER_ACCOUNT,
  oneReader,
  policy,
  REGION,
} from "../../proof/prover/deployments/deployment";

const endpoint: VpcEndpointDocuments = {
  arn: `arn:aws:ec2:${REGION}:${CLUSTER_ACCOUNT}:vpc-endpoint/vpce-1`,
  service: `com.amazonaws.${REGION}.secretsmanager`,
  policy: policy({ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }),
};

async function difference(before: SourceDocuments, after: SourceDocuments) {
  const settings = { claims: ["difference" as const], drop: [], milliseconds: 10_000 };
  const { proof } = await proveSources([after, before], settings);
  return proof.result;
}

describe("the difference between documents of a network and others", () => {
  const source = (vpcEndpoints?: VpcEndpointDocuments[]): SourceDocuments => ({
    title: "documents",
    documents: oneReader({ more: { ...(vpcEndpoints && { vpcEndpoints }) } }),
    notes: [],
  });
  const inventory = { ...source(), zone: {} as LandingZone };

  it("is none where an inventory says nothing of the network", async () => {
    deepStrictEqual(await difference(inventory, source([endpoint])), "proved");
    deepStrictEqual(await difference(source([endpoint]), inventory), "proved");
  });

  it("is told where a documents file lacks an endpoint", async () => {
    deepStrictEqual(await difference(source(), source([endpoint])), "refuted");
    deepStrictEqual(await difference(source([endpoint]), source()), "refuted");
  });
});
