import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import type { Attempt } from "./attempt";
import { allowEverything, onceAllowedEverything } from "./moves";

/** A parameter under the same key would be decrypted by way of Systems Manager, were the role allowed everything. */
export const otherService: Attempt = {
  name: "application-b's role reads a parameter of B",
  changes: true,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => {
    const owner = await scene.administrator("owner");
    const Name = parameterOf(scene.made.prefix);
    await owner.ssm.send(
      new PutParameterCommand({
        Name,
        Type: "SecureString",
        Value: "made by the owner",
        KeyId: scene.keyOfB,
        Overwrite: true,
      }),
    );
    await allowEverything(await scene.administrator("reader"), scene.applicationB.role);
    const pod = await scene.pod(scene.applicationB.serviceAccount);
    await onceAllowedEverything(pod);
    const place = `${scene.region}:${scene.account("owner")}`;
    return pod.ssm.send(
      new GetParameterCommand({
        Name: `arn:${scene.partition}:ssm:${place}:parameter${Name}`,
        WithDecryption: true,
      }),
    );
  },
};

/** Name of the parameter that the attempt makes. */
export function parameterOf(prefix: string): string {
  return `/${prefix}attempt`;
}
