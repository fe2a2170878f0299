import { createControl } from "../control/control";
import { findKeyHolder } from "../identity/callers/caller";
import { createPlatform } from "../identity/platform";
import { type Store, StoreWriteError } from "../store/store";
import { createWeather } from "../weather/create-weather";
import { readWeather } from "../weather/read-weather";
import type { Weather } from "../weather/weather";
import { createDispatch } from "../wire/dispatch";
import { type HttpServerOptions, openHttpServer } from "../wire/http-server";
import { serverIdentity } from "../wire/tls/certificate-authority";
import { createParts } from "./parts";

export interface SandboxServerOptions
  extends Omit<HttpServerOptions, "faultText" | "identity" | "report"> {
  store: Store;
  /** The store's directory, where services keep their files beside it. */
  directory: string;
  /** Whoever knows it may use the control API. */
  controlToken: string;
  /** Defaults to the machine's clock. */
  clock?: () => Date;
  /** How slow EKS is, from 0, at once, to 1, as AWS. Defaults to 0. */
  pace?: number;
  /** What befalls the calls. Defaults to nothing. */
  weather?: Weather;
  /** Told of errors that are the sandbox's own fault. Defaults to standard error. */
  report?: (error: unknown) => void;
}

export interface SandboxServer {
  /** `http://127.0.0.1:PORT` */
  endpoint: string;
  /** Stops listening and closes every connection; the state stays open. */
  close(): Promise<void>;
}

/** Serves the accounts' AWS services, and all that stands beside them, on one loopback port. */
export async function startServer(options: SandboxServerOptions): Promise<SandboxServer> {
  const {
    store,
    directory,
    controlToken,
    clock = () => new Date(),
    pace = 0,
    weather = readWeather("calm"),
    report = (error) => console.error(error),
  } = options;
  const identity = serverIdentity(directory);
  const http = await openHttpServer({ ...options, identity, report, faultText });
  const effects = createWeather(weather, store, pace);
  const platform = createPlatform({
    ...{ store: effects.store, directory, pace },
    endpoint: http.endpoint,
    certificateAuthority: identity.authority,
  });
  const { services, kubernetes, pods, controlRoutes } = createParts(
    platform,
    clock,
    report,
    () => ({ weather: weather.name, pace }),
    effects.befallCluster,
  );
  http.serve([
    createControl(controlRoutes, controlToken, clock),
    kubernetes,
    createDispatch({
      services,
      findKeyHolder: (signature, now) => findKeyHolder(store, signature, now),
      clock,
      befall: effects.befall,
      report,
      faultText,
    }),
  ]);
  pods.start();
  return {
    endpoint: http.endpoint,
    close: async () => {
      await pods.close();
      await http.close();
    },
  };
}

function faultText(error: unknown): string | undefined {
  return error instanceof StoreWriteError ? error.message : undefined;
}
