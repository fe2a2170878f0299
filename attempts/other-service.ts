import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { attempt } from "./attempt";
import { allowServices, applicationB, onceServicesAllowed, readersAdministrator } from "./moves";

/** A parameter under the same key: if its account allows the role everything, it would be decrypted through Systems Manager. */
export const otherService = attempt({
  name: "application-b's role reads a parameter of B",
  refusedBy: "it is not shared",
  changes: true,
  async by(scene) {
    const owner = await scene.administrator("owner");
    await owner.ssm.send(
      new PutParameterCommand({
        Name: parameterOf(scene.made.prefix),
        Type: "SecureString",
        Value: "made by the owner",
        KeyId: scene.keyOfB,
        Tags: Object.entries(scene.made.tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    await allowServices(await readersAdministrator(scene), scene.applicationB.role);
    const pod = await applicationB(scene);
    await onceServicesAllowed(pod);
    return pod;
  },
  call({ ssm }, { account, made, partition, region }) {
    const place = `${region}:${account("owner")}`;
    const Name = `arn:${partition}:ssm:${place}:parameter${parameterOf(made.prefix)}`;
    return ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
  },
});

/** Name of the parameter that the attempt creates. */
export function parameterOf(prefix: string): string {
  return `/${prefix}parameter`;
}
