import { deepStrictEqual, match, rejects } from "node:assert/strict";

import { PodReader } from "../../sdk";
import { ENGINE_TIMEOUT } from "./harness";
import { OWNER, type ProgramHost, programHost } from "./inline-program";

const pod = { namespace: "orders", serviceAccount: "orders-api" };

describe("a program of one's own that is given no provider", function () {
  this.timeout(ENGINE_TIMEOUT);
  let host: ProgramHost;
  before(async () => {
    host = await programHost();
  });
  after(() => host.sandbox.remove());

  /** A reader in the cluster of an account, and a secret of it. */
  function reader(account: string) {
    const clusterArn = `arn:aws:eks:us-east-1:${account}:cluster/shop`;
    const arn = `arn:aws:secretsmanager:us-east-1:${account}:secret:db-AbC123`;
    new PodReader("orders", { ...pod, clusterArn, secrets: [{ arn }] });
  }

  it("is refused before anything is made, where a reader's cluster is of another account", async () => {
    const stack = await host.inline("elsewhere", async () => reader("222222222222"));
    await rejects(
      stack.up(),
      /PodReader orders: clusterArn must be of account 111111111111, which the AWS provider is of, got arn:aws:eks:us-east-1:222222222222:/,
    );
    const { deployment } = await stack.exportStack();
    const types = deployment.resources.map(({ type }: { type: string }) => type);
    deepStrictEqual(
      types.filter((type: string) => /^(aws|kubernetes):/.test(type)),
      [],
    );
  });

  it("says in the preview to which cluster its Kubernetes objects go", async () => {
    const stack = await host.inline("ambient", async () => reader(OWNER));
    let said = "";
    const onOutput = (text: string) => {
      said += text;
    };
    // Without a kubeconfig of this name the preview fails, once it has said so.
    await stack.preview({ onOutput }).catch(() => undefined);
    match(
      said,
      /no Kubernetes provider is given: its service account will be in the cluster of context \S+ of \//,
    );
  });
});
