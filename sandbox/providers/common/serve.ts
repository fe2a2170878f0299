import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

import { exitWithParent } from "./exit-with-parent";

const largestMessage = 400 * 1024 * 1024;

/** Serves a provider on a free port of the loopback and prints that port, as the engine expects of a plugin. */
export function serve(implementation: object): void {
  listen(implementation, (port) => process.stdout.write(`${port}\n`));
  exitWithParent();
}

export function listen(implementation: object, onPort: (port: number) => void): Server {
  // Every deployment would otherwise print the SDK's notice about Node versions.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const server = new Server({ "grpc.max_receive_message_length": largestMessage });
  server.addService(ResourceProviderService, implementation as UntypedServiceImplementation);
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    onPort(port);
  });
  return server;
}
