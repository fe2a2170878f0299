import { type UndeclaredEntry, undeclaredEntry } from "../claims/undeclared-entry";
import { accountOf, type Deployment, isAdministratorOf } from "../documents/deployment";
import { type ReadTarget, rotationRole } from "../documents/read-target";
import type { Alike } from "./alike";
import type { Reading } from "./ask-ways";
import type { Explanation } from "./finding";

/** What declares a read; or who becomes an administrator's role undeclared, so that nothing does. `reason` says what is not known. */
export interface Why {
  explanation: Explanation | undefined;
  entry?: UndeclaredEntry;
  reason?: string;
}

/** What declares reads. Of reads that are alike it is asked once who becomes an administrator's role. */
export class Explanations {
  private readonly asked = new Map<string, Pick<Why, "entry" | "reason">>();

  constructor(
    private readonly deployment: Deployment,
    private readonly alike: Alike,
  ) {}

  async of({ milliseconds, target }: Reading, arns: string[]): Promise<Why> {
    const { alike, deployment } = this;
    const explanation = explanationOf(deployment, target, ...arns);
    if (explanation?.as !== "administrator") return { explanation };
    let reason: string | undefined;
    for (const arn of arns) {
      const name = `${arn} ${alike.targetKey(target, deployment.role(arn))}`;
      const asked =
        this.asked.get(name) ?? (await undeclaredEntry(deployment, target, arn, milliseconds));
      this.asked.set(name, asked);
      if (asked.entry) return { explanation: undefined, ...asked };
      reason ??= asked.reason;
    }
    return { explanation, ...(reason !== undefined && { reason }) };
  }
}

/** Why all of these principals were declared to read the target; undefined where one of them was not. */
export function explanationOf(
  deployment: Deployment,
  target: ReadTarget,
  ...arns: string[]
): Explanation | undefined {
  if (arns.length === 0) return undefined;
  const readers = deployment
    .readersOf(target.of.arn)
    .filter(({ association }) =>
      arns.some((arn) => arn === association?.roleArn || arn === association?.targetRoleArn),
    );
  const roles = readers.flatMap(({ association }) => [
    association?.roleArn,
    association?.targetRoleArn,
  ]);
  if (arns.every((arn) => roles.includes(arn))) {
    return { as: "declared reader", readers: readers.map(({ identity }) => identity) };
  }
  // Before the rotation: of an administrator, more sessions are declared.
  const isOwn = (arn: string) => isAdministratorOf(deployment, accountOf(target.of.arn), arn);
  if (arns.every(isOwn)) return { as: "administrator" };
  const rotation = target.kind === "secret" ? rotationRole(target.of) : undefined;
  return arns.every((arn) => arn === rotation) ? { as: "rotation role" } : undefined;
}
