import { deepStrictEqual, rejects } from "node:assert/strict";
import type { DescribeClusterVersionsCommandInput } from "@aws-sdk/client-eks";

import { roleClients } from "./secrets-support";
import { A, withSandbox } from "./support";

describe("EKS versions of clusters", () => {
  const { sandbox } = withSandbox();
  before(async () => {
    // AWS supports 1.34, and no older version, as it does new ones.
    sandbox.advance(Date.parse("2026-08-01") - Date.now());
  });

  const list = async (
    input: DescribeClusterVersionsCommandInput = {},
    { eks } = sandbox.clients(A),
  ) => {
    eks.config.systemClockOffset = Date.parse("2026-08-01") - Date.now();
    const { clusterVersions } = await eks.describeClusterVersions(input);
    return clusterVersions?.map(({ clusterVersion }) => clusterVersion);
  };

  it("are those that AWS supports, unless all are asked for", async () => {
    deepStrictEqual(await list(), ["1.34", "1.33", "1.32", "1.31"]);
    deepStrictEqual(await list({ includeAll: true }), ["1.34", "1.33", "1.32", "1.31", "1.30"]);
    deepStrictEqual(await list({ versionStatus: "STANDARD_SUPPORT" }), ["1.34"]);
    deepStrictEqual(await list({ status: "extended-support" }), ["1.33", "1.32", "1.31"]);
    deepStrictEqual(await list({ defaultOnly: true }), ["1.34"]);
    deepStrictEqual(await list({ clusterVersions: ["1.31", "1.30"] }), ["1.31"]);
    deepStrictEqual(await list({ clusterType: "eks-local-outposts" }), []);
  });

  it("are told to whoever is allowed alone", async () => {
    sandbox.advance(Date.now() - Date.parse("2026-08-01"));
    const nobody = await roleClients(sandbox, "nobody", [], A);
    const asked = nobody.eks.describeClusterVersions();
    await rejects(asked, { name: "AccessDeniedException" });
  });
});
