import { UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { attempt } from "./attempt";
import { readSecret, sessionOfNewRole, trustInCaller } from "./moves";

/** With the trust opened there is a session of the right role, but it does not carry the pod's tags. */
export const untaggedSession = attempt(
  {
    name: "A's administrator opens the trust of the role",
    refusedBy: "the secret's policy",
    changes: true,
  },
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
