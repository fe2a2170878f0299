import { rejects } from "node:assert/strict";
import { IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { PulumiFn } from "@pulumi/pulumi/automation";

import { PodTargetRole } from "../../sdk";
import { ENGINE_TIMEOUT } from "./harness";
import { OWNER, type ProgramHost, programHost } from "./inline-program";

const READER = "222222222222";

describe("keptPolicyNames, in a program of one's own", function () {
  this.timeout(ENGINE_TIMEOUT);
  let host: ProgramHost;
  before(async () => {
    host = await programHost();
  });
  after(() => host.sandbox.remove());

  const program: PulumiFn = async () => {
    new PodTargetRole("orders", {
      reader: {
        clusterArn: `arn:aws:eks:us-east-1:${READER}:cluster/shop`,
        namespace: "orders",
        serviceAccount: "api",
      },
      readerRoleArn: `arn:aws:iam::${READER}:role/api`,
      ownerAccountId: OWNER,
      roleName: "target",
      secrets: [{ arn: `arn:aws:secretsmanager:us-east-1:${OWNER}:secret:db-AbC123` }],
      keptPolicyNames: ["of-others"],
    });
  };

  it("that name a policy which the role does not have are refused, until somebody has put it there", async () => {
    const stack = await host.inline("kept", program);
    await rejects(
      stack.up(),
      /PodTargetRole orders: keptPolicyNames names "of-others", which role target does not have; leave it out/,
    );
    const iam = new IAMClient(await host.sandbox.client("owner"));
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
    });
    const policy = { RoleName: "target", PolicyName: "of-others", PolicyDocument };
    await iam.send(new PutRolePolicyCommand(policy));
    await stack.up();
  });
});
