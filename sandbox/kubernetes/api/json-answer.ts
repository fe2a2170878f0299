import type { Answer } from "../../wire/messages/answer";

export function jsonAnswer(status: number, body: unknown): Answer {
  return { status, contentType: "application/json", body: JSON.stringify(body) };
}
