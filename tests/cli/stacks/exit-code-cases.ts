const STACKS = ["a.cluster", "a.secrets", "a.workloads"];

/** What each of them holds once it is deployed. */
export const DEPLOYED = Object.fromEntries(STACKS.map((stack) => [stack, 3]));

/** How a verb ends for the three stacks of one account. */
export interface Case {
  says: string;
  args: string[];
  /** Resources of the stacks that there are. */
  stacks?: Record<string, number>;
  /** What the engine does to a stack, or to all questions about the backend. */
  behaviour?: Record<string, "changes" | "fails" | "is stopped" | "is stopped first">;
  code: 0 | 1 | 2;
  /** Result of each stack. */
  results?: string[];
}

/** What the verbs end with. */
export const cases: Case[] = [
  {
    says: "every stack is done",
    args: ["up"],
    code: 0,
    results: ["done", "done", "done"],
  },
  {
    says: "a stack failed, and what depends on it waits",
    args: ["up"],
    behaviour: { "a.secrets": "fails" },
    code: 1,
    results: ["done", "failed", "waits"],
  },
  {
    says: "it was asked to stop",
    args: ["up", "--parallel", "1"],
    behaviour: { "a.cluster": "is stopped" },
    code: 1,
    results: ["stopped", "stopped", "stopped"],
  },
  {
    says: "it was asked to stop before the backend answered",
    args: ["up"],
    behaviour: { backend: "is stopped" },
    code: 1,
    results: ["stopped", "stopped", "stopped"],
  },
  {
    says: "what asks the backend was stopped before the command knew of it",
    args: ["up"],
    behaviour: { backend: "is stopped first" },
    code: 1,
    results: ["stopped", "stopped", "stopped"],
  },
  {
    says: "the backend cannot be asked",
    args: ["up"],
    behaviour: { backend: "fails" },
    code: 2,
  },
  {
    says: "Pulumi encrypts with nothing of that name",
    args: ["up", "--secrets-provider", "kms://alias/pulumi"],
    code: 2,
  },
  {
    says: "every stack is empty",
    args: ["destroy"],
    stacks: DEPLOYED,
    code: 0,
    results: ["done", "done", "done"],
  },
  {
    says: "a stack failed, and those that it depends on stay",
    args: ["destroy"],
    stacks: DEPLOYED,
    behaviour: { "a.workloads": "fails" },
    code: 1,
    results: ["failed", "waits", "waits"],
  },
  {
    says: "it was asked to stop, though the engine calls half a destruction a success",
    args: ["destroy"],
    stacks: DEPLOYED,
    behaviour: { "a.workloads": "is stopped" },
    code: 1,
    results: ["stopped", "stopped", "stopped"],
  },
  {
    says: "the inventory has no such stack",
    args: ["destroy", "--only", "b.*"],
    stacks: DEPLOYED,
    code: 2,
  },
  {
    says: "every stack is read",
    args: ["refresh"],
    stacks: DEPLOYED,
    code: 0,
    results: ["done", "done", "done"],
  },
  {
    says: "a stack cannot be read, and the others are",
    args: ["refresh"],
    stacks: DEPLOYED,
    behaviour: { "a.workloads": "fails" },
    code: 1,
    results: ["done", "done", "failed"],
  },
  {
    says: "the backend cannot be asked",
    args: ["refresh"],
    behaviour: { backend: "fails" },
    code: 2,
  },
  {
    says: "something would change",
    args: ["preview"],
    stacks: DEPLOYED,
    behaviour: { "a.secrets": "changes" },
    code: 0,
    results: ["previewed", "previewed", "previewed"],
  },
  {
    says: "nothing would change, as expected",
    args: ["preview", "--expect-no-changes"],
    stacks: DEPLOYED,
    code: 0,
    results: ["previewed", "previewed", "previewed"],
  },
  {
    says: "something would change, which was not expected",
    args: ["preview", "--expect-no-changes"],
    stacks: DEPLOYED,
    behaviour: { "a.secrets": "changes" },
    code: 1,
    results: ["previewed", "previewed", "previewed"],
  },
  {
    says: "a stack is new, which was not expected, and what reads it waits",
    args: ["preview", "--expect-no-changes"],
    stacks: { "a.cluster": 3, "a.workloads": 3 },
    code: 1,
    results: ["previewed", "new", "waits"],
  },
  {
    says: "a stack cannot be previewed, and the others are",
    args: ["preview"],
    stacks: DEPLOYED,
    behaviour: { "a.cluster": "fails" },
    code: 1,
    results: ["failed", "previewed", "previewed"],
  },
  {
    says: "it was asked to stop",
    args: ["preview", "--parallel", "1"],
    stacks: DEPLOYED,
    behaviour: { "a.cluster": "is stopped" },
    code: 1,
    results: ["stopped", "stopped", "stopped"],
  },
  {
    says: "it was asked to stop before the backend answered",
    args: ["preview"],
    behaviour: { backend: "is stopped" },
    code: 1,
    results: ["stopped", "stopped", "stopped"],
  },
  {
    says: "what asks the backend was stopped before the command knew of it",
    args: ["preview"],
    behaviour: { backend: "is stopped first" },
    code: 1,
    results: ["stopped", "stopped", "stopped"],
  },
  {
    says: "the backend cannot be asked",
    args: ["preview"],
    behaviour: { backend: "fails" },
    code: 2,
  },
  {
    says: "a stack is absent, and a value is missing",
    args: ["status"],
    stacks: { "a.cluster": 3, "a.secrets": 0 },
    code: 1,
    results: ["deployed", "empty", "absent"],
  },
  {
    says: "a stack's first deployment failed before it made anything",
    args: ["status"],
    stacks: { ...DEPLOYED, "a.secrets": 1 },
    code: 1,
    results: ["deployed", "empty", "deployed"],
  },
  {
    says: "the backend cannot be asked",
    args: ["status"],
    behaviour: { backend: "fails" },
    code: 2,
  },
];
