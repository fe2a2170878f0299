import { UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { attempt } from "./attempt";
import { readSecret, sessionOfNewRole, strongSession, tagsOfPod, trustInCaller } from "./moves";

/** A role's own tags count as principal tags too: attributes alone would let this one in. */
export const taggedRole = attempt(
  { name: "a role of A that is tagged like the pod", changes: true },
  async (scene) => {
    const { path, prefix } = scene.made;
    const role = { name: `${prefix}tagged-as-pod`, path, tags: tagsOfPod(scene) };
    const session = await strongSession(scene, "reader", role);
    return () => readSecret(session, scene.secretB);
  },
);

/** What an account allows its own role does not open another account's secret. */
export const thirdAccount = attempt(
  {
    name: "a third account's role, allowed all secrets",
    changes: true,
    needs: "a third account",
  },
  async (scene) => {
    const role = { name: `${scene.made.prefix}everything` };
    const session = await strongSession(scene, "third", role);
    return () => readSecret(session, scene.secretB);
  },
);

/** With the trust opened there is a session of the right role, but it does not carry the pod's tags. */
export const untaggedSession = attempt(
  { name: "A's administrator opens the trust of the role", changes: true },
  async (scene) => {
    const administrator = await scene.administrator("reader");
    const { role: RoleName, roleArn } = scene.applicationB;
    const trust = await trustInCaller(administrator);
    await administrator.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(trust) }),
    );
    const session = await sessionOfNewRole(scene, administrator, roleArn);
    return () => readSecret(session, scene.secretB);
  },
);
