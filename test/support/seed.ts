import * as fc from "fast-check";
import { SEED } from "./random";

// What a property test draws is the same at every run but the long ones, whose seed is new each time and is said where one fails.
fc.configureGlobal({ seed: SEED });
