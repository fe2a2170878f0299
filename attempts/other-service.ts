import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { attempt } from "./attempt";
import { allowServices, onceServicesAllowed } from "./moves";

/** A parameter under the same key: if its account allows the role everything, it would be decrypted through Systems Manager. */
export const otherService = attempt(
  {
    name: "application-b's role reads a parameter of B",
    refusedBy: "it is not shared",
    changes: true,
  },
  async (scene) => {
    const owner = await scene.administrator("owner");
    const Name = parameterOf(scene.made.prefix);
    await owner.ssm.send(
      new PutParameterCommand({
        Name,
        Type: "SecureString",
        Value: "made by the owner",
        KeyId: scene.keyOfB,
        Tags: Object.entries(scene.made.tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    await allowServices(await scene.administrator("reader"), scene.applicationB.role);
    const pod = await scene.pod(scene.applicationB.serviceAccount);
    await onceServicesAllowed(pod);
    const place = `${scene.region}:${scene.account("owner")}`;
    const read = { Name: `arn:${scene.partition}:ssm:${place}:parameter${Name}` };
    return () => pod.ssm.send(new GetParameterCommand({ ...read, WithDecryption: true }));
  },
);

/** Name of the parameter that the attempt creates. */
export function parameterOf(prefix: string): string {
  return `/${prefix}parameter`;
}
