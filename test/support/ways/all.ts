import { kernelWays } from "./kernel";
import { neighbourWays } from "./neighbours";
import { resourceWays } from "./resources";
import { rightsWays } from "./rights";
import { serviceWays } from "./services";
import { Ways } from "./way";

/** All known ways, in the order of docs/SECURITY.md. */
export const ALL_WAYS: readonly Ways[] = [...kernelWays, ...rightsWays, neighbourWays, serviceWays, resourceWays];
