import { deepStrictEqual } from "node:assert";
import { GetParametersCommand } from "@aws-sdk/client-ssm";

import { A } from "../../sandbox/support";
import { PutProject } from "./put-project";

/** Loses the answer to the first `PutParameter`, and none of those that the others call. */
const LOST_ONCE = { name: "lost once", seed: 106, lag: 0, failing: 0, losing: 0.2 };

describe("eks-pod-secrets put, whose answer is lost", function () {
  this.timeout(60_000);
  const project = new PutProject(LOST_ONCE);

  it("puts the value of a new parameter, which AWS has made by the time it is asked again", async () => {
    const { code, stderr } = await project.put(A, ["/flags"], { input: "on" });
    deepStrictEqual([code, stderr], [0, ""]);
    const command = new GetParametersCommand({ Names: ["/flags"], WithDecryption: true });
    const { Parameters = [] } = await project.sandbox.clients(A).ssm.send(command);
    deepStrictEqual([Parameters[0]?.Value, Parameters[0]?.Version], ["on", 1]);
  });
});
