import { GetParametersCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { ResolvedParameter } from "eks-pod-secrets/grant";
import { sizeQuotas } from "iam-proof/quotas";
import type { AccountAccess } from "../../aws/account-access";
import { isError, nothingIf, unreadable } from "../../aws/aws-error";
import { declaredKeyId, parameterState } from "../../aws/parameter-key";
import { UserError } from "../../terminal/errors";
import type { PutAnswer } from "./shape";
import type { SecretValue } from "./standard-input";

/** The largest value of the standard tier, in bytes. A larger parameter costs money. */
export const LIMIT = sizeQuotas.parameter.default;

/** Makes the value the parameter's current one. Creates the parameter, because it cannot exist without a value. */
export async function putParameter(
  parameter: ResolvedParameter,
  { bytes, text }: SecretValue,
  access: AccountAccess,
): Promise<Pick<PutAnswer, "result" | "version">> {
  if (text === undefined) throw new UserError("the value of a parameter must be UTF-8 text");
  if (bytes.length > LIMIT) {
    throw new UserError(
      `the value of a parameter must be at most ${LIMIT} bytes, got ${bytes.length}; make it a secret`,
    );
  }
  const client = new SSMClient(access);
  const current = await currentValue(client, parameter, access);
  const { secure, tags } = parameter;
  const type = secure ? "SecureString" : "String";
  const holdsIt = async (found: typeof current): Promise<boolean> =>
    found?.value === text && found.type === type && (await hasItsKey(parameter, access));
  if (current && (await holdsIt(current))) {
    return { result: "unchanged", version: current.version };
  }
  const command = new PutParameterCommand({
    Name: parameter.name,
    Value: text,
    Type: type,
    ...(secure && { KeyId: declaredKeyId(parameter) }),
    // AWS only accepts tags at creation.
    ...(current?.exists
      ? { Overwrite: true }
      : { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
  });
  try {
    const { $metadata, Version } = await client.send(command);
    if (Version === undefined) throw unreadable($metadata);
    return { result: "created", version: String(Version) };
  } catch (error) {
    if (!isError(error, "ParameterAlreadyExists")) throw error;
    // If AWS's answer is lost, the SDK asks again and AWS refuses, because the parameter exists. Somebody else's value is kept.
    const made = await currentValue(client, parameter, access);
    if (!made || !(await holdsIt(made))) throw error;
    return { result: "created", version: made.version };
  }
}

/** The current value; undefined if the caller may not read it. */
async function currentValue(
  client: SSMClient,
  parameter: ResolvedParameter,
  access: AccountAccess,
) {
  const asked = new GetParametersCommand({ Names: [parameter.name], WithDecryption: true });
  const answer = await client.send(asked).catch(nothingIf("AccessDeniedException"));
  if (!answer) {
    const exists = (await stateOf(parameter, access)) !== "missing";
    return { exists, type: undefined, value: undefined, version: "" };
  }
  const [found] = answer.Parameters ?? [];
  if (!found) return undefined;
  const { Type, Value, Version = "" } = found;
  return { exists: true, type: Type, value: Value, version: String(Version) };
}

/** Whether it has the declared key. False if the caller may not know: putting the value again does no harm. */
async function hasItsKey(parameter: ResolvedParameter, access: AccountAccess): Promise<boolean> {
  return (await stateOf(parameter, access)) === "put";
}

/** The state of the parameter; undefined if the caller may not know it. */
function stateOf(parameter: ResolvedParameter, access: AccountAccess) {
  return parameterState(parameter, access).catch(nothingIf("AccessDeniedException"));
}
