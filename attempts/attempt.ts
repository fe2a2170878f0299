import type { Scene } from "./scene";

/** Things that an attempt may need and that not every scene has. */
export type Need =
  | "a third account"
  | "a cluster of the same name in a third account"
  | "a second cluster in the readers' account";

/** One request that must not succeed. */
export interface Attempt {
  /** Who tries what, e.g. "the other pod's role reads secret-b". */
  name: string;
  /** Whether it needs changes of its own, so that it is only made in a deployment that may be thrown away. */
  changes: boolean;
  /** What it needs that not every scene has. */
  needs?: Need;
  /** Whether its call would change something if it were not refused. */
  writes?: true;
  /** The demo, which shows one screen, leaves it out. */
  isBeyondDemo?: true;
  /** Which policy must refuse it. */
  refusedBy: Refusal;
  /** The error codes with which AWS refuses it. Any other error means that the attempt could not be made. */
  refusedWith: string[];
  /**
   * Does everything that must come first, and returns the one call that must be refused. An error before that call means that the
   * attempt could not be made.
   */
  prepare(scene: Scene): Promise<() => Promise<unknown>>;
}

/** An attempt: what comes first gives its caller, who then makes one call. By default it needs no changes and is refused with `AccessDeniedException`. */
export function attempt<By>({
  by,
  call,
  ...said
}: Pick<Attempt, "name" | "refusedBy"> &
  Partial<Attempt> & {
    by(scene: Scene): Promise<By>;
    call(by: By, scene: Scene): Promise<unknown>;
  }): Attempt {
  return {
    changes: false,
    refusedWith: ["AccessDeniedException"],
    ...said,
    async prepare(scene) {
      const caller = await by(scene);
      return () => call(caller, scene);
    },
  };
}

/** AWS's answer: the error code, the message, and the request id. */
interface Answer {
  code: string;
  reason: string;
  requestId?: string;
}

/** How an attempt went. */
export type Outcome = { attempt: Attempt } & (
  | ({ kind: "refused" | "not made" } & Answer)
  | { kind: "succeeded" }
);

/** Makes one attempt. Never throws. */
export async function make(attempt: Attempt, scene: Scene): Promise<Outcome> {
  let call: () => Promise<unknown>;
  try {
    call = await attempt.prepare(scene);
  } catch (error) {
    return { attempt, kind: "not made", ...answerOf(error) };
  }
  try {
    await call();
    return { attempt, kind: "succeeded" };
  } catch (error) {
    const answer = answerOf(error);
    const isRefused = attempt.refusedWith.includes(answer.code);
    return { attempt, kind: isRefused ? "refused" : "not made", ...answer };
  }
}

/** AWS's answer, from an error of its SDK. */
export function answerOf(error: unknown): Answer {
  if (!(error instanceof Error)) return { code: "Error", reason: String(error) };
  const { $metadata, message, name } = error as Error & { $metadata?: { requestId?: string } };
  const requestId = $metadata?.requestId;
  return { code: name, reason: message, ...(requestId !== undefined && { requestId }) };
}

/** What can refuse an attempt. */
type Refusal =
  | "its own policy"
  | "the role's trust"
  | "the key's policy"
  | "the secret's policy"
  | "it is not shared"
  | "no association"
  | "EKS, by the token"
  | "AWS, across accounts";

/** The kind of resource policy, by the service in the resource's ARN. */
const RESOURCE_POLICIES: Record<string, Refusal> = {
  iam: "the role's trust",
  kms: "the key's policy",
  secretsmanager: "the secret's policy",
  ssm: "it is not shared",
};

/** What stopped a request, from the code and message of AWS's refusal; "AWS" if these do not say. */
export function stoppedBy({ code, reason }: { code: string; reason: string }): Refusal | "AWS" {
  if (code === "InvalidTokenException") return "EKS, by the token";
  if (/No association found/.test(reason)) return "no association";
  if (/do(es)? not have permissions to assume the associated role/.test(reason)) {
    return "the role's trust";
  }
  if (/not available across accounts/.test(reason)) return "AWS, across accounts";
  if (/because no identity-based policy/.test(reason)) return "its own policy";
  const [, service = ""] =
    /on resource: arn:[\w-]+:(\w+):.* because no resource-based policy/.exec(reason) ?? [];
  return RESOURCE_POLICIES[service] ?? "AWS";
}
