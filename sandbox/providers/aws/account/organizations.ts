import { type CallOptions, callService } from "./call-service";

/** A member of an answer by its name. */
// biome-ignore lint/suspicious/noExplicitAny: the answers of any operation
type Answer = Record<string, any>;

/** The calls that the stand-in makes to AWS Organizations without AWS's own client. */
export interface Organizations {
  ask(operation: string, input: object): Promise<Answer>;
  /** The items of all pages of a list. `member`: the name of the list. */
  list(operation: string, member: string, input?: object): Promise<Answer[]>;
}

export function createOrganizationsClient(options: CallOptions): Organizations {
  const ask = async (operation: string, input: object): Promise<Answer> => {
    const headers = {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSOrganizationsV20161128.${operation}`,
    };
    const body = JSON.stringify(input);
    const text = await callService(options, "organizations", { body, headers }, (answer) => {
      const { Message: message, __type: code } = JSON.parse(answer);
      return { code, message };
    });
    return text === "" ? {} : JSON.parse(text);
  };
  return {
    ask,
    list: async (operation, member, input = {}) => {
      const items: Answer[] = [];
      for (let NextToken: string | undefined; ; ) {
        const answer = await ask(operation, { ...input, ...(NextToken && { NextToken }) });
        items.push(...answer[member]);
        NextToken = answer.NextToken;
        if (!NextToken) return items;
      }
    },
  };
}
