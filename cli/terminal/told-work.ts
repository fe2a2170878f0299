import { messageOf } from "./errors";
import { tellEvent } from "./progress-form";

/** Does a piece of work, and tells its beginning and its end as events. Where progress is text, the caller words both. */
export async function toldWork<Answer>(
  { name, text }: { name: string; text: string },
  work: () => Promise<Answer>,
): Promise<Answer> {
  tellEvent({ event: "begin", name, text });
  try {
    const answer = await work();
    tellEvent({ event: "end", name, result: "done" });
    return answer;
  } catch (error) {
    tellEvent({ event: "end", name, result: "failed", reason: messageOf(error) });
    throw error;
  }
}
