import type { Entry } from "./entry";

export const sessionTooLong: Entry = {
  id: "EPS-395",
  title: "the session is to last longer than the role allows",
  texts: [
    "exceeds the 1 hour session limit for roles assumed by role chaining",
    "exceeds the MaxSessionDuration set for this role",
    "SessionDurationEscalationException",
  ],
  step: "trust",
  why: "A role that is assumed with the session of another role gives one hour at most. Pod Identity's session is such a first session.",
  check:
    "The program's setting of its session: `duration_seconds`, `role_session_duration` or `DurationSeconds`.",
  mend: "Take an hour or less: SDKs renew the session by themselves.",
  sources: ["https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"],
};
