import { Lesson } from "../lib/lesson";
import { customBridge } from "./custom-bridge";
import { defaultBridge } from "./default-bridge";
import { netns } from "./netns";

/** Every lesson of the course, in the course's order, by the name of its scenario. */
export const lessons: Readonly<Record<string, Lesson>> = Object.fromEntries(
    [netns, defaultBridge, customBridge].map((lesson) => [lesson.scenario, lesson]),
);
