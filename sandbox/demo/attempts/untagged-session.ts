import { UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import type { Attempt } from "../scene/attempt";
import { readSecret, trustInAccount } from "../scene/moves";
import { CROSS_ROLE, READER_ACCOUNT } from "../scene/scene";

/** With the trust opened there is a session of the right role, but it does not carry the pod's tags. */
export const untaggedSession: Attempt = {
  name: "A's administrator opens the trust of the role",
  changes: true,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => {
    const administrator = await scene.administrator(READER_ACCOUNT);
    await administrator.iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: CROSS_ROLE,
        PolicyDocument: JSON.stringify(trustInAccount(READER_ACCOUNT)),
      }),
    );
    const RoleArn = `arn:aws:iam::${READER_ACCOUNT}:role/${CROSS_ROLE}`;
    return readSecret(await scene.session(administrator, { RoleArn }), scene.secretB);
  },
};
