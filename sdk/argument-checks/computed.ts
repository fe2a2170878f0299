import * as pulumi from "@pulumi/pulumi";
import { ManifestError } from "../manifest/manifest-error";
import { PolicyBudgetError, policyBudgets } from "../policy/budget";
import { formatPath, problemIf } from "../rules/problem";
import { endRun, reject } from "./refusal";
import { parentOf, toldBy } from "./whole";

/**
 * What is computed of a component's arguments as soon as they are known. Where it is refused, the run ends with the component's name
 * and the reason, or with no more than the property's name where an argument is secret.
 */
export function computed<A, R>(
  component: pulumi.ComponentResource,
  name: string,
  args: A,
  compute: (known: pulumi.Unwrap<A>) => R,
): pulumi.Output<R> {
  const output = pulumi.output(args);
  return output.apply((known): R | Promise<R> => {
    try {
      return compute(known);
    } catch (error) {
      return refusal(component, name, error, output);
    }
  }) as pulumi.Output<R>;
}

async function refusal(
  component: pulumi.ComponentResource,
  name: string,
  error: unknown,
  args: pulumi.Output<unknown>,
): Promise<never> {
  const property = refusedProperty(error);
  if (property === undefined) throw error;
  const reason = (await pulumi.isSecret(args))
    ? `${property} is refused; an argument is secret, so the reason is not shown`
    : (error as Error).message;
  const kind = component.constructor.name;
  const told = toldBy(kind, name, parentOf(component), reason);
  return endRun(`${kind}.${name}.${property}`, told, component);
}

/** What was refused; undefined where an error is none of a check. */
function refusedProperty(error: unknown): string | undefined {
  if (pulumi.InputPropertyError.isInstance(error)) return error.propertyPath;
  if (error instanceof ManifestError) return formatPath(error.problem.path);
  if (error instanceof PolicyBudgetError) return policyBudgets[error.kind].title;
  return undefined;
}

/** The ARN that AWS assigned to a resource of this type, an output of the component. Mocks assign none unless they are told to. */
export function assigned(
  component: pulumi.ComponentResource,
  name: string,
  output: string,
  type: string,
  arn: pulumi.Output<string>,
): pulumi.Output<string> {
  return computed(component, name, arn, (known) => {
    const says = `is undefined, because ${type} has no arn; let the mocks return one, as docs/reference/programs.md shows`;
    if (!known) reject(problemIf([output], says));
    return known;
  });
}
