import type { Translated } from "../lesson-words";
import { customBridge } from "./custom-bridge";

/** The lessons in Chinese, by the names of their scenarios. */
export const chinese: Readonly<Record<string, Translated>> = {
    "custom-bridge": customBridge,
};
