import type { CheckResult } from "../../../components/lib/probe";
import type { LabState } from "../../lib/live-checks";

/** A language of the pages. */
export type Language = "en" | "zh";

/** The words of the pages themselves: what they say of a lesson is in the files beside this one. */
export interface UiWords {
    /** The language's name in itself. */
    name: string;
    course: string;
    courseLead: string;
    chapter(number: number): string;
    goal: string;
    picture: string;
    commands: string;
    commandsLead: string;
    more: string;
    checks: string;
    tryNext: string;
    answer: string;
    legacy: string;
    replaced: string;
    replacedBy: string;
    facts: string;
    stack: string;
    engine: string;
    read: string;
    took: string;
    lab: string;
    where: string;
    command: string;
    expected: string;
    observed: string;
    proves: string;
    hint: string;
    copy: string;
    copied: string;
    output: string;
    /** Behind `output`, for one that is collapsed. */
    lines(number: number): string;
    nothingPrinted: string;
    noAnswer: string;
    /** Behind a text that was cut. */
    leftOut(characters: number): string;
    blockedBy(titles: readonly string[]): string;
    status: Record<CheckResult["status"] | "untried", string>;
    state: Record<LabState | "unreadable", string>;
    stateLead: Record<Exclude<LabState, "up"> | "unreadable", string>;
    makeIt: string;
    passed(ok: number, all: number): string;
    broken: string;
    noPicture: string;
    language: string;
    largeType: string;
    classLead(seats: number): string;
    classes: string;
    seat: string;
    tile: Record<"green" | "red" | "grey", string>;
    asLeft: string;
    runChecks: string;
    running: string;
    checksOf(time: string): string;
    changedSince: string;
    live: string;
    lost: string;
    back: string;
    skip: string;
    summary(green: number, red: number, grey: number): string;
}

const en: UiWords = {
    name: "English",
    course: "Docker network labs",
    courseLead: "The chapters of the course, with the labs as they are now.",
    chapter: (number) => `Chapter ${number}`,
    goal: "What this lesson shows",
    picture: "The network, as it is",
    commands: "The commands, in order",
    commandsLead: "What the lab is made of and looked at with. Each can be typed in the lab:",
    more: "More to look at",
    checks: "Checks",
    tryNext: "Try next",
    answer: "Answer",
    legacy: "Legacy, and what replaced it",
    replaced: "Then",
    replacedBy: "Now",
    facts: "About this sheet",
    stack: "Stack",
    engine: "Docker engine",
    read: "Read at",
    took: "Time taken",
    lab: "Lab host",
    where: "Where",
    command: "Command",
    expected: "Expected",
    observed: "Observed",
    proves: "A pass proves that",
    hint: "Hint",
    copy: "Copy",
    copied: "Copied",
    output: "Output",
    lines: (number) => `${number} lines`,
    nothingPrinted: "(it printed nothing)",
    noAnswer: "(no answer)",
    leftOut: (characters) => `… and ${characters} more characters, left out here`,
    blockedBy: (titles) => `Not judged, because this did not pass: ${titles.join("; ")}`,
    status: { passed: "passed", failed: "failed", blocked: "not judged", untried: "not tried" },
    state: {
        up: "up",
        absent: "not up",
        unfinished: "unfinished",
        stopped: "stopped",
        unreadable: "could not be read",
    },
    stateLead: {
        absent: "This lab is not up: what stands here is the lesson, without what a live lab shows.",
        unfinished: "This lab is not whole: its last `up` did not finish, or a lab host of it was removed.",
        stopped: "A lab host is stopped: what stands here is the lesson, without what a live lab shows.",
        unreadable: "This lab could not be read:",
    },
    makeIt: "This makes or repairs it:",
    passed: (ok, all) => `${ok} of ${all} checks passed`,
    broken: "Not as the lesson made it:",
    noPicture: "There is a picture when the lab is up.",
    language: "Language",
    largeType: "Large type",
    classLead: (seats) => `A class of ${seats} seats.`,
    classes: "Classes",
    seat: "Seat",
    tile: { green: "as it should be", red: "needs a look", grey: "not up" },
    asLeft: "as its last `up` left it",
    runChecks: "Run the checks",
    running: "Running…",
    checksOf: (time) => `Tried at ${time}.`,
    changedSince: "The lab has changed since then.",
    live: "Live: this page follows the lab.",
    lost: "No connection to `./lab serve`: this page may be out of date.",
    back: "All labs",
    skip: "To the content",
    summary: (green, red, grey) => `${green} as they should be, ${red} that need a look, ${grey} not up`,
};

const zh: UiWords = {
    name: "中文",
    course: "Docker 网络实验",
    courseLead: "课程各章，以及各实验当前的状态。",
    chapter: (number) => `第 ${number} 章`,
    goal: "本课要点",
    picture: "网络现状",
    commands: "命令（按顺序）",
    commandsLead: "用来搭建和观察本实验的命令，每一条都可以在实验环境中输入：",
    more: "还可以看",
    checks: "检查",
    tryNext: "动手试试",
    answer: "答案",
    legacy: "旧做法与替代",
    replaced: "过去",
    replacedBy: "现在",
    facts: "关于本页",
    stack: "实验",
    engine: "Docker 引擎",
    read: "读取时间",
    took: "用时",
    lab: "实验主机",
    where: "位置",
    command: "命令",
    expected: "预期",
    observed: "实际",
    proves: "通过说明",
    hint: "提示",
    copy: "复制",
    copied: "已复制",
    output: "输出",
    lines: (number) => `${number} 行`,
    nothingPrinted: "（没有输出）",
    noAnswer: "（没有应答）",
    leftOut: (characters) => `……此处省略其余 ${characters} 个字符`,
    blockedBy: (titles) => `无法判断，因为以下检查未通过：${titles.join("；")}`,
    status: { passed: "通过", failed: "未通过", blocked: "无法判断", untried: "未执行" },
    state: { up: "运行中", absent: "未启动", unfinished: "未完成", stopped: "已停止", unreadable: "无法读取" },
    stateLead: {
        absent: "本实验未启动：这里只有课程内容，没有运行中的实验所显示的内容。",
        unfinished: "本实验不完整：上一次 `up` 没有完成，或者它的某台实验主机已被删除。",
        stopped: "有实验主机已停止：这里只有课程内容，没有运行中的实验所显示的内容。",
        unreadable: "无法读取本实验：",
    },
    makeIt: "用这条命令创建或修复：",
    passed: (ok, all) => `${all} 项检查中有 ${ok} 项通过`,
    broken: "与课程搭建的不一致：",
    noPicture: "实验启动后，这里会显示网络图。",
    language: "语言",
    largeType: "大字",
    classLead: (seats) => `本班共 ${seats} 个座位。`,
    classes: "班级",
    seat: "座位",
    tile: { green: "正常", red: "需要看一下", grey: "未启动" },
    asLeft: "与上一次 `up` 完成时一致",
    runChecks: "执行检查",
    running: "正在执行……",
    checksOf: (time) => `执行于 ${time}。`,
    changedSince: "此后实验有变化。",
    live: "实时：本页随实验更新。",
    lost: "与 `./lab serve` 的连接已断开：本页可能已过时。",
    back: "所有实验",
    skip: "跳到正文",
    summary: (green, red, grey) => `正常 ${green} 个，需要看一下 ${red} 个，未启动 ${grey} 个`,
};

const ALL: Readonly<Record<Language, UiWords>> = { en, zh };

/** The words of the pages in a language. */
export function ui(language: Language): UiWords {
    return ALL[language];
}
