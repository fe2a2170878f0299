import { deepStrictEqual } from "node:assert";
import {
  CreateAddonCommand,
  CreateClusterCommand,
  CreatePodIdentityAssociationCommand,
  DeleteAddonCommand,
  DeleteClusterCommand,
  DeletePodIdentityAssociationCommand,
  ListPodIdentityAssociationsCommand,
} from "@aws-sdk/client-eks";
import { CreateRoleCommand, DeleteRoleCommand } from "@aws-sdk/client-iam";

import type { AccountAccess } from "../../../../cli/aws/account-access";
import { leftOversIn } from "../../../../cli/verbs/trial/left-overs";
import { TRIAL_TAG, trialNames } from "../../../../cli/verbs/trial/names";
import { type Call, proxyTo } from "../../../engine/proxy";
import { A, REGION, startSandbox, type TestSandbox } from "../../../sandbox/support";
import { landingZone } from "../../../stacks/run-stack";

const NAMES = trialNames("3f9a71");
const { name } = NAMES;
const OURS = { [TRIAL_TAG]: "3f9a71" };
const ADDON = { clusterName: "shop", addonName: "eks-pod-identity-agent" };

const zone = landingZone(`accounts: { reader: { id: "${A}", region: ${REGION} } }`);

describe("what a trial left", () => {
  let sandbox: TestSandbox;
  const { AWS_ENDPOINT_URL } = process.env;

  beforeEach(async () => {
    sandbox = await startSandbox();
    const { eks, iam } = sandbox.clients(A);
    const Principal = { Service: ["eks.amazonaws.com", "pods.eks.amazonaws.com"] };
    const Action = ["sts:AssumeRole", "sts:TagSession"];
    const Statement = [{ Effect: "Allow", Principal, Action }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    for (const [RoleName, id] of [
      ["plane", "other"],
      [`${name}-a`, "3f9a71"],
    ] as const) {
      const Tags = [{ Key: TRIAL_TAG, Value: id }];
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Tags }));
    }
    const roleArn = `arn:aws:iam::${A}:role/plane`;
    const resourcesVpcConfig = { subnetIds: ["subnet-1", "subnet-2"] };
    for (const cluster of ["pantry", "shop"]) {
      await eks.send(new CreateClusterCommand({ name: cluster, roleArn, resourcesVpcConfig }));
    }
    const place = { clusterName: "shop", namespace: name, serviceAccount: "application-a" };
    await eks.send(new CreatePodIdentityAssociationCommand({ ...place, roleArn, tags: OURS }));
    await eks.send(new CreateAddonCommand({ ...ADDON, tags: OURS }));
  });
  afterEach(async () => {
    if (AWS_ENDPOINT_URL === undefined) delete process.env.AWS_ENDPOINT_URL;
    else process.env.AWS_ENDPOINT_URL = AWS_ENDPOINT_URL;
    await sandbox.stop();
  });

  /** What is found where `go` runs between the answer to the list that `isList` knows and the next call. */
  async function foundWhile(
    isList: (call: Call) => boolean,
    go: () => Promise<unknown>,
  ): Promise<string[]> {
    const proxy = await proxyTo(sandbox.endpoint, {
      answered: async (call) => {
        if (isList(call)) await go();
        return false;
      },
    });
    process.env.AWS_ENDPOINT_URL = proxy.endpoint;
    const [account] = zone.accounts as [(typeof zone.accounts)[number]];
    const access = { region: REGION, credentials: sandbox.administrator(A) } as AccountAccess;
    const place = { account, access, zone, names: NAMES, used: new Set<string>() };
    const found = await leftOversIn(place).finally(proxy.close);
    return found.filter(({ unseen }) => !unseen).map(({ kind }) => kind);
  }

  const isGet = (path: RegExp) => (call: Call) => call.method === "GET" && path.test(call.url);
  const ALL = ["association", "add-on", "role"];
  const CASES: Record<string, [(call: Call) => boolean, () => Promise<unknown>]> = {
    association: [
      isGet(/^\/clusters\/shop\/pod-identity-associations(\?|$)/),
      async () => {
        const { eks } = sandbox.clients(A);
        const { associations = [] } = await eks.send(
          new ListPodIdentityAssociationsCommand({ clusterName: "shop" }),
        );
        for (const { associationId } of associations) {
          const one = { clusterName: "shop", associationId };
          await eks.send(new DeletePodIdentityAssociationCommand(one));
        }
      },
    ],
    "add-on": [
      isGet(/^\/clusters\/shop\/addons(\?|$)/),
      () => sandbox.clients(A).eks.send(new DeleteAddonCommand(ADDON)),
    ],
    role: [
      ({ body }) => body.includes("Action=ListRoles&"),
      () => sandbox.clients(A).iam.send(new DeleteRoleCommand({ RoleName: `${name}-a` })),
    ],
  };
  for (const [kind, [isList, go]] of Object.entries(CASES)) {
    it(`is found though its ${kind} goes between the list and the next look`, async () => {
      deepStrictEqual(
        await foundWhile(isList, go),
        ALL.filter((one) => one !== kind),
      );
    });
  }

  it("is found though another cluster goes between the list and the next look", async () => {
    const go = () => sandbox.clients(A).eks.send(new DeleteClusterCommand({ name: "pantry" }));
    deepStrictEqual(await foundWhile(isGet(/^\/clusters(\?|\/?$)/), go), ALL);
  });
});
