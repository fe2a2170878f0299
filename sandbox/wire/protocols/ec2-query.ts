import type { Ec2Service } from "../messages/service";
import type { Protocol } from "./protocol";
import { queryProtocol } from "./query";
import { xmlOf } from "./xml";

/** The protocol of EC2: form in, as of the query protocol, but lists by number alone; XML of its own out, lists of `<item>`. */
export function ec2QueryProtocol(service: Ec2Service): Protocol {
  const { version } = service;
  const document = (status: number, name: string, content: string, namespace = "") => ({
    status,
    contentType: "text/xml",
    body: `<${name}${namespace}>${content}</${name}>`,
  });
  return {
    ...queryProtocol({ ...service, protocol: "query" }),
    result: (operation, output, requestId) =>
      document(
        200,
        `${operation}Response`,
        xmlOf("requestId", requestId) +
          Object.entries(Object(output))
            .map(([name, value]) => xmlOf(name, value, "item"))
            .join(""),
        ` xmlns="http://ec2.amazonaws.com/doc/${version}/"`,
      ),
    error: ({ code, message, status }, requestId) => {
      const isDenied = code === "AccessDeniedException";
      const error = { Code: isDenied ? "UnauthorizedOperation" : code, Message: message };
      return document(
        isDenied ? 403 : status,
        "Response",
        xmlOf("Errors", { Error: error }) + xmlOf("RequestID", requestId),
      );
    },
  };
}
