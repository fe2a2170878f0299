import { type ComponentName, minimal, others, plain } from "./minimal-args";

/** Arguments that are right but for one, which is given in a form. */
export interface WrongArguments {
  component: ComponentName;
  argument: string;
  args: object;
  /** Whether a program can give it later. */
  mayBeLater: boolean;
}

/** A text that no rule takes, where any text is of the right kind. */
const WRONG_TEXT = "bad ! *";

/** Texts of which AWS and Kubernetes take any, so that none is wrong. */
const FREE = ["description", "version", "driverVersion", "podIdentityAgentVersion"];

/** Arguments that cannot stand beside another. */
const INSTEAD: Record<string, object> = {
  targetRoleArn: { secrets: undefined },
  existingSecretArn: { secretName: undefined },
};

/** Each argument of each component, once with a value that is wrong. */
export function wrongArguments(): WrongArguments[] {
  return (Object.keys(minimal) as ComponentName[]).flatMap((component) =>
    Object.entries({ ...minimal[component], ...others[component] }).map(([argument, right]) => ({
      ...{ component, argument },
      args: {
        ...minimal[component],
        ...INSTEAD[argument],
        [argument]: wrongOf(argument, right),
      },
      mayBeLater: !plain[component].includes(argument),
    })),
  );
}

/** Another kind than the right one where any value of that is right. */
function wrongOf(argument: string, right: unknown): unknown {
  if (typeof right === "string" && !FREE.includes(argument)) return WRONG_TEXT;
  return typeof right === "string" ? 5 : WRONG_TEXT;
}
