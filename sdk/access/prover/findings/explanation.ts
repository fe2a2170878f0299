import { readerOf } from "../../../grant/landing-zone/reader";
import type { Deployment } from "../documents/deployment";
import type { ReadTarget } from "../documents/read-target";
import { rotationRole } from "../request/rotation";
import type { Explanation } from "./finding";

/** Why all of these principals were declared to read the target; undefined where one of them was not. */
export function explanationOf(
  { administrators, readersOf }: Deployment,
  target: ReadTarget,
  ...arns: string[]
): Explanation | undefined {
  if (arns.length === 0) return undefined;
  const readers = readersOf(target.of.arn).filter(({ association }) =>
    arns.some((arn) => arn === association?.roleArn || arn === association?.targetRoleArn),
  );
  const roles = readers.flatMap(({ association }) => [
    association?.roleArn,
    association?.targetRoleArn,
  ]);
  if (arns.every((arn) => roles.includes(arn))) {
    return { as: "declared reader", readers: readers.map(readerOf) };
  }
  const rotation = target.kind === "secret" ? rotationRole(target.of) : undefined;
  if (arns.every((arn) => arn === rotation)) return { as: "rotation role" };
  return arns.every((arn) => administrators.includes(arn)) ? { as: "administrator" } : undefined;
}
