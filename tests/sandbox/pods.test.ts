import { deepStrictEqual, equal, ok } from "node:assert";

import { deploy, type PodWorld, startPodWorld, VALUE } from "./pods-support";

describe("pods", () => {
  let world: PodWorld;
  afterEach(async () => {
    deepStrictEqual(world.sandbox.failures, []);
    await world.sandbox.stop();
  });

  it("read the secret that their service account's role may read", async () => {
    world = await startPodWorld();
    await deploy(world, [{ objectName: "secret-a", objectType: "secretsmanager" }]);
    const pod = await world.pod("application-a");
    console.log(JSON.stringify(pod, null, 1));
    equal(pod.phase, "Running");
    deepStrictEqual(await world.exec("application-a", "cat", "/mnt/secret/secret-a"), {
      exitCode: 0,
      stdout: VALUE,
      stderr: "",
    });
    ok(!JSON.stringify(pod).includes("passwd1"));
  });
});
