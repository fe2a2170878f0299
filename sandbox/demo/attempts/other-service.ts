import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import type { Attempt } from "../attempt";
import { OWNER_ACCOUNT, REGION } from "../scene";

/** A parameter under the same key would be decrypted by way of Systems Manager. */
export const otherService: Attempt = {
  name: "application-b's role reads through Systems Manager, under secret-b's key",
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
    const pod = await scene.pod("serviceaccount-b");
    return pod.ssm.send(
      new GetParameterCommand({
        Name: `arn:aws:ssm:${REGION}:${OWNER_ACCOUNT}:parameter/attempt`,
        WithDecryption: true,
      }),
    );
  },
};
