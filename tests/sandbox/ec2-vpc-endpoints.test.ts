import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { XMLParser } from "fast-xml-parser";

import { createVpcEndpoint, ec2 } from "./ec2-support";
import { A, B, withSandbox } from "./support";

const parser = new XMLParser({ parseTagValue: false });
const NOBODY = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }],
};

describe("VPC endpoints in the sandbox", () => {
  const { sandbox } = withSandbox();

  const asked = (action: string, members: Record<string, string>, account = A) =>
    ec2(sandbox.endpoint, sandbox.administrator(account), action, members);
  const listed = async (account = A, region?: string) => {
    const credentials = sandbox.administrator(account);
    const { text } = await ec2(sandbox.endpoint, credentials, "DescribeVpcEndpoints", {}, region);
    return [parser.parse(text).DescribeVpcEndpointsResponse.vpcEndpointSet.item ?? []].flat();
  };

  it("are named by texts alone", async () => {
    for (const action of ["DescribeVpcEndpoints", "DeleteVpcEndpoints"]) {
      const { status } = await asked(action, { "VpcEndpointId.1.1": "x" });
      strictEqual(status, 400);
    }
  });

  it("have the policy that they were given, or AWS's own, in one account and region", async () => {
    deepStrictEqual(await listed(), []);
    const id = await createVpcEndpoint(sandbox.endpoint, sandbox.administrator(A), "ssm", NOBODY);
    const [{ creationTimestamp: _, ...found }] = await listed();
    deepStrictEqual(
      { ...found, policyDocument: JSON.parse(found.policyDocument) },
      {
        vpcEndpointId: id,
        vpcEndpointType: "Interface",
        vpcId: "vpc-1",
        serviceName: "com.amazonaws.us-east-1.ssm",
        state: "available",
        ownerId: A,
        policyDocument: NOBODY,
      },
    );
    deepStrictEqual([await listed(B), await listed(A, "eu-west-1")], [[], []]);
    strictEqual(
      (await asked("ModifyVpcEndpoint", { VpcEndpointId: id, ResetPolicy: "true" })).status,
      200,
    );
    const [reset] = await listed();
    strictEqual(JSON.parse(reset.policyDocument).Statement[0].Effect, "Allow");
    strictEqual((await asked("DeleteVpcEndpoints", { "VpcEndpointId.1": id })).status, 200);
    deepStrictEqual(await listed(), []);
  });

  it("rejects what is no policy, no endpoint, no service, and no operation that it has", async () => {
    const make = { VpcId: "vpc-1", ServiceName: "com.amazonaws.us-east-1.ssm" };
    const noPolicy = await asked("CreateVpcEndpoint", { ...make, PolicyDocument: "{}" });
    match(noPolicy.text, /<Response><Errors><Error><Code>InvalidPolicyDocument</);
    match((await asked("DeleteVpcEndpoints", {})).text, /MissingParameter/);
    const noEndpoint = await asked("DeleteVpcEndpoints", { "VpcEndpointId.1": "vpce-0" });
    match(noEndpoint.text, /InvalidVpcEndpointId\.NotFound/);
    match((await asked("CreateVpcEndpoint", { VpcId: "vpc-1" })).text, /ValidationError/);
    match(
      (await asked("DescribeRouteTables", {})).text,
      /DescribeRouteTables.*this sandbox lacks it/,
    );
    deepStrictEqual(await listed(), []);
  });
});
