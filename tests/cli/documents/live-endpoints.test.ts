import { deepStrictEqual, match, rejects, strictEqual } from "node:assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { vpcEndpoints } from "../../../cli/documents/live/vpc-endpoints";
import { liveDocuments } from "../../../cli/documents/live-documents";
import { proveSources } from "../../../cli/proof/prove-sources";
import { createVpcEndpoint, ec2 } from "../../sandbox/ec2-support";
import { A, B } from "../../sandbox/support";
import { suiteLive, ZONE } from "./live-sandbox";

const everyone = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });

describe("--live, of VPC endpoints", () => {
  const live = suiteLive();

  const create = (account: string, service: string, policy?: object) =>
    createVpcEndpoint(live.sandbox.endpoint, live.sandbox.administrator(account), service, policy);
  const read = () => liveDocuments(ZONE, "zone.yaml");
  const results = async () => {
    const settings = { claims: ["grant-available" as const], drop: [], milliseconds: 10_000 };
    const { proof } = await proveSources([await read()], settings);
    return proof.claims.map(({ counterexample, result }) => counterexample?.document ?? result);
  };

  it("reads those of the accounts and regions that have pods, which lead to what is read", async () => {
    strictEqual((await read()).documents.vpcEndpoints, undefined);
    const id = await create(A, "secretsmanager", document(everyone));
    const foreign = await create(B, "secretsmanager", document({ ...everyone, Effect: "Deny" }));
    const other = await create(A, "ecr.api");
    for (const one of [id, foreign, other]) match(one, /^vpce-/);
    const { documents, everyone: all, gaps } = await read();
    deepStrictEqual(gaps, []);
    deepStrictEqual(documents.vpcEndpoints, [
      {
        arn: `arn:aws:ec2:us-east-1:${A}:vpc-endpoint/${id}`,
        service: "com.amazonaws.us-east-1.secretsmanager",
        vpc: "vpc-1",
        policy: document(everyone),
      },
    ]);
    deepStrictEqual(all?.vpcEndpoints, documents.vpcEndpoints);
    deepStrictEqual(await results(), ["proved", "proved", "proved"]);
  });

  it("refutes grants that an endpoint does not let through", async () => {
    const own = document({ ...everyone, Resource: `arn:aws:secretsmanager:*:${A}:secret:*` });
    const id = await create(A, "secretsmanager", own);
    deepStrictEqual((await results()).sort(), [`endpoint policy of ${id}`, "proved", "proved"]);
    const administrator = live.sandbox.administrator(A);
    await ec2(live.sandbox.endpoint, administrator, "ModifyVpcEndpoint", {
      ...{ VpcEndpointId: id, ResetPolicy: "true" },
    });
    deepStrictEqual(await results(), ["proved", "proved", "proved"]);
  });

  it("takes an answer without a list for none", async () => {
    const server = createServer((_, answer) =>
      answer
        .writeHead(200)
        .end("<DescribeVpcEndpointsResponse><a>1</a></DescribeVpcEndpointsResponse>"),
    );
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const access = {
      ...{ region: "us-east-1", credentials: live.sandbox.administrator(A), callerArn: "" },
      requestHandler: {
        connectionTimeout: 1_000,
        requestTimeout: 5_000,
        throwOnRequestTimeout: true,
      },
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    };
    await rejects(vpcEndpoints(access), /AWS answered without a list/);
    server.close();
  });
});
