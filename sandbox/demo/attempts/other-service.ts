import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import type { Attempt } from "../scene/attempt";
import { allowEverything } from "../scene/moves";
import { CROSS_ROLE, OWNER_ACCOUNT, READER_ACCOUNT, REGION } from "../scene/scene";

/** A parameter under the same key would be decrypted by way of Systems Manager, were the role allowed everything. */
export const otherService: Attempt = {
  name: "application-b's role reads a parameter of B",
  changes: true,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => {
    const owner = await scene.administrator(OWNER_ACCOUNT);
    await owner.ssm.send(
      new PutParameterCommand({
        Name: "/attempt",
        Type: "SecureString",
        Value: "made by the owner",
        KeyId: scene.keyOfB,
      }),
    );
    await allowEverything(await scene.administrator(READER_ACCOUNT), CROSS_ROLE);
    const pod = await scene.pod("serviceaccount-b");
    return pod.ssm.send(
      new GetParameterCommand({
        Name: `arn:aws:ssm:${REGION}:${OWNER_ACCOUNT}:parameter/attempt`,
        WithDecryption: true,
      }),
    );
  },
};
