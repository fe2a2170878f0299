import { deepStrictEqual, ok, rejects } from "node:assert/strict";

import { createRole, roleArn, serviceTrust } from "./eks-support";
import { A, type Clients, withSandbox } from "./support";

const DAY = 24 * 60 * 60 * 1000;

describe("EKS tokens of repeated requests", () => {
  const { sandbox } = withSandbox();
  before(async () => {
    await createRole(sandbox, A, "role", serviceTrust("eks.amazonaws.com"));
  });

  const create = ({ eks }: Clients, name: string, clientRequestToken = "token") =>
    eks.createCluster({
      ...{ name, clientRequestToken, roleArn: roleArn(A, "role") },
      resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
    });
  const records = () => sandbox.store.list(["eks-request"]).length;

  /** Clients after so much time, whose clock is the sandbox's. */
  function inTime(milliseconds: number): Clients {
    sandbox.advance(milliseconds - moved);
    moved = milliseconds;
    const clients = sandbox.clients(A);
    clients.eks.config.systemClockOffset = milliseconds;
    return clients;
  }
  let moved = 0;

  it("are known for a day, and their records removed after that", async () => {
    await create(inTime(0), "one");
    ok((await create(inTime(DAY - 60_000), "one")).cluster);
    await rejects(create(inTime(DAY - 60_000), "two"), { name: "InvalidParameterException" });
    ok((await create(inTime(DAY + 60_000), "two")).cluster);
    deepStrictEqual(records(), 2);
    await create(inTime(3 * DAY), "three", "another");
    deepStrictEqual(records(), 1);
  });
});
